import Fuzz
import Primitives
import Testing
import VM

/// Runs of more heads than a trail keeps.
@Suite struct LongRunTests {
    /// Counts down from `count`, with 2 KiB of memory, calling nobody.
    private func countdown(_ count: UInt64) throws -> LockstepCase {
        // PUSH1 1, PUSH2 0x07e0, MSTORE, PUSH4 count; JUMPDEST at 0x0b: 1, SWAP1, SUB, DUP1, jump.
        let number = String(count, radix: 16)
        let padded = String(repeating: "0", count: 8 - number.count) + number
        var item = LockstepCase(
            .shanghai,
            code: try Hex.decode("60016107e05263" + padded + "5b6001900380600b57"))
        item.gas = 100_000_000
        return item
    }

    @Test(arguments: [SchedulePolicy.none, .everyHead])
    func `a run of which only some heads are kept agrees, and all of it is compiled`(
        _ policy: SchedulePolicy
    ) throws {
        let reference = try Lockstep.reference(try countdown(1_100_000))
        #expect(reference.trail.isSampled)
        #expect(reference.trail.heads.count < 200_000)
        var generator = SeededGenerator(seed: 0)
        let report = try Lockstep(MethodTier(.native)).check(reference, policy, using: &generator)
        #expect(report.agrees, "\(report.differences)")
        #expect(report.switchCount == (policy == .none ? 0 : reference.trail.heads.count))
        #expect(report.compiledInstructions == reference.trail.instructions)
    }

    @Test func `a trail does not grow with the run beyond its limit`() {
        var limits = TrailRecorder.Limits()
        (limits.whole, limits.start, limits.samples, limits.end) = (1000, 100, 50, 10)
        var recorder = TrailRecorder(seed: 7, limits: limits)
        recorder.begin(frame: 0, transaction: 0, code: Code([]))
        let gas = Int64(100_000)
        for index in 0..<gas {
            recorder.append(
                Head(frame: 0, pc: 0, gas: gas - index, instructions: UInt64(index), digest: 0))
        }
        let trail = recorder.finish()
        #expect(trail.headCount == Int(gas))
        #expect(trail.heads.count < 170)
        #expect(trail.heads.prefix(100).map(\.gas) == (0..<100).map { gas - $0 })
        #expect(trail.heads.suffix(10).map(\.gas) == Array((1...10).reversed()))
        #expect(zip(trail.heads, trail.heads.dropFirst()).allSatisfy { $0.gas > $1.gas })
    }
}
