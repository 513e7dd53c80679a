package import Primitives
package import VM

/// One subject on one benchmark, from its first call on: the seam between what measures and what
/// is measured.
///
/// A lane is made anew for every round, so that it has compiled and learned nothing. It keeps the
/// clock itself, as only it knows which part of its work is execution: making the world ready
/// beforehand is not, and whatever a subject does on its own at a call (looking code up, compiling
/// it, asking for its world) is. An outside EVM is a lane like our own tiers.
package protocol BenchLane: AnyObject {
    /// Executions behind which the subject may be as fast as it becomes; 0 of one that never
    /// changes.
    var warmUpCount: Int { get }

    /// What it has compiled so far; nothing of a subject that does not tell.
    var effort: CompileEffort { get }

    /// The root of the state that the last execution left.
    var stateRoot: Word256 { get }

    /// Waits for what executions have begun in the background, a second at most.
    func settle()

    /// Executes the benchmark so often, each time on the state that it begins with.
    ///
    /// - Parameters:
    ///   - count: executions.
    ///   - timesTiers: whether the clock is read around each stretch in one tier, of a subject that
    ///     changes between them; what that takes is part of the time.
    /// - Returns: what they took, and what came of them.
    /// - Throws: what keeps the subject from running; everything that happens in a run is part of
    ///   its results.
    func run(_ count: Int, timesTiers: Bool) throws(SubjectFailure) -> BenchStretch
}

/// Some executions of a benchmark, one after the other.
package struct BenchStretch: Sendable {
    /// Processor seconds of the thread that executed, all executions together.
    package var seconds = 0.0
    /// The same by the clock on the wall.
    package var wallSeconds = 0.0
    /// What came of the transactions of the first execution.
    package var results: [MixResult] = []
    /// What came of those of the first execution that differed from it; nil if none did.
    package var otherResults: [MixResult]?
    /// Side exits that were taken, all executions together.
    package var exitCount = 0
    /// Gas by tier, and seconds where they were asked for, of a subject that changes between tiers.
    package var usage: TierUsage?
    /// What broke in compiling or in compiled code, if something did.
    package var breakdown: String?

    package init() {}
}

/// A subject to measure, and how its lanes are made.
package struct BenchSubject: Sendable {
    package typealias Maker =
        @Sendable (Benchmark) throws(SubjectFailure) -> any BenchLane

    package let name: String
    package let makeLane: Maker

    /// - Parameters:
    ///   - name: as reports and saved runs call it.
    ///   - makeLane: makes a lane that has run nothing.
    package init(name: String, makeLane: @escaping Maker) {
        self.name = name
        self.makeLane = makeLane
    }

    /// A tier of our own machine, or an EVMC machine of others.
    ///
    /// - Parameters:
    ///   - name: which, and how.
    ///   - faults: mistakes of its compiler; none but to prove a comparison.
    package init(_ name: SubjectName, faults: Faults = []) {
        self.init(name: name.text) { (benchmark) throws(SubjectFailure) in
            if let outside = name.outside { return try OutsideLane(outside, benchmark) }
            return try MachineLane(name, benchmark, faults: faults)
        }
    }
}
