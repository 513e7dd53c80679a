package import VM

/// A way to run a case.
package protocol Subject: AnyObject {
    var name: SubjectName { get }

    /// What the subject does not expose.
    var mask: ComparisonMask { get }

    /// Runs a case to its end.
    ///
    /// - Throws: what kept it from being run at all; everything that happens in the run is part of
    ///   the outcome.
    func run(_ item: Case, plan: RunPlan) throws(SubjectFailure) -> Outcome
}

/// How a case is run.
package struct RunPlan {
    /// Whether the accounts are wanted besides their root.
    package var wantsAccounts = false
    /// Whether the lowest frame's stack and memory are wanted.
    package var wantsFinalFrame = false
    /// Who is told of every instruction.
    package var tracer: (any InstructionTracer)?
    /// Whether the time in each tier is measured, where a profile chooses between them.
    package var measuresTime = false
    package var watch = Watch.off
    /// The head of the trail at which the whole state is wanted.
    package var captureIndex: Int?

    /// What is done at heads.
    package enum Watch {
        /// Nothing: the subject's tier runs from start to end.
        case off
        /// Heads are counted.
        case counting
        /// The trail is recorded.
        case recording
        /// A trail is followed: tiers change and digests are compared as planned.
        case following(Trail, SwitchPlan, forced: Schedule, firstTier: Tier)
    }

    package init() {}

    /// What judging a case takes.
    package init(for item: Case) {
        wantsAccounts = item.expectation.needsAccounts
        wantsFinalFrame = item.expectation.needsFinalFrame
    }
}

/// Why a subject could not run a case at all.
package struct SubjectFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
