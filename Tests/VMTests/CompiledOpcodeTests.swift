import Codegen
import Fuzz
import Primitives
import Testing
import VM

/// Compiled code executes every opcode, and may be left anywhere that it can be left at all.
@Suite struct CompiledOpcodeTests {
    #if DEBUG
    private static let executions = [TestExecution.lirInterpreter, .native]
    #else
    private static let executions = TestExecution.allCases
    #endif

    @Test(arguments: Fork.allCases, executions)
    func `compiled code executes every opcode of a fork, or ends at its own exit`(
        _ fork: Fork, _ execution: TestExecution
    ) throws {
        let lockstep = Lockstep(MethodTier(try execution.make()))
        let operands: [Word256] = fork == .osaka ? [0, 1] : [0]
        for operand in operands {
            for example in OpcodeExample.all(in: fork, operand: operand) {
                let reference = try Lockstep.reference(example.item)
                let report = try lockstep.compare(reference, .none)
                let name = example.row.opcode.mnemonic
                #expect(report.agrees, "\(name): \(report.differences)")
                // Initcode of zeros is a STOP alone, which has no head to be entered at.
                let instructions = reference.trail.frames[0].instructions
                #expect(
                    report.compiledInstructions == instructions, "\(name) was not all compiled")
                #expect(instructions > example.instructionsBefore, "\(name) ran")
            }
        }
    }

    @Test(arguments: executions)
    func `a JUMPI as the last byte is followed by the STOP behind all code`(
        _ execution: TestExecution
    ) throws {
        for code in ["PUSH0 PUSH0 JUMPI", "0 0 CALLDATALOAD JUMPI", "0 77 JUMPI"] {
            let reference = try Lockstep.reference(LockstepCase(.osaka, code: assemble(code)))
            let report = try Lockstep(MethodTier(try execution.make())).compare(reference, .none)
            #expect(report.agrees, "\(code): \(report.differences)")
            #expect(report.compiledInstructions == reference.trail.instructions, "\(code)")
        }
    }

    /// The opcodes whose work a helper does, at least with operands that no compiler knows.
    private static let helped: Set<Opcode> = [
        .mul, .div, .sdiv, .mod, .smod, .addmod, .mulmod, .exp, .signextend, .byte, .shl, .shr,
        .sar, .clz, .keccak256, .balance, .origin, .calldataload, .calldatacopy, .codecopy,
        .gasprice, .extcodesize, .extcodecopy, .returndatacopy, .extcodehash, .blockhash,
        .coinbase, .timestamp, .number, .prevrandao, .gaslimit, .chainid, .selfbalance, .basefee,
        .blobhash, .blobbasefee, .sload, .sstore, .tload, .tstore, .mcopy, .log0, .log1, .log2,
        .log3, .log4, .return, .revert,
    ]

    /// Osaka has every opcode; the older forks have their prices.
    @Test(arguments: [Fork.frontier, .istanbul, .osaka], executions)
    func `a forced exit on either side of a helper's effect changes nothing`(
        _ fork: Fork, _ execution: TestExecution
    ) throws {
        let lockstep = Lockstep(MethodTier(try execution.make()))
        for operand in [Word256.zero, 1] {
            for example in OpcodeExample.all(in: fork, operand: operand) {
                let reference = try Lockstep.reference(example.item)
                for moment in HelperMoment.allCases {
                    try force(example, moment, reference, lockstep)
                }
            }
        }
    }

    private func force(
        _ example: OpcodeExample, _ moment: HelperMoment, _ reference: Lockstep.Reference,
        _ lockstep: Lockstep
    ) throws {
        let name = example.row.opcode.mnemonic
        let event = ScheduleEvent(
            transaction: 0, frame: 0, gas: example.gas,
            action: .helperExit(pc: example.pc, helper: name.lowercased(), moment: moment))
        let report = try lockstep.compare(
            reference, .everyHead(of: reference.trail, in: .method),
            forcing: Schedule(events: [event]))
        #expect(report.agrees, "\(name) \(moment): \(report.differences)")
        let expected = Self.helped.contains(example.row.opcode) ? 1 : 0
        #expect(report.helperExitCount == expected, "\(name) \(moment)")
    }

    /// Programs with every kind of exit: heads, stack checks, bad jumps, memory, helpers, ends.
    private static let programs = [
        "9 a: 1 SWAP1 SUB DUP1 DUP1 MSTORE DUP1 @a JUMPI 64 0 RETURN",
        "3 a: DUP1 CALLDATALOAD DUP1 0 SSTORE SLOAD POP 1 SWAP1 SUB DUP1 @a JUMPI",
        "0 CALLDATALOAD 3 JUMPI 7 MLOAD 32 0 KECCAK256 40 MSTORE8 MSIZE 0 0 LOG1",
        "@a DUP1 POP JUMP #fe a: 1 @b DUP1 POP JUMPI #fe b: 2 5 SDIV 7 EXP 0 MSTORE 32 0 REVERT",
        "0 0 0 0 0 0xbbb 50000 CALL 32 0 0 RETURNDATASIZE POP RETURNDATACOPY",
        "0 0 0 0 0xbbb 50000 STATICCALL 5 a: 1 SWAP1 SUB DUP1 @a JUMPI 0xbeef SELFDESTRUCT",
    ]
    private static let callee = "7 0 MSTORE 0 SLOAD 32 MSTORE 64 0 RETURN"

    private static func cases() -> [LockstepCase] {
        var random = LockstepCaseGenerator(seed: 5)
        random.sizeLimit = 32
        let written = programs.map { program in
            var item = LockstepCase(.osaka, code: assemble(program))
            item.accounts[Address(number: 0xbbb)] = AccountContent(
                nonce: 1, balance: 5, code: Code(assemble(callee)))
            return item
        }
        return written + (0..<10).map { random.program(Fork.allCases[$0]) }
    }

    @Test(arguments: executions)
    func `every side exit may be taken at any time`(_ execution: TestExecution) throws {
        let tier = MethodTier(try execution.make())
        let lockstep = Lockstep(tier)
        var forced = 0
        for item in Self.cases() {
            let reference = try Lockstep.reference(item)
            guard let method = try? tier.method(for: Code(item.code), in: item.fork) else {
                continue
            }
            let exits = (0..<UInt32(method.exitCount)).map(LIRExit.init(identifier:))
            for set in exits.map({ [$0] }) + [exits] {
                try method.forceExits(Set(set))
                for plan in [SwitchPlan.none, .everyHead(of: reference.trail, in: .method)] {
                    let report = try lockstep.compare(reference, plan)
                    #expect(report.agrees, "\(Hex.encode(item.code)) \(set): \(report.differences)")
                }
            }
            try method.forceExits([])
            forced += exits.count
        }
        #expect(forced > 200)
    }
}
