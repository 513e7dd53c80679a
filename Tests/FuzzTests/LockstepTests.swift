import Fuzz
import Primitives
import Testing
import VM

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How many random cases a test runs, and from which seed: `LOCKSTEP_CASES`, `LOCKSTEP_SEED`.
private enum Campaign {
    static let cases = setting("LOCKSTEP_CASES") ?? 100
    static let seed = UInt64(setting("LOCKSTEP_SEED") ?? 1)

    private static func setting(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }
}

@Suite struct LockstepTests {
    /// Runs a case as it is and with too little gas, by each policy.
    private func check(
        _ item: LockstepCase, _ cases: inout LockstepCaseGenerator, _ policies: [SchedulePolicy],
        _ lockstep: Lockstep, generator: inout SeededGenerator
    ) throws -> (compiled: UInt64, all: UInt64) {
        var (compiled, all) = (UInt64(0), UInt64(0))
        let whole = try Lockstep.reference(item)
        let used = item.gas - whole.result.gasLeft
        let short = try Lockstep.reference(cases.shortOfGas(item, used: used))
        for reference in [whole, short] {
            for policy in policies {
                let report = try lockstep.check(reference, policy, using: &generator)
                #expect(report.agrees, "\(describe(reference, policy)): \(report.differences)")
                if policy == .everyHead {
                    compiled += report.compiledInstructions
                    all += reference.trail.instructions
                }
            }
        }
        return (compiled, all)
    }

    private func describe(
        _ reference: Lockstep.Reference, _ policy: SchedulePolicy
    ) -> String {
        let item = reference.item
        return "\(item.fork.name) \(policy.name) gas \(item.gas) code \(Hex.encode(item.code))"
    }

    @Test(arguments: [MethodExecution.lirInterpreter, .native])
    func `random programs run the same in both tiers, wherever they switch`(
        _ execution: MethodExecution
    ) throws {
        var cases = LockstepCaseGenerator(seed: Campaign.seed)
        var generator = SeededGenerator(seed: Campaign.seed)
        let lockstep = Lockstep(MethodTier(execution))
        var (compiled, all) = (UInt64(0), UInt64(0))
        for index in 0..<Campaign.cases {
            let fork = Fork.allCases[index % Fork.allCases.count]
            let counts = try check(
                cases.program(fork), &cases, [.none, .everyHead, .alternate, .random(2)], lockstep,
                generator: &generator)
            compiled += counts.compiled
            all += counts.all
        }
        #expect(compiled * 100 >= all * 95, "compiled code runs nearly every instruction")
    }

    @Test(arguments: [MethodExecution.lirInterpreter, .native])
    func `a switch at any one head leaves the result as it is`(
        _ execution: MethodExecution
    ) throws {
        var cases = LockstepCaseGenerator(seed: Campaign.seed &+ 1)
        cases.sizeLimit = 24
        var generator = SeededGenerator(seed: Campaign.seed)
        let lockstep = Lockstep(MethodTier(execution))
        var checked = 0
        while checked < Campaign.cases / 10 {
            let fork = Fork.allCases[checked % Fork.allCases.count]
            let item = cases.program(fork)
            guard try Lockstep.reference(item).trail.heads.count < 60 else { continue }
            checked += 1
            _ = try check(item, &cases, [.sweep], lockstep, generator: &generator)
        }
    }

    @Test(arguments: [MethodExecution.lirInterpreter, .native])
    func `any bytes compile, or are refused, and run the same in both tiers`(
        _ execution: MethodExecution
    ) throws {
        var cases = LockstepCaseGenerator(seed: Campaign.seed &+ 2)
        var generator = SeededGenerator(seed: Campaign.seed)
        let lockstep = Lockstep(MethodTier(execution))
        for index in 0..<Campaign.cases {
            let fork = Fork.allCases[index % Fork.allCases.count]
            _ = try check(
                cases.bytes(fork), &cases, [.none, .everyHead], lockstep, generator: &generator)
        }
    }
}
