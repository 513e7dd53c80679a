import Fuzz
import Primitives
import Testing
import VM

/// Heads: where they are, that gas strictly decreases between them, and how a trap stops there.
@Suite struct HeadTests {
    /// A frame at the start of a program, with which the interpreter is run by hand.
    private func frame(
        _ program: String, _ machine: TestMachine, gas: Int64
    ) throws -> FramePointer {
        var message = Message(
            caller: TestMachine.caller, recipient: TestMachine.contract, gas: gas)
        message.code = Code(assemble(program))
        return try #require(machine.virtualMachine.begin(message))
    }

    /// Stops at every head of a program without calls, and gives pc and gas of each.
    private func heads(
        _ program: String, gas: Int64 = 10000, limit: Int = 1000
    ) throws -> [(pc: Int, gas: Int64)] {
        let machine = try TestMachine(.osaka)
        let frame = try frame(program, machine, gas: gas)
        var heads: [(pc: Int, gas: Int64)] = []
        frame.pointee.headTrap = .max
        while Interpreter.run(frame) == .head, heads.count < limit {
            heads.append((frame.pointee.pc, frame.pointee.gas))
            frame.pointee.headTrap = frame.pointee.gas - 1
            frame.pointee.isAtHead = true
        }
        return heads
    }

    @Test func `heads are the start, every JUMPDEST, and what follows a JUMPI`() throws {
        // 0 PUSH1 0, 2 PUSH2, 5 JUMPI, 6 PUSH2, 9 JUMP, 10 INVALID, 11 JUMPDEST, 12 STOP
        let heads = try heads("0 @a JUMPI @a JUMP INVALID a:")
        #expect(heads.map(\.pc) == [0, 6, 11])
        #expect(heads.map(\.gas) == [10000, 10000 - 16, 10000 - 27])
    }

    @Test func `a JUMPDEST where a head is anyway counts once`() throws {
        #expect(try heads("a: 0 @a JUMPI b:").map(\.pc) == [0, 7])
    }

    @Test(arguments: ["STOP", "RETURN", "REVERT", "INVALID", "#0c", "#ef"])
    func `an end that costs nothing is no head`(end: String) throws {
        #expect(try heads(end).isEmpty)
        #expect(try heads("0 0 0 0 JUMPI \(end)").map(\.pc) == [0])
    }

    @Test(arguments: [
        "9 a: 1 SWAP1 SUB DUP1 @a JUMPI", "a: @a JUMP",
        "40 a: DUP1 DUP1 SSTORE 1 SWAP1 SUB DUP1 @a JUMPI",
        "a: GAS 2 AND @a JUMPI b: MSIZE MLOAD POP @a JUMP",
    ])
    func `gas strictly decreases from head to head`(program: String) throws {
        let gas = try heads(program, gas: 200_000).map(\.gas)
        #expect(gas.count > 8)
        for (earlier, later) in zip(gas, gas.dropFirst()) { #expect(later < earlier) }
    }

    @Test func `a trap stops at the first head at or below it`() throws {
        let machine = try TestMachine(.osaka)
        let frame = try frame("9 a: 1 SWAP1 SUB DUP1 @a JUMPI", machine, gas: 1000)
        frame.pointee.headTrap = 950
        #expect(Interpreter.run(frame) == .head)
        // PUSH1 3; then a round is 1+3+3+3+3+3+10: heads at 1000, 997, 971 (twice), 945.
        #expect(frame.pointee.pc == 2)
        #expect(frame.pointee.gas == 945)
        #expect(frame.pointee.stackHeight == 1)
        frame.pointee.headTrap = 944
        frame.pointee.isAtHead = true
        #expect(Interpreter.run(frame) == .head)
        #expect(frame.pointee.gas == 919)
    }

    @Test func `every-head stepping changes nothing`() throws {
        let program = "9 a: 1 SWAP1 SUB DUP1 DUP1 MSTORE DUP1 @a JUMPI 64 0 RETURN"
        let machine = try TestMachine(.osaka)
        let frame = try frame(program, machine, gas: 10000)
        frame.pointee.headTrap = .max
        var end = Interpreter.run(frame)
        while end == .head {
            frame.pointee.headTrap = frame.pointee.gas - 1
            frame.pointee.isAtHead = true
            end = Interpreter.run(frame)
        }
        #expect(end == .ended(.return))
        let whole = try TestMachine(.osaka, code: assemble(program)).call(gas: 10000)
        #expect(whole.gasLeft == frame.pointee.gas)
        #expect(whole.output == Array(frame.pointee.output))
    }
}

/// Where the events of a schedule take place.
@Suite struct SwitchPlanTests {
    @Test func `of several switches that come to one head the last one counts`() throws {
        // 0 PUSH1, 2 PUSH1, 4 ADD, 5 JUMPDEST: heads at 1000 and 991.
        var item = LockstepCase(.osaka, code: assemble("1 2 ADD a: 3"))
        item.gas = 1000
        let reference = try Lockstep.reference(item)
        #expect(reference.trail.heads.map(\.gas) == [1000, 991])
        let schedule = try Schedule(parsing: "v1\nt0 f0 g999 -> method\nt0 f0 g995 -> interpreter")
        let plan = SwitchPlan(schedule, on: reference.trail)
        #expect(plan.switches == [SwitchPlan.Switch(head: 1, tier: .interpreter)])
        let report = try Lockstep(MethodTier(.native)).compare(reference, plan)
        #expect(report.agrees, "\(report.differences)")
        #expect(report.switchCount == 1)
    }
}

extension SwitchPlanTests {
    @Test(arguments: [
        ("t0 f0 g1000 -> method", true), ("t1 f0 g1000 -> method", false),
        ("t0 f1 g1000 -> method", false),
        ("t0 f0 g997 pc0x2 helper blockhash pre", true),
        ("t1 f0 g997 pc0x2 helper blockhash pre", false),
        ("t0 f0 g997 pc0x0 helper blockhash pre", false),
        ("t0 f0 g997 pc0x3 helper blockhash pre", false),
        ("t0 f0 g997 pc0x2 helper sload pre", false),
    ])
    func `an event that names another place than its gas has has none`(
        event: String, isThere: Bool
    ) throws {
        var item = LockstepCase(.osaka, code: assemble("1 BLOCKHASH POP"))
        item.gas = 1000
        let reference = try Lockstep.reference(item)
        let schedule = try Schedule(parsing: "v1\n" + event)
        let plan = SwitchPlan(schedule, on: reference.trail)
        #expect(plan.notApplicable == (isThere ? [] : schedule.events))
        let report = try Lockstep(MethodTier(.native)).compare(
            reference, plan, forcing: schedule)
        #expect(report.agrees, "\(report.differences)")
        #expect(report.switchCount + report.helperExitCount == (isThere ? 1 : 0))
    }
}

/// What a tracer is told.
@Suite struct TracingTests {
    private final class Recorder: InstructionTracer {
        var steps: [TraceStep] = []
        func didRun(_ step: TraceStep) { steps.append(step) }
    }

    private func trace(_ program: String, gas: Int64 = 100_000) throws -> [TraceStep] {
        let machine = try TestMachine(
            .osaka, code: assemble(program),
            others: [
                Address(number: 0xbbb): AccountContent(nonce: 1, code: Code(assemble("5 POP"))),
                Address(number: 0xbbc): AccountContent(
                    nonce: 1, code: Code(assemble("5 0 MSTORE 32 0 RETURN"))),
            ])
        let recorder = Recorder()
        machine.machine.pointee.tracer = recorder
        _ = machine.call(gas: gas)
        return recorder.steps
    }

    @Test func `every instruction is told of, with the state before it and what it cost`() throws {
        let steps = try trace("7 5 MSTORE MSIZE")
        #expect(steps.map(\.byte) == [0x60, 0x60, 0x52, 0x59, 0])
        #expect(steps.map(\.pc) == [0, 2, 4, 5, 6])
        #expect(steps.map(\.gasCost) == [3, 3, 9, 2, 0])
        #expect(steps.map(\.stack) == [[], [7], [7, 5], [], [64]])
        #expect(steps.map(\.memorySize) == [0, 0, 0, 64, 64])
        #expect(steps.allSatisfy { $0.depth == 1 && $0.error == nil })
    }

    @Test func `a call comes before its callee, and costs what it hands on too`() throws {
        let steps = try trace("0 0 0 0 0xbbb 5000 DELEGATECALL POP")
        #expect(
            steps.dropFirst(6).map(\.byte) == [0xf4, 0x60, 0x50, 0, 0x50, 0])
        #expect(steps.dropFirst(6).map(\.depth) == [1, 2, 2, 2, 1, 1])
        #expect(steps[6].gasCost == 2600 + 5000)
        #expect(steps[7].gas == 5000)
    }

    @Test(arguments: [
        ("0 0 0 0 4 5000 STATICCALL", 5100), ("0 0 0 0 0 0xddd 5000 CALL", 7600),
        ("0 0 0 0 9 0xddd 5000 CALL", 41600),
    ])
    func `a call that runs no code costs what it hands on all the same`(
        program: String, cost: Int64
    ) throws {
        let steps = try trace(program)
        #expect(steps[steps.count - 2].gasCost == cost)
        #expect(steps[steps.count - 1].error == nil)
    }

    @Test func `what a call returned is told of from the instruction behind it on`() throws {
        let steps = try trace("0 0 0 0 0xbbc 5000 STATICCALL 7 MSIZE")
        #expect(steps.filter { $0.depth == 2 }.allSatisfy { $0.returnData.isEmpty })
        let behind = steps.suffix(3)
        #expect(behind.allSatisfy { $0.returnData == [UInt8](repeating: 0, count: 31) + [5] })
        #expect(steps.prefix(7).allSatisfy { $0.returnData.isEmpty && $0.memory == nil })
    }

    @Test func `a failure is told of with its reason`() throws {
        let steps = try trace("1 ADD")
        #expect(steps.last?.error == .stackUnderflow)
        #expect(steps.last?.gasCost == 0)
        #expect(try trace("0 0 0 0 0xbbb 5000 STATICCALL", gas: 1000).last?.error == .outOfGas)
    }
}
