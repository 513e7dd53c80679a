package import Conformance
package import VM

/// A diverging case, and what it became when it was made small.
package struct Minimisation {
    package let subject: SubjectName
    package let signature: Signature
    package let before: FuzzCase
    package private(set) var after: FuzzCase
    /// How the small case diverges, in one line.
    package private(set) var what: String
    /// Runs of both sides up to the last change.
    package private(set) var runs = 0
    /// Whether runs and time were enough to try everything.
    package private(set) var isComplete = true
    private let runner: DifferentialRunner

    /// The first way in which a saved case diverges, by its own schedule; nil if all agree.
    ///
    /// - Parameters:
    ///   - item: the case.
    ///   - subjects: what is compared with the interpreter, in this order.
    ///   - faults: mistakes that the subjects' compilers make.
    /// - Throws: that the case cannot be run.
    package init?(
        of item: Case, subjects: [SubjectName], faults: Faults
    ) throws(SubjectFailure) {
        for subject in subjects where subject.tier != .interpreter {
            let runner = try DifferentialRunner(subject, faults: faults)
            for candidate in try SavedCase(item).cases(runner) {
                guard let divergence = try runner.run(candidate).divergence else { continue }
                self.subject = subject
                self.runner = runner
                signature = Signature(divergence)
                before = candidate
                after = candidate
                what = divergence.description
                return
            }
        }
        return nil
    }

    /// Makes the case small.
    ///
    /// - Parameters:
    ///   - largestRunCount: runs after which it ends with what it has.
    ///   - largestSeconds: seconds after which it does.
    ///   - progress: is told of each smaller case.
    /// - Throws: that a case cannot be run, or that the signature has nothing to do with the case.
    package mutating func reduce(
        largestRunCount: Int, largestSeconds: Double,
        progress: @escaping (FuzzCase, _ runs: Int) -> Void
    ) throws(SubjectFailure) {
        var minimiser = Minimiser(runner)
        minimiser.largestRunCount = largestRunCount
        minimiser.largestSeconds = largestSeconds
        let deadline = Clock.now() + largestSeconds
        // Of the runs, one is of the case as it is and one of the empty program.
        var runsLeft = largestRunCount + 2
        var runs = 0
        minimiser.progress = {
            runs = $1
            progress($0, $1)
        }
        after = try minimiser.minimise(before) {
            [runner, signature] candidate throws(SubjectFailure) in
            runsLeft -= 1
            return try runner.run(candidate).divergence.map(Signature.init) == signature
        }
        isComplete = runsLeft > 0 && Clock.now() <= deadline
        self.runs = runs
        if let divergence = try runner.run(after).divergence { what = divergence.description }
    }

    /// The small case as a suite.
    ///
    /// - Throws: `InexpressibleCase` for what suites have no words for, or `SubjectFailure`.
    package func suite() throws -> String {
        try CaseWriter.suite(
            of: after, named: "\(subject) agrees with the interpreter (\(signature))",
            about: what, subject: subject, runner: runner)
    }

    /// What became of it as a JSON object.
    ///
    /// - Parameters:
    ///   - name: the case's.
    ///   - isConfirmed: whether another process saw the small case diverge in the same way.
    /// - Returns: one line.
    package func json(name: String, isConfirmed: Bool) -> String {
        """
        {"case": \(JSONEscape.quote(name)), "subject": "\(subject)", \
        "signature": \(JSONEscape.quote(signature.description)), "confirmed": \(isConfirmed), \
        "runs": \(runs), "before": \(Self.size(before)), "after": \(Self.size(after)), \
        "what": \(JSONEscape.quote(what))}

        """
    }

    private static func size(_ item: FuzzCase) -> String {
        let switches = item.schedule.isEveryHead ? "null" : "\(item.schedule.eventCount)"
        return "{\"bytes\": \(item.codeByteCount), \"switches\": \(switches), "
            + "\"accounts\": \(item.accounts.count), \"fork\": \"\(item.fork.name)\"}"
    }
}
