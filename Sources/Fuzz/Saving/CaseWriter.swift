package import Conformance

/// Writes made-up cases as suites: what lies in `corpus/findings/NAME/case.yaml`.
package enum CaseWriter {
    /// The text of a saved case, its schedule by frame and gas.
    ///
    /// - Parameters:
    ///   - item: the case.
    ///   - name: what must hold, as a short sentence; also the suite's name.
    ///   - about: a sentence for the reader.
    ///   - subject: the subject that the case is for.
    ///   - runner: runs the reference, whose trail says where the schedule's places are.
    /// - Returns: the whole file.
    /// - Throws: `InexpressibleCase` for what suites have no words for; `SubjectFailure` where the
    ///   reference cannot run.
    package static func suite(
        of item: FuzzCase, named name: String, about: String, subject: SubjectName,
        runner: DifferentialRunner
    ) throws -> String {
        try SuiteWriter.text(
            of: try scheduled(item, subject: subject, runner: runner), suite: name, name: name,
            about: about)
    }

    /// The case with its schedule as a saved case has it, for one subject.
    package static func scheduled(
        _ item: FuzzCase, subject: SubjectName, runner: DifferentialRunner
    ) throws(SubjectFailure) -> Case {
        let recording = try runner.record(item)
        var result = recording.item
        result.directives.tiers = [subject.text]
        guard let trail = recording.outcome.trail else { return result }
        result.directives.schedule = item.schedule.policy(
            on: trail, steps: recording.steps, fork: item.fork)
        return result
    }
}
