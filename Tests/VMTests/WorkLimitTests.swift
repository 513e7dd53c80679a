import Testing
import VM

/// The work that frames may do before a run ends without a verdict.
@Suite struct WorkLimitTests {
    private func result(
        _ program: String, gas: Int64, work: Int64, _ execution: MethodExecution?
    ) throws -> MessageResult {
        let machine = try TestMachine(.osaka, code: assemble(program))
        machine.machine.pointee.remainingWork = work
        if let execution {
            machine.machine.pointee.compiledTier = MethodTier(execution)
            machine.machine.pointee.heads = HeadWatch(tier: .method)
        }
        return machine.call(gas: gas)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [nil, MethodExecution.lirInterpreter, .native])
    func `a loop ends when its work is done, in every tier`(_ execution: MethodExecution?) throws {
        let end = try result("a: @a JUMP", gas: 1 << 62, work: 100_000, execution)
        #expect(end.outcome == .resourceLimit)
    }

    /// The program takes 3 + 3 + 3 + 1 + 3 gas.
    @Test(arguments: [nil, MethodExecution.lirInterpreter, .native])
    func `a run within its limit ends as it does without one`(
        _ execution: MethodExecution?
    ) throws {
        for work in 13...40 as ClosedRange<Int64> {
            let end = try result("1 2 ADD a: 3", gas: 1000, work: work, execution)
            #expect(end.outcome == .ended(.stop), "work \(work)")
            #expect(end.gasLeft == 1000 - 13)
        }
    }
}
