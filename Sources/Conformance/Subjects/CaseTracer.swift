import Primitives
import VM

/// Prints what a subject does, instruction by instruction, in the form of EIP-3155.
package enum CaseTracer {
    /// Runs a case and hands out its lines, the summary last.
    ///
    /// Only the interpreter tells of its instructions: of a compiled subject there are lines for
    /// those that the interpreter executed in its stead.
    ///
    /// - Parameters:
    ///   - item: what runs.
    ///   - name: the subject that runs it.
    ///   - showsMemory: whether lines hold the memory.
    ///   - write: takes each line, without its end.
    /// - Returns: whether the case met its expectations.
    /// - Throws: what kept the subject from running.
    package static func trace(
        _ item: Case, subject name: SubjectName, showsMemory: Bool = false,
        write: @escaping (String) -> Void
    ) throws(SubjectFailure) -> Bool {
        let subject = try SubjectFactory.make(name)
        var plan = RunPlan(for: item)
        plan.tracer = LineTracer(showsMemory: showsMemory, write: write)
        let outcome = try subject.run(item, plan: plan)
        let failure = outcome.limit ?? ExpectationCheck.firstFailure(of: item, outcome: outcome)
        write(summary(of: outcome, fork: item.fork, failure: failure))
        return failure == nil
    }

    private static func summary(of outcome: Outcome, fork: Fork, failure: String?) -> String {
        let last = outcome.results.last
        var line = "{\"stateRoot\":\"\(outcome.stateRoot.hex64String)\""
        line += ",\"output\":\"\(Hex.encode(last?.output ?? [], prefix: false))\""
        line += ",\"gasUsed\":\"0x\(String(last?.gasUsed ?? 0, radix: 16))\""
        line += ",\"pass\":\(failure == nil),\"fork\":\"\(fork.name)\""
        if let failure { line += ",\"error\":\(JSONEscape.quote(failure))" }
        return line + "}"
    }
}
