import Conformance
import Fuzz
import Testing
import VM

/// Made-up cases, run by interpreter and method tier.
@Suite struct DifferentialRunnerTests {
    @Test func `made-up cases agree, and compiled code runs all but blocks that fail`() throws {
        var source = CaseSource(seed: 11)
        let runner = try DifferentialRunner()
        var (compiled, all, compared) = (0, 0, 0)
        for _ in 0..<500 {
            let item = source.next()
            let trial = try runner.run(item)
            #expect(trial.divergence == nil, "\(trial.divergence?.description ?? "")")
            compared += trial.isCompared ? 1 : 0
            let unforced = try runner.run(item, by: .none, after: trial.recording)
            guard unforced.isCompared else { continue }
            let interpreted = unforced.conduct.instructions - unforced.conduct.compiledInstructions
            let allowed = try uncompiled(in: trial.recording)
            #expect(interpreted <= allowed)
            compiled += unforced.conduct.compiledInstructions
            all += unforced.conduct.instructions
        }
        #expect(compared > 490)
        // Made-up programs are short, and many fail: so many of their blocks are the interpreter's.
        #expect(compiled * 100 >= all * 85, "\(compiled) of \(all)")
    }

    /// The instructions that no compiled code is entered for: those of the blocks in which frames
    /// fail, and ends that follow a call, or a frame's beginning, at once.
    private func uncompiled(in recording: Recording) throws -> Int {
        let ends = EndRecorder()
        var plan = RunPlan()
        plan.tracer = ends
        _ = try SubjectFactory.make(.interpreter).run(recording.item, plan: plan)
        guard let trail = recording.outcome.trail else { return 0 }
        var blockStarts: [Int: UInt64] = [:]
        for head in trail.heads { blockStarts[Int(head.frame)] = head.instructions }
        return trail.frames.indices.reduce(ends.endsBehindCalls) { sum, frame in
            guard ends.failed.contains(frame) || blockStarts[frame] == nil else { return sum }
            return sum + Int(trail.frames[frame].instructions - (blockStarts[frame] ?? 0))
        }
    }

    @Test func `a planted fault shows as a divergence with a signature`() throws {
        var source = CaseSource(seed: 11)
        let runner = try DifferentialRunner(faults: [.subSwapsOperands])
        var signatures: Set<Signature> = []
        for _ in 0..<200 {
            if let divergence = try runner.run(source.next()).divergence {
                signatures.insert(Signature(divergence))
            }
        }
        #expect(signatures.contains(Signature(place: "head", fields: ["stack"])))
    }

    @Test func `a subject that comes to no end where the reference does is a divergence`() throws {
        let runner = try DifferentialRunner(faults: [.rejectionIsFinal])
        // Code that ends at once is not compiled.
        var source = CaseSource(seed: 11)
        var item = source.next()
        while item.codeSites.isEmpty { item = source.next() }
        for site in item.codeSites { item.setCode([Opcode.stop.rawValue], at: site) }
        let divergence = try #require(try runner.run(item).divergence)
        #expect(Signature(divergence) == Signature(place: "end", fields: ["limit"]))
        #expect(try DifferentialRunner().run(item).divergence == nil)
    }

    /// Words that happen to be what is found where they were not written.
    @Test func `a word that is not written shows under one poison or another`() throws {
        let runner = try DifferentialRunner(faults: [.headWithoutFlush])
        for byte: UInt8 in [0x00, 0xa5, 0xff] {
            let code = [Opcode.push32.rawValue] + [UInt8](repeating: byte, count: 32)
            var item = FuzzCase(LockstepCase(.osaka, code: code + [Opcode.jumpdest.rawValue]))
            item.conditions.poison = byte
            #expect(try runner.run(item).divergence == nil)
            item.conditions.poison = ~byte
            #expect(try runner.run(item).divergence != nil)
            item.conditions.poison = nil
            #expect((try runner.run(item).divergence == nil) == (byte == 0xa5))
        }
    }

    @Test func `poison changes nothing that may be read, and no code`() throws {
        var source = CaseSource(seed: 14)
        let runner = try DifferentialRunner()
        for _ in 0..<60 {
            var item = source.next()
            item.conditions.poison = nil
            #expect(try runner.run(item).divergence == nil)
            item.conditions.poison = 0x5b
            let trial = try runner.run(item)
            #expect(trial.divergence == nil, "\(trial.divergence?.description ?? "")")
            #expect(trial.conduct.compiledBytes == 0, "all is compiled by now")
        }
    }

    @Test func `conditions change code and nothing else`() throws {
        var source = CaseSource(seed: 12)
        let runner = try DifferentialRunner()
        for index in 0..<60 {
            var item = source.next()
            item.conditions = Conditions(
                registerCount: index % 2 == 0 ? 5 : nil, noiseSeed: UInt64(index))
            let trial = try runner.run(item)
            #expect(trial.divergence == nil, "\(trial.divergence?.description ?? "")")
        }
    }
}

/// Keeps which frames failed, and which ended right behind a call.
private final class EndRecorder: InstructionTracer {
    private(set) var failed: Set<Int> = []
    private(set) var endsBehindCalls = 0
    private var lastCalled: Set<Int> = []

    func didRun(_ step: TraceStep) {
        if step.error != nil { failed.insert(step.frame) }
        let isEnd = [Opcode.stop, .return, .revert].contains(Opcode(rawValue: step.byte))
        if isEnd, lastCalled.contains(step.frame) { endsBehindCalls += 1 }
        lastCalled.remove(step.frame)
        if step.handedOn != nil { lastCalled.insert(step.frame) }
    }
}
