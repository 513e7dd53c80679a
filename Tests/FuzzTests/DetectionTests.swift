import Conformance
import Fuzz
import Testing
import VM

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How soon made-up cases find each planted fault.
///
/// `DETECTION_CASES` and `DETECTION_SEEDS` choose how long and how often it is looked for.
@Suite struct DetectionTests {
    private static func setting(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }

    /// Parts of the fuzzer to do without.
    private static let without = Set(
        FuzzOptions.Feature.allCases.filter { getenv("DETECTION_WITHOUT_\($0)") != nil })
    private static let seeds = UInt64(setting("DETECTION_SEEDS") ?? 1)

    #if DEBUG
    private static let cases = setting("DETECTION_CASES") ?? 60
    #else
    private static let cases = setting("DETECTION_CASES") ?? 10_000
    #endif

    /// Cases up to and with the first that shows a fault; nil where none does.
    private func detection(_ fault: Fault, seed: UInt64) throws -> Int? {
        var options = FuzzOptions()
        options.without = Self.without
        var source = CaseSource(options, seed: seed)
        let runner = try DifferentialRunner(faults: [fault])
        for count in 1...Self.cases {
            let item = source.next()
            let trial = try runner.run(item)
            if trial.divergence != nil { return count }
            source.learn(item, trial)
        }
        return nil
    }

    @Test func `planted faults are found`() throws {
        var found = 0
        // One waits for a gas limit that is rare; some end the process that finds them.
        let faults = Fault.allCases.filter { !$0.mayCrash && $0 != .selfDestructIsStaticFirst }
        for fault in faults {
            let counts = try (1...Self.seeds).map { try detection(fault, seed: $0) }
            print(fault.rawValue, counts.map { $0.map(String.init) ?? "-" }.joined(separator: " "))
            if counts.allSatisfy({ $0 != nil }) { found += 1 }
        }
        #if DEBUG
        #expect(found >= faults.count / 2)
        #else
        #expect(found == faults.count)
        #endif
    }
}
