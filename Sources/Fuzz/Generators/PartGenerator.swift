package import VM

/// Writes instructions of one family, each with operands under which it does something.
package protocol PartGenerator: Sendable {
    /// Writes an instruction of the family, and before it what it needs.
    static func write(_ row: OpcodeRow, to program: inout ProgramWriter)
}

extension OpcodeFamily {
    /// Who writes the family's instructions.
    package var generator: any PartGenerator.Type {
        switch self {
        case .arithmetic: ArithmeticGenerator.self
        case .bitwise: BitwiseGenerator.self
        case .comparison: ComparisonGenerator.self
        case .stack: StackGenerator.self
        case .memory: MemoryGenerator.self
        case .storage: StorageGenerator.self
        case .environment: EnvironmentGenerator.self
        case .block: BlockGenerator.self
        case .log: LogGenerator.self
        case .keccak: KeccakGenerator.self
        case .controlFlow: ControlFlowGenerator.self
        case .system: SystemGenerator.self
        }
    }

    /// How often a part is of the family, against the others.
    var weight: Int {
        switch self {
        case .arithmetic, .bitwise: 7
        case .comparison, .log, .keccak: 3
        case .stack: 10
        case .memory, .storage, .environment: 6
        case .block: 2
        case .controlFlow: 9
        case .system: 5
        }
    }
}
