import Primitives
package import VM

/// What a subject took for a benchmark in one round, from its first call on.
package struct BenchRound: Sendable {
    /// The first call, on a machine that has compiled nothing: compiling is part of it.
    package var firstSeconds = 0.0
    package var firstWallSeconds = 0.0
    package var firstCompileSeconds = 0.0
    package var firstUsage: TierUsage?
    /// Executions between the first and those that were measured, with what they took.
    package var warmUpCount = 0
    package var warmUpSeconds = 0.0
    package var warmUpUsage: TierUsage?
    /// Whether warming up ended for want of time, while code was still compiled.
    package var isStillWarming = false
    /// Executions that were measured.
    package var count = 0
    /// Processor seconds of one of them, and those of the clock on the wall.
    package var seconds = 0.0
    package var wallSeconds = 0.0
    package var usage: TierUsage?
    /// Seconds of one execution in either tier, by the clock on the wall, in executions behind the
    /// measurement; nil of a subject that does not change between tiers.
    package var interpretedSeconds: Double?
    package var compiledSeconds: Double?
    /// Side exits in one of them.
    package var exits = 0.0
    /// What was compiled from the first call on.
    package var effort = CompileEffort()

    package init() {}
}

/// Takes a lane through one round: first call, warm-up, measurement.
struct BenchMeter {
    /// A round, and what came of its executions.
    struct Answer: Sendable {
        var round = BenchRound()
        var results: [MixResult] = []
        var otherResults: [MixResult]?
        var stateRoot = Word256.zero
        var breakdown: String?
    }

    /// Executions in one measurement: of whatever takes no time at all.
    private static let most = 10_000_000

    private let configuration: BenchConfiguration
    private let lane: any BenchLane
    private var answer = Answer()
    /// Executions that take as long as a measurement has to.
    private var count = 1

    private init(_ configuration: BenchConfiguration, _ lane: any BenchLane) {
        self.configuration = configuration
        self.lane = lane
    }

    /// Takes a lane through one round.
    ///
    /// - Throws: what keeps its subject from running.
    static func measure(
        _ lane: any BenchLane, _ configuration: BenchConfiguration
    ) throws(SubjectFailure) -> Answer {
        var meter = BenchMeter(configuration, lane)
        let first = try meter.callFirst()
        try meter.warmUp(behind: first)
        try meter.run()
        try meter.timeTiers()
        meter.answer.round.effort = lane.effort
        return meter.answer
    }

    private mutating func callFirst() throws(SubjectFailure) -> BenchStretch {
        let first = try execute(1)
        answer.stateRoot = lane.stateRoot
        answer.round.firstSeconds = first.seconds
        answer.round.firstWallSeconds = first.wallSeconds
        answer.round.firstCompileSeconds = lane.effort.seconds
        answer.round.firstUsage = first.usage
        return first
    }

    /// Executes until a stretch is long enough, nothing was compiled in it, and the lane has had as
    /// many executions as it wants: the same stretches say how many executions a measurement takes.
    private mutating func warmUp(behind first: BenchStretch) throws(SubjectFailure) {
        var isLong = first.seconds >= configuration.measurementSeconds
        var isWarm = lane.effort.count == 0
        let (enough, limit) = (configuration.warmUpSeconds, 4 * configuration.warmUpSeconds)
        while !isLong || !isWarm || answer.round.warmUpCount < lane.warmUpCount {
            let spent = answer.round.warmUpSeconds
            if isLong, isWarm && spent >= enough || spent >= limit { break }
            let compiled = lane.effort.count
            let stretch = try execute(count)
            noteWarmUp(stretch)
            isWarm = lane.effort.count == compiled
            isLong = stretch.seconds >= configuration.measurementSeconds || count == Self.most
            if !isLong { count = calibrated(behind: stretch) }
        }
        answer.round.isStillWarming = !isWarm
    }

    private mutating func noteWarmUp(_ stretch: BenchStretch) {
        answer.round.warmUpCount += count
        answer.round.warmUpSeconds += stretch.wallSeconds
        answer.round.warmUpUsage.add(stretch.usage)
    }

    /// A few more executions than would have been long enough; of a stretch too short to tell, ten
    /// times as many.
    private func calibrated(behind stretch: BenchStretch) -> Int {
        let wanted = 1.2 * configuration.measurementSeconds
        let times = stretch.seconds > 0 ? wanted / stretch.seconds : 10
        let next = Int((Double(count) * min(10, times)).rounded(.up))
        return min(Self.most, max(count + 1, next))
    }

    /// Measures; a stretch in which something was compiled none the less was one more to warm up.
    private mutating func run() throws(SubjectFailure) {
        var compiled = lane.effort.count
        var stretch = try execute(count)
        while lane.effort.count != compiled,
            answer.round.warmUpSeconds < 4 * configuration.warmUpSeconds
        {
            noteWarmUp(stretch)
            compiled = lane.effort.count
            stretch = try execute(count)
        }
        answer.round.isStillWarming = answer.round.isStillWarming || lane.effort.count != compiled
        answer.round.count = count
        answer.round.seconds = stretch.seconds / Double(count)
        answer.round.wallSeconds = stretch.wallSeconds / Double(count)
        answer.round.exits = Double(stretch.exitCount) / Double(count)
        answer.round.usage = stretch.usage
    }

    /// Says where time goes: by executions of their own, as reading the clock takes time.
    private mutating func timeTiers() throws(SubjectFailure) {
        guard answer.round.usage != nil else { return }
        let some = max(1, count / 4)
        guard let usage = try execute(some, timesTiers: true).usage else { return }
        answer.round.interpretedSeconds = usage.interpretedSeconds / Double(some)
        answer.round.compiledSeconds = usage.compiledSeconds / Double(some)
    }

    private mutating func execute(
        _ count: Int, timesTiers: Bool = false
    ) throws(SubjectFailure) -> BenchStretch {
        let stretch = try lane.run(count, timesTiers: timesTiers)
        lane.settle()
        answer.breakdown = answer.breakdown ?? stretch.breakdown
        if answer.results.isEmpty { answer.results = stretch.results }
        if answer.otherResults == nil {
            answer.otherResults =
                stretch.results == answer.results ? stretch.otherResults : stretch.results
        }
        return stretch
    }
}

extension TierUsage? {
    fileprivate mutating func add(_ other: TierUsage?) {
        guard let other else { return }
        var sum = self ?? TierUsage()
        sum.add(other)
        self = sum
    }
}
