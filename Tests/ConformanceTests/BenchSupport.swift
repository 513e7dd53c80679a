import Conformance
import Primitives
import Synchronization
import TestSupport
import VM

/// A subject whose times are made up: so that what comes of them can be counted by hand.
struct FakeSubject {
    /// Seconds of one execution in each round; the last one stands for all further rounds.
    var seconds: [Double]
    var firstCallSeconds = 0.001
    /// What it says that compiling took, of 100 bytes to 700.
    var compileSeconds = 0.0
    /// The execution, counted from 1, in which it compiles.
    var compilesIn = 1
    var exits = 0
    var gasUsed: UInt64 = 50_000
    var stateRoot = Word256(UInt64(7))
    /// Executions behind which it answers with a gas of 1.
    var rightCount = Int.max
    var warmUpCount = 0
    var usage: TierUsage?

    func subject(_ name: String) -> BenchSubject {
        let made = Mutex<[String: Int]>([:])
        let fake = self
        return BenchSubject(name: name) { benchmark in
            let round = made.withLock { counts in
                defer { counts[benchmark.name, default: 0] += 1 }
                return counts[benchmark.name, default: 0]
            }
            return FakeLane(fake, round: round)
        }
    }
}

private final class FakeLane: BenchLane {
    private let fake: FakeSubject
    private let pace: Double
    private var done = 0

    init(_ fake: FakeSubject, round: Int) {
        self.fake = fake
        pace = fake.seconds[min(round, fake.seconds.count - 1)]
    }

    var warmUpCount: Int { fake.warmUpCount }

    var effort: CompileEffort {
        var effort = CompileEffort()
        guard fake.compileSeconds > 0, done >= fake.compilesIn else { return effort }
        effort.count = 1
        effort.byteCount = 100
        effort.machineCodeByteCount = 700
        effort.seconds = fake.compileSeconds
        return effort
    }

    var stateRoot: Word256 { fake.stateRoot }

    func settle() {}

    func run(_ count: Int, timesTiers: Bool) -> BenchStretch {
        var stretch = BenchStretch()
        stretch.seconds = Double(count) * pace
        if done == 0 { stretch.seconds += fake.firstCallSeconds - pace }
        stretch.wallSeconds = stretch.seconds
        stretch.results = [result(done + 1)]
        if result(done + 1) != result(done + count) {
            stretch.otherResults = [result(done + count)]
        }
        stretch.exitCount = count * fake.exits
        stretch.usage = fake.usage
        if timesTiers {
            stretch.usage?.interpretedSeconds = Double(count) * pace / 8
            stretch.usage?.compiledSeconds = Double(count) * pace / 2
        }
        done += count
        return stretch
    }

    private func result(_ execution: Int) -> MixResult {
        MixResult(
            status: .ended(.stop), gasUsed: execution > fake.rightCount ? 1 : fake.gasUsed,
            outputDigest: 0)
    }
}

/// Benchmarks of this project's own suites, and of some that tests write.
enum SmallBenchmarks {
    /// A loop of so many rounds, and what returns and reverts at once.
    static let suite = """
        defaults: {fork: [Cancun, Osaka], pre: {0xcafe: {balance: 2^64}}, expect: {status: any}}
        cases:
          - name: loop
            code: "PUSH 0 CALLDATALOAD loop: PUSH 1 SWAP1 SUB DUP1 @loop JUMPI"
            transaction: {data: [$times]}
            parameters:
              - [label, times]
              - [three, 3]
              - [many,  500]
          - name: refusal
            code: PUSH 0 PUSH 0 REVERT
            transaction: {}
        """

    static func read(_ folder: TemporaryFolder, filters: [String] = []) throws -> BenchmarkReader {
        var selection = CaseSelection()
        selection.filters = filters.map { Glob($0) }
        return BenchmarkReader(
            paths: [try folder.write(suite, to: "small.yaml")], selection: selection)
    }

    /// The loops under names that do not depend on the folder.
    static func loops(_ folder: TemporaryFolder) throws -> [Benchmark] {
        try read(folder, filters: ["*loop*"]).benchmarks.enumerated().map { place, benchmark in
            Benchmark(name: place == 0 ? "small/three" : "large/many", item: benchmark.item)
        }
    }
}
