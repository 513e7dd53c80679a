import Conformance
import TestSupport
import Testing
import VM

/// The gas sweep: which amounts of gas it takes, and what it finds.
@Suite struct GasSweepTests {
    private func message(_ text: String) throws -> Case {
        let loaded = try Loaded.suite(
            """
            defaults: {fork: Osaka, expect: {status: success}}
            cases:
              - name: a
            \(text)
            """)
        #expect(loaded.errors.isEmpty)
        return try #require(loaded.cases.first)
    }

    private func limited(_ item: Case, to gas: Int64) -> Case {
        var changed = item
        if case .message(var message) = item.body {
            message.message.gas = gas
            changed.body = .message(message)
        }
        return changed
    }

    /// What a run does with some amount of gas, and with how much it would do the same or a little
    /// else.
    private func trace(
        _ item: Case, gas: Int64, _ interpreter: any Subject
    ) throws -> (way: [Place], amounts: Set<Int64>) {
        let recorder = WayRecorder(fork: item.fork)
        var plan = RunPlan()
        plan.tracer = recorder
        _ = try interpreter.run(limited(item, to: gas), plan: plan)
        let surpluses = recorder.charges.surpluses.first?.amounts ?? []
        return (recorder.way, Set(surpluses.map { gas - $0 }))
    }

    /// A loop; calls into calls, with and without a limit and a stipend; a precompiled contract;
    /// creations with code to be paid for, of which one fails.
    @Test(arguments: [
        ("'PUSH 9 a: PUSH 1 SWAP1 SUB DUP1 @a JUMPI'", 0, 400),
        ("PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0xbbb GAS STATICCALL ADDRESS", 0, 12_000),
        ("PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0xbbb PUSH 5000 STATICCALL POP CALLER", 0, 12_000),
        ("PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 1 PUSH 0xddd GAS CALL POP CALLER", 9000, 20_000),
        ("PUSH 32 PUSH 0 PUSH 96 PUSH 0 PUSH 2 GAS STATICCALL POP CALLER", 0, 2000),
        ("PUSH 0x60026000f3 PUSH 0 MSTORE PUSH 5 PUSH 27 PUSH 0 CREATE POP", 31_990, 33_000),
        ("PUSH 0x60fe60005360026000f3 PUSH 0 MSTORE PUSH 10 PUSH 22 PUSH 0 CREATE", 31_990, 34_000),
    ])
    func `whatever way a run takes with any gas, some amount swept takes it`(
        program: String, least: Int64, most: Int64
    ) throws {
        let item = try message(
            """
                code: \(program)
                gas: \(most)
                address: 0x0aaa
                pre:
                  0x0aaa: {balance: 9}
                  0x0ddd: {code: PUSH 5 POP PUSH 20000 MLOAD}
                  0x0bbb: {code: PUSH 0 DUP1 DUP1 DUP1 PUSH 0xccc PUSH 900 STATICCALL PC MSIZE}
                  0x0ccc: {code: PUSH 5 POP MSIZE MLOAD PUSH 77 MLOAD}
            """)
        let interpreter = try SubjectFactory.make(.interpreter)
        var ways: Set<[Place]> = []
        for gas in least...most { ways.insert(try trace(item, gas: gas, interpreter).way) }
        var known: Set<Int64> = [most]
        var queue = [most]
        var swept: Set<[Place]> = []
        while let gas = queue.popLast() {
            let (way, amounts) = try trace(item, gas: gas, interpreter)
            swept.insert(way)
            queue += amounts.filter { $0 >= 0 && $0 <= most && known.insert($0).inserted }
        }
        #expect(ways.count > 4)
        #expect(ways.isSubset(of: swept), "\(ways.subtracting(swept).map { $0.suffix(4) })")
        #expect(known.count < 8 * ways.count, "\(known.count) amounts for \(ways.count) ways")
    }

    @Test func `with few runs the first and last charge of each instruction come first`() throws {
        // 300 times around of 3 + 3 + 3 + 3 + 10 + 1 gas, behind a PUSH and the loop's head.
        let item = try message(
            """
                code: 'PUSH 300 a: PUSH 1 SWAP1 SUB DUP1 @a JUMPI'
                gas: 100000
            """)
        let subject = try SubjectFactory.make(.interpreter)
        let recorder = ChargeRecorder(fork: item.fork)
        var plan = RunPlan()
        plan.tracer = recorder
        _ = try subject.run(item, plan: plan)
        let surpluses = try #require(recorder.surpluses.first)
        let (once, most) = (Int64(3), Int64(100_000))
        let around: Int64 = 1 + 3 + 3 + 3 + 3 + 3 + 10
        var ends: Set<Int64> = []
        for turn in [0, 299] as [Int64] {
            var used = once + turn * around
            for cost in [1, 3, 3, 3, 3, 3, 10] as [Int64] {
                used += cost
                ends.formUnion(used - 1...used + 1)
            }
        }
        ends.formUnion(once - 1...once + 1)
        #expect(Set(surpluses.edges.map { most - $0 }) == ends)
        #expect(surpluses.edges.isSubset(of: surpluses.amounts))
        let sweep = GasSweep(reference: subject, subject: subject, limit: 5)
        #expect(try sweep.run(item).swept == surpluses.edges.count)
        let larger = GasSweep(reference: subject, subject: subject, limit: 100)
        let result = try larger.run(item)
        #expect(result.swept == 100 && result.swept + result.leftOut == surpluses.amounts.count)
    }

    @Test func `of several transactions each has less in its turn`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            cases:
              - name: a
                fork: Osaka
                pre:
                  0xcafe: {balance: 1_000_000_000}
                  0x0ccc: {code: PUSH 5 POP PUSH 1 PUSH 1 SSTORE}
                transactions:
                  - {to: 0x0ccc, gas-limit: 100000}
                  - {to: 0x0ccc, gas-limit: 90000}
                expect: {accounts: {}}
            """, to: "suite.yaml")
        var configuration = RunConfiguration()
        configuration.subjects = [try SubjectName(parsing: "method")]
        configuration.sweepLimit = 1500
        // Twice: five charges (STOP has none) of 3, 2, 3, 3 and 22,100, and their neighbours.
        #expect(try Runner(configuration).run(paths: [path]).statistics.sweptAmounts == 28)
    }

    @Test(arguments: SubjectName.all.filter { $0.tier == .method })
    func `what shows at the edge of a callee's gas alone is found`(subject: SubjectName) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            defaults: {fork: Osaka, gas: 400000}
            cases:
              - name: a
                code: PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0xccc GAS CALL
                pre:
                  0x0000000000000000000000000000000000000ccc:
                    code: PUSH 1 PUSH 1 SSTORE PUSH 2 PUSH 1 SSTORE
                expect: {status: success}
            """, to: "suite.yaml")
        var configuration = RunConfiguration()
        configuration.subjects = [.interpreter, subject]
        configuration.schedules = [.none, .everyHead]
        #expect(try Runner(configuration).run(paths: [path]).counts == [.pass: 1])
        configuration.sweepLimit = 1500
        let clean = try Runner(configuration).run(paths: [path])
        #expect(clean.counts == [.pass: 1])
        #expect(clean.statistics.sweptAmounts > 30 && clean.statistics.unsweptAmounts == 0)
        configuration.faults = [.sstoreSeesOtherGas]
        let wrong = try Runner(configuration).run(paths: [path])
        #expect(wrong.counts == [.divergence: 1])
        configuration.sweepLimit = nil
        #expect(try Runner(configuration).run(paths: [path]).counts == [.pass: 1])
    }

    /// What a sweep says of a message's program.
    private func sweep(
        _ program: String, gas: String, faults: Faults
    ) throws -> RunSummary {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            cases:
              - name: a
                fork: Osaka
                gas: \(gas)
                code: '\(program)'
                pre: {0x0ccc: {code: PUSH 1 PUSH 0 SSTORE}, 0x0ddd: {code: INVALID}}
                expect: {status: any}
            """, to: "suite.yaml")
        var configuration = RunConfiguration()
        configuration.subjects = [.interpreter, try SubjectName(parsing: "method")]
        configuration.sweepLimit = 3000
        configuration.faults = faults
        return try Runner(configuration).run(paths: [path])
    }

    @Test func `ways that code takes with little gas are swept, too`() throws {
        let program = """
            PUSH 200 GAS LT PUSH @x JUMPI STOP \
            x: PUSH 0 CALLDATALOAD PUSH 2 SUB PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
            """
        #expect(try sweep(program, gas: "1000", faults: []).counts == [.pass: 1])
        let wrong = try sweep(program, gas: "1000", faults: [.subSwapsOperands])
        #expect(wrong.counts == [.divergence: 1])
    }

    @Test func `the final stack is compared although the case asks for none`() throws {
        let program = """
            PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0xccc GAS CALL ISZERO PUSH @x JUMPI STOP \
            x: raw 0x6101
            """
        #expect(try sweep(program, gas: "60000", faults: []).counts == [.pass: 1])
        let wrong = try sweep(program, gas: "60000", faults: [.truncatedPushIsZero])
        #expect(wrong.counts == [.divergence: 1])
        #expect(wrong.results.first?.explanation.contains("stack") == true)
    }

    @Test func `a chain of failing callees asks for more gas than there is, and nothing breaks`()
        throws
    {
        let call = "PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0 PUSH 0xddd GAS CALL POP "
        let program =
            "PUSH 1 PUSH 100000 MSTORE " + String(repeating: call, count: 8)
            + "PUSH 100000 PUSH 0 RETURN"
        #expect(try sweep(program, gas: "2^62", faults: []).counts == [.pass: 1])
    }

    @Test func `what the limit leaves out is counted`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "cases: [{name: a, fork: Osaka, gas: 1000, code: 'PUSH 9 a: PUSH 1 SWAP1 SUB DUP1 @a JUMPI', expect: {status: success}}]",
            to: "suite.yaml")
        var configuration = RunConfiguration()
        configuration.subjects = [try SubjectName(parsing: "method")]
        configuration.sweepLimit = 1500
        let all = try Runner(configuration).run(paths: [path]).statistics
        configuration.sweepLimit = 50
        let some = try Runner(configuration).run(paths: [path]).statistics
        #expect(all.unsweptAmounts == 0)
        #expect(some.sweptAmounts == 50 && some.unsweptAmounts == all.sweptAmounts - 50)
    }
}

/// Keeps which instructions ran, and lets charges be noted.
private final class WayRecorder: InstructionTracer {
    private(set) var way: [Place] = []
    let charges: ChargeRecorder

    init(fork: Fork) { charges = ChargeRecorder(fork: fork) }

    func didRun(_ step: TraceStep) {
        way.append(Place(frame: step.frame, pc: step.pc, hasFailed: step.error != nil))
        charges.didRun(step)
    }
}

/// An instruction of a frame.
private struct Place: Hashable {
    let frame: Int
    let pc: Int
    let hasFailed: Bool
}
