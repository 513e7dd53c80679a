import VM

/// Runs single cases on some subjects and says what came out.
///
/// It keeps compiled code from case to case and belongs to one thread.
public final class CaseRunner {
    private let evaluator: CaseEvaluator

    /// Makes the subjects.
    ///
    /// - Parameters:
    ///   - subjects: their names, as `synchromesh run --subject` takes them.
    ///   - reference: the subject that the others are compared with.
    ///   - schedule: the tier switches to force: `none`, `every-head`, `alternate`, `random:N` or
    ///     `sweep`. A case that brings its own schedule keeps it.
    ///   - seed: of random schedules.
    /// - Throws: `UsageError` for a name that means nothing, or a subject that cannot be had here.
    public init(
        subjects: [String] = ["interpreter"], reference: String = "interpreter",
        schedule: String = "none", seed: UInt64 = 0
    ) throws(UsageError) {
        var configuration = RunConfiguration()
        configuration.seed = seed
        configuration.reference = try Self.subject(reference)
        configuration.subjects = []
        for name in subjects { configuration.subjects.append(try Self.subject(name)) }
        guard let policy = SchedulePolicy(named: schedule) else {
            throw UsageError(
                "'\(schedule)' is no schedule: none, every-head, alternate, random:N or sweep")
        }
        configuration.schedules = [policy]
        do {
            evaluator = try CaseEvaluator(configuration)
        } catch {
            throw UsageError(error.description)
        }
    }

    /// Runs a case on the reference and on every subject.
    public func run(_ item: Case) -> CaseResult { evaluator.evaluate(item) }

    private static func subject(_ text: String) throws(UsageError) -> SubjectName {
        do {
            return try SubjectName(parsing: text)
        } catch {
            throw UsageError("'\(text)' is no subject: expected \(error.expected)")
        }
    }
}

/// Something asked for by a name that means nothing.
public struct UsageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, and what would be right.
    public let description: String

    init(_ description: String) { self.description = description }
}
