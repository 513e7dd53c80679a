package import Conformance
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a case of a corpus is worth.
struct CorpusAnswer {
    /// What it reaches, as `Coverage` has it.
    var features: [Int]
    var codeByteCount: Int
    /// The case as a suite.
    var text: String

    init(features: [Int], codeByteCount: Int, text: String) {
        self.features = features
        self.codeByteCount = codeByteCount
        self.text = text
    }

    func write(to writer: inout WireWriter) {
        writer.write(list: features) { $0.write($1) }
        writer.write(codeByteCount)
        writer.write(text)
    }

    init(from reader: inout WireReader) throws(WireError) {
        features = try reader.list { (reader) throws(WireError) in try reader.integer() }
        codeByteCount = try reader.integer()
        text = try reader.text()
    }
}

/// Runs cases of a corpus in a worker process, which may die of them.
package struct CorpusDuty: WorkerDuty {
    private let configuration: FuzzConfiguration
    private let runner: DifferentialRunner

    package init(_ configuration: FuzzConfiguration) throws(SubjectFailure) {
        self.configuration = configuration
        runner = try DifferentialRunner()
        ProcessMemory.limit(to: configuration.memory)
    }

    package func carryOut(_ unit: WorkUnit, _ link: WorkerLink) throws(SubjectFailure) {
        // Should the parent be ended, nobody would end a worker that hangs. One that waits may.
        defer { alarm(0) }
        alarm(UInt32(clamping: Int(configuration.caseTimeout.rounded(.up)) + 60))
        var note = WorkerNote()
        (note.unit, note.ordinal) = (unit.number, 0)
        link.note(note)
        var failure: SubjectFailure?
        let consumer = CaseConsumer { item, _ in
            guard case .run(let item) = item else { return true }
            configuration.planted?.rehearse(item.world.accounts.map(\.content.code))
            do throws(SubjectFailure) {
                if let answer = try answer(to: item) { _ = link.tell { answer.write(to: &$0) } }
            } catch {
                failure = error
            }
            return false
        }
        unit.load(into: consumer)
        if let failure { throw failure }
    }

    /// What a case is worth; nil if it comes to no end, the subject differs on it, or suites have no
    /// words for it.
    private func answer(to item: Case) throws(SubjectFailure) -> CorpusAnswer? {
        guard let item = try SavedCase(item).cases(runner).last else { return nil }
        let trial = try runner.run(item)
        guard trial.isCompared, trial.divergence == nil,
            let text = CaseWriter.seed(item, trial, named: "seed")
        else { return nil }
        var coverage = Coverage()
        return CorpusAnswer(
            features: coverage.add(trial), codeByteCount: item.codeByteCount, text: text)
    }

    package func writeEnd(to writer: inout WireWriter) {}
}
