import Codegen
import Primitives

// What faults do that concern more than one instruction: consulted while code is compiled.

extension Faults {
    /// The wrong lowering of an opcode, if one is planted.
    func wrongLowering(of opcode: Opcode) -> WrongLowering? {
        guard !isEmpty else { return nil }
        let planted = Fault.allCases.lazy.filter(contains).compactMap(\.wrongLowering)
        return planted.first { $0.opcodes.contains(opcode.rawValue) }
    }

    /// What a block's head charges for its static gas.
    func charge(_ staticGas: Int) -> Int {
        if contains(.blockCostsMore) { return staticGas + 1 }
        if contains(.blockCostsLess) { return staticGas - 1 }
        if contains(.blockGasOverflows) { return staticGas & 0xffff }
        return staticGas
    }

    /// The slots that an exit is given.
    func slots(_ slots: [ExitSlot]) -> [ExitSlot] {
        if contains(.snapshotIsShort) { return slots.dropLast() }
        guard contains(.snapshotSwapsSlots), slots.count > 1 else { return slots }
        let (top, next) = (slots[slots.count - 1], slots[slots.count - 2])
        return slots.dropLast(2) + [
            ExitSlot(index: next.index, value: top.value),
            ExitSlot(index: top.index, value: next.value),
        ]
    }

    /// The gas that an exit before an instruction keeps, of what belongs to it and those behind it.
    func gasKept(by row: InstructionRow, behind: Int, _ table: InstructionTable) -> Int {
        if contains(.sloadMissesGasAhead), row.opcode == .sload { return behind }
        guard contains(.logKeepsTopicGas),
            (Opcode.log1.rawValue...Opcode.log4.rawValue).contains(row.opcode.rawValue)
        else { return 0 }
        return Int(row.staticGas - table[Opcode.log0.rawValue].staticGas)
    }

    /// What compiled code believes of a helper.
    func declaration(of helper: CallDescriptor) -> CallDescriptor {
        guard contains(.helperDeclaresLess) else { return helper }
        return CallDescriptor(
            name: helper.name, address: helper.address, argumentCount: helper.argumentCount,
            stores: .all.subtracting(.frame), callClass: helper.callClass)
    }

    /// The code as the compiler reads it.
    func code(_ code: Code) -> Code {
        contains(.pushDataIsTarget) ? Code(Array(code.bytes), findsPushData: false) : code
    }

    /// The rules by which a contract is compiled that runs under others.
    func instructions(_ table: InstructionTable) -> InstructionTable {
        if contains(.readsHaveNoBaseGas), table.fork < .berlin {
            return Self.withoutBaseGas[Int(table.fork.rawValue)]
        }
        guard contains(.forkBeforeSetsGas), table.fork > .frontier,
            let fork = Fork(rawValue: table.fork.rawValue - 1)
        else { return table }
        return .table(for: fork)
    }

    private static let reads: Set<Opcode> = [.sload, .extcodesize, .extcodecopy, .extcodehash]
    private static let withoutBaseGas = Fork.allCases.map { fork in
        InstructionTable(.table(for: fork)) { reads.contains($0.opcode) ? $0.costing(0) : $0 }
    }

    /// The mistakes that the code generator is to make.
    var codeGenerator: CodegenFaults {
        reduce(into: []) { $0.formUnion(Self.inCodeGenerator[$1] ?? []) }
    }

    private static let inCodeGenerator: [Fault: CodegenFaults] = [
        .zeroClearsCarry: .clearsCarry,
        .divisionKeepsHighHalf: .keepsHighDividend,
        .loadIsWidened: .widensLoads,
        .selectionIsHalved: .halvesSelections,
        .spillReadsWrongRegister: .reloadsState,
        .labelKeepsRegisters: .crossesLabels,
        .exitValueIsOmitted: .omitsSnapshotValues,
        .branchIsPatchedWrongly: .misdirectsJumps,
        .stateReadsAreMerged: .mergesStateReads,
        .shiftsAreMerged: .mergesFunnelShifts,
    ]
}
