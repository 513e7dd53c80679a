package import Conformance
import VM

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

    /// The text of a case for the interpreter alone, which has no schedule and need not be run.
    ///
    /// - Throws: `InexpressibleCase` for what suites have no words for.
    package static func interpreterSuite(
        of item: FuzzCase, named name: String, about: String
    ) throws(InexpressibleCase) -> String {
        var result = item.unscheduled(name: name)
        result.directives.tiers = [SubjectName.interpreter.text]
        result.directives.schedule = SchedulePolicy.none
        return try SuiteWriter.text(of: result, suite: name, name: name, about: about)
    }

    /// The text of a case for a corpus, which every tier is to run; nil where suites have no words
    /// for it.
    package static func seed(
        _ item: FuzzCase, _ trial: Trial, named name: String
    ) -> String? {
        guard let run = trial.run, let trail = trial.recording.outcome.trail else { return nil }
        var result = trial.recording.item
        result.directives.schedule = item.schedule.policy(
            on: trail, steps: trial.recording.steps, fork: item.fork, tier: run.firstTier)
        return try? SuiteWriter.text(
            of: result, suite: name, name: "every tier agrees",
            about: "Kept as it reaches what no case before it did.")
    }

    /// A suite that was written here under another name, which its first line has.
    static func renamed(_ text: String, to name: String) -> String {
        let rest = text.drop { $0 != "\n" }
        return "suite: \(JSONEscape.quote(name))\(rest)"
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
            on: trail, steps: recording.steps, fork: item.fork, tier: subject.tier)
        return result
    }
}
