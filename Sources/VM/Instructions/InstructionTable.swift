/// What the interpreter must know before it runs an instruction: eight bytes, one a byte of code.
package struct InstructionRow: Sendable {
    /// The gas that is charged before the instruction runs.
    package let staticGas: Int16
    /// One more than the number of heights at which the instruction may run; none if undefined.
    ///
    /// With `minimumHeight`, one unsigned comparison finds undefined, underflow and overflow.
    package let heightCount: UInt16
    /// The least height of the stack.
    package let minimumHeight: UInt8
    /// How many bytes of code follow the instruction as data.
    package let immediate: UInt8
    /// The instruction itself; `invalid` where the fork defines none.
    package let opcode: Opcode
    /// Whether the frame never goes on with the instruction after it.
    package let isTerminator: Bool

    /// Whether the fork defines the instruction.
    package var isDefined: Bool { heightCount != 0 }

    /// The greatest height of the stack at which the instruction may run.
    package var maximumHeight: Int { Int(minimumHeight) + Int(heightCount) - 1 }

    /// The same with another static price.
    func costing(_ gas: Int16) -> InstructionRow {
        InstructionRow(
            staticGas: gas, heightCount: heightCount, minimumHeight: minimumHeight,
            immediate: immediate, opcode: opcode, isTerminator: isTerminator)
    }

    /// Whether a head may stand before this instruction: defined, and not for nothing.
    package var canBeHead: Bool { staticGas > 0 }
}

/// The rows of all 256 bytes under one fork's rules, with that fork's prices.
///
/// Built once a fork and never freed or changed afterwards, so that frames and compiled code may
/// carry plain pointers to it.
package struct InstructionTable: Sendable {
    /// The greatest height of the operand stack (yellow paper, section 9.1).
    package static let stackLimit = 1024

    /// The rules by which the table was made.
    package let fork: Fork
    /// The prices of the fork, at an address that lives as long as the process.
    nonisolated(unsafe) package let schedule: UnsafePointer<GasSchedule>
    /// The row of each byte, at an address that lives as long as the process.
    nonisolated(unsafe) package let rows: UnsafePointer<InstructionRow>

    /// The row of a byte.
    package subscript(byte: UInt8) -> InstructionRow { rows[Int(byte)] }

    /// The table of a fork.
    package static func table(for fork: Fork) -> InstructionTable {
        tables[Int(fork.rawValue)]
    }

    private static let tables = Fork.allCases.map(InstructionTable.init)

    private init(_ fork: Fork) {
        let schedule = GasSchedule(fork)
        let rows = UnsafeMutablePointer<InstructionRow>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            let row = OpcodeTable.row(byte, in: fork).map { Self.row($0, schedule) }
            (rows + Int(byte)).initialize(to: row ?? Self.undefined)
        }
        let prices = UnsafeMutablePointer<GasSchedule>.allocate(capacity: 1)
        prices.initialize(to: schedule)
        self.fork = fork
        self.schedule = UnsafePointer(prices)
        self.rows = UnsafePointer(rows)
    }

    /// A table with other rows; it is never freed either.
    init(_ table: InstructionTable, changing change: (InstructionRow) -> InstructionRow) {
        let rows = UnsafeMutablePointer<InstructionRow>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            (rows + Int(byte)).initialize(to: change(table[byte]))
        }
        fork = table.fork
        schedule = table.schedule
        self.rows = UnsafePointer(rows)
    }

    private static let undefined = InstructionRow(
        staticGas: 0, heightCount: 0, minimumHeight: 0, immediate: 0, opcode: .invalid,
        isTerminator: true)

    private static func row(_ row: OpcodeRow, _ schedule: GasSchedule) -> InstructionRow {
        let growth = max(0, row.heightChange)
        return InstructionRow(
            staticGas: Int16(schedule.staticGas(row.gas)),
            heightCount: UInt16(stackLimit - growth - row.pops + 1),
            minimumHeight: UInt8(row.pops), immediate: UInt8(row.immediate), opcode: row.opcode,
            isTerminator: row.isTerminator)
    }
}
