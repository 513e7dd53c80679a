import Conformance
import Fuzz
import Primitives
import Testing
import VM

/// Diverging cases that are made small.
@Suite struct MinimiserTests {
    /// The first made-up case that a planted fault makes diverge.
    private static func diverging(
        _ fault: Fault, _ runner: DifferentialRunner, seed: UInt64 = 41, limit: Int = 1000
    ) throws -> (item: FuzzCase, signature: Signature)? {
        var source = CaseSource(seed: seed)
        for _ in 0..<limit {
            let item = source.next()
            if let divergence = try runner.run(item).divergence {
                return (item, Signature(divergence))
            }
        }
        return nil
    }

    @Test(arguments: [
        Fault.subSwapsOperands, .byteNarrowsIndex, .gasIsPrecharged, .branchIsInverted,
        .callWithoutFlush, .dupIsShallow,
    ])
    func `of a small case nothing can be left out`(fault: Fault) throws {
        let runner = try DifferentialRunner(faults: [fault])
        let found = try #require(try Self.diverging(fault, runner))
        let small = try Minimiser(runner).minimise(found.item, keeping: found.signature)
        func shows(_ item: FuzzCase) throws -> Bool {
            try runner.run(item).divergence.map(Signature.init) == found.signature
        }
        #expect(try shows(small))
        let text = Self.text(small)
        if fault == .byteNarrowsIndex {
            withKnownIssue("a word that a callee stored is not made a constant") {
                #expect(small.codeByteCount <= 24, "\(text)")
            }
        } else {
            #expect(small.codeByteCount <= 24, "\(text)")
        }
        #expect(small.schedule.eventCount <= 2 && !small.schedule.isEveryHead)
        for smaller in Self.oneLess(small) {
            #expect(try !shows(smaller), "\(Self.text(small)) and \(Self.text(smaller))")
        }
    }

    @Test func `an exit at a helper is kept, and all others go`() throws {
        let runner = try DifferentialRunner(faults: [.helperExitRepeats])
        var source = CaseSource(seed: 44)
        var generator = SeededGenerator(seed: 45)
        var minimised = 0
        for _ in 0..<200 where minimised < 2 {
            var item = source.next()
            item.schedule = .none
            item.schedule.helperExits = (0..<20).map { _ in
                let step = Int.random(in: 0..<60, using: &generator)
                return FuzzSchedule.HelperExit(step: step, moment: .after)
            }
            guard let divergence = try runner.run(item).divergence else { continue }
            let small = try Minimiser(runner).minimise(item, keeping: Signature(divergence))
            #expect(small.schedule.helperExits.count == 1)
            #expect(small.schedule.eventCount <= 2)
            // Where a word comes through storage from a callee, both stay; the median is another test's.
            #expect(small.codeByteCount <= 32, "\(Self.text(small))")
            minimised += 1
        }
        #expect(minimised == 2)
    }

    @Test func `conditions that a case does not need are dropped`() throws {
        let runner = try DifferentialRunner(faults: [.headWithoutFlush])
        let word = [Opcode.push32.rawValue] + [UInt8](repeating: 0xa5, count: 32)
        var item = FuzzCase(LockstepCase(.osaka, code: word + [Opcode.jumpdest.rawValue]))
        item.conditions = Conditions(registerCount: 5, noiseSeed: 3, poison: 0x5b)
        let found = try #require(try runner.run(item).divergence)
        let small = try Minimiser(runner).minimise(item, keeping: Signature(found))
        // A smaller word is not what is always found there.
        #expect(small.conditions == .usual)
    }

    @Test func `cases of planted faults become a few bytes and switches`() throws {
        var sizes: [(bytes: Int, events: Int)] = []
        for fault in Fault.allCases where !fault.mayCrash && !Fault.shared.contains(fault) {
            let runner = try DifferentialRunner(faults: [fault])
            guard let found = try Self.diverging(fault, runner, limit: 200) else { continue }
            let small = try Minimiser(runner).minimise(found.item, keeping: found.signature)
            let again = try runner.run(small).divergence.map(Signature.init)
            #expect(again == found.signature, "\(fault.rawValue): \(Self.text(small))")
            sizes.append((small.codeByteCount, small.schedule.eventCount))
        }
        #expect(sizes.count >= 25)
        #expect(sizes.map(\.bytes).sorted()[sizes.count / 2] <= 12)
        #expect(sizes.map(\.events).sorted()[sizes.count / 2] <= 2)
    }

    /// Every case with a single instruction, switch, account or byte of data less.
    private static func oneLess(_ item: FuzzCase) -> [FuzzCase] {
        var cases: [FuzzCase] = []
        for site in item.codeSites {
            let code = EditableCode(item.code(at: site), mendsTargets: true)
            for index in code.instructions.indices {
                var shorter = code
                shorter.instructions.remove(at: index)
                guard let bytes = shorter.bytes else { continue }
                var changed = item
                changed.setCode(bytes, at: site)
                cases.append(changed)
            }
        }
        for index in item.schedule.switches.indices {
            var changed = item
            changed.schedule.switches.remove(at: index)
            cases.append(changed)
        }
        guard case .message(let body) = item.body else { return cases }
        for index in item.accounts.indices
        where item.accounts[index].address != body.message.recipient {
            var changed = item
            changed.accounts.remove(at: index)
            cases.append(changed)
        }
        for index in body.message.data.indices {
            var changed = item
            var shorter = body
            shorter.message.data.remove(at: index)
            changed.body = .message(shorter)
            cases.append(changed)
        }
        return cases
    }

    private static func text(_ item: FuzzCase) -> String {
        let codes = item.codeSites.map { Disassembler.text(of: item.code(at: $0)) }
        return codes.map { $0.replacing("\n", with: " ") }.joined(separator: " | ")
            + ", \(item.schedule)"
    }

    @Test func `what even the empty program shows is refused`() throws {
        let runner = try DifferentialRunner()
        var source = CaseSource(seed: 42)
        let error = #expect(throws: SubjectFailure.self) {
            try Minimiser(runner).minimise(source.next()) { _ in true }
        }
        #expect(error?.description.contains("the empty program") == true)
    }

    @Test func `a case without the signature comes back as it is`() throws {
        let runner = try DifferentialRunner()
        var source = CaseSource(seed: 43)
        let item = source.next()
        let same = try Minimiser(runner).minimise(
            item, keeping: Signature(place: "head", fields: ["stack"]))
        #expect(same.codeByteCount == item.codeByteCount && same.schedule == item.schedule)
    }

    @Test func `a budget ends it with what it has`() throws {
        let runner = try DifferentialRunner(faults: [.subSwapsOperands])
        let found = try #require(try Self.diverging(.subSwapsOperands, runner))
        var minimiser = Minimiser(runner)
        minimiser.largestRunCount = 30
        let small = try minimiser.minimise(found.item, keeping: found.signature)
        #expect(small.codeByteCount <= found.item.codeByteCount)
        let divergence = try #require(try runner.run(small).divergence)
        #expect(Signature(divergence) == found.signature)
    }

    @Test func `code that loses an instruction keeps its jumps`() throws {
        // PUSH1 6 PUSH1 5 JUMP INVALID… 5: JUMPDEST STOP
        let code = EditableCode(
            [0x60, 0x06, 0x60, 0x06, 0x56, 0xfe, 0x5b, 0x00], mendsTargets: true)
        var shorter = code
        shorter.instructions.remove(at: 0)
        #expect(shorter.bytes == [0x60, 0x04, 0x56, 0xfe, 0x5b, 0x00])
        shorter.instructions.remove(at: 3)
        #expect(shorter.bytes == [0x60, 0x06, 0x56, 0xfe, 0x00])
        #expect(code.blocks.map(\.count) == [3, 1, 2])
    }
}
