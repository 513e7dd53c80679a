import Fuzz
import Testing
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How soon planted faults are found, held against what is saved.
@Suite struct ScoreboardTests {
    /// Faults of each kind: arithmetic, gas, memory, the stack, schedules, control.
    private static let faults: [Fault] = [
        .addDropsCarry, .mulDropsHighLimbs, .blockCostsLess, .gasIsPrecharged,
        .mstoreKeepsLimbOrder, .dupIsShallow, .headWithoutFlush, .branchIsInverted,
    ]
    private static let seed: UInt64 = 1
    private static let limit = 2_000

    private static var path: String {
        let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(here)/Golden/cases-to-detection.txt"
    }

    private func casesToDetection(of fault: Fault) throws -> Int? {
        let task = FuzzTask.Detection(
            fault: fault, seed: Self.seed, limits: DetectionLimits(cases: Self.limit),
            isMinimised: false)
        let result = try Detector(FuzzConfiguration()).detect(task)
        return result.isFound ? result.cases : nil
    }

    private func saved() throws -> String {
        let stream = try #require(fopen(Self.path, "r"), "the table is there")
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, stream)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private func bless(_ text: String) throws {
        let stream = try #require(fopen(Self.path, "w"))
        fputs(text, stream)
        fclose(stream)
    }

    @Test func `eight faults are found after exactly as many cases as before`() throws {
        var text = ""
        for fault in Self.faults {
            let cases = try casesToDetection(of: fault)
            #expect(cases != nil, "\(fault.rawValue) is not found in \(Self.limit) cases")
            text += "\(fault.rawValue) \(cases.map { "\($0)" } ?? "not found")\n"
        }
        if getenv("BLESS") != nil, getenv("CI") == nil { try bless(text) }
        let saved = try saved()
        #expect(
            text == saved,
            "what is made up has changed: BLESS=1 saves the table anew, if it did so on purpose")
    }

    @Test func `a search repeats exactly`() throws {
        let first = try casesToDetection(of: .mulDropsHighLimbs)
        #expect(first != nil)
        #expect(try casesToDetection(of: .mulDropsHighLimbs) == first)
    }

    @Test func `no fault is found where none is planted in reach`() throws {
        // Before Constantinople there is no SHL to lower wrongly.
        var configuration = FuzzConfiguration()
        configuration.options.forks = [.frontier, .byzantium]
        let task = FuzzTask.Detection(
            fault: .shlWrapsCount, seed: 5, limits: DetectionLimits(cases: 100))
        let result = try Detector(configuration).detect(task)
        #expect(!result.isFound)
        #expect(result.cases == 100)
        #expect(result.bytes == nil)
    }

    @Test func `a spread is the median and both ends`() {
        #expect(Spread([]) == nil)
        #expect(Spread([4, 1, 9])?.median == 4)
        #expect(Spread([4, 1, 9, 5])?.median == 4.5)
        #expect(Spread([4, 1, 9])?.least == 1)
        #expect(Spread([4, 1, 9])?.most == 9)
    }

    @Test func `a fault counts as found if most seeds find it`() {
        var hit = DetectionResult()
        hit.isFound = true
        hit.bytes = 7
        let miss = DetectionResult()
        let row = ScoreboardRow(fault: .addDropsCarry, results: [hit, miss, hit])
        #expect(row.isFound)
        #expect(row.bytes?.median == 7)
        #expect(!ScoreboardRow(fault: .addDropsCarry, results: [hit, miss]).isFound)
        #expect(ScoreboardReport([row]).markdown.contains("| `add-carry` | 2 of 3 |"))
    }

    @Test func `an ablation tells which faults need which part`() {
        var (soon, late, miss) = (DetectionResult(), DetectionResult(), DetectionResult())
        (soon.isFound, soon.cases) = (true, 10)
        (late.isFound, late.cases) = (true, 30)
        miss.cases = 500
        func row(_ fault: Fault, _ result: DetectionResult) -> ScoreboardRow {
            ScoreboardRow(fault: fault, results: [result, result, result])
        }
        let report = AblationReport([
            .init(
                without: nil, rows: [row(.addDropsCarry, soon), row(.headWithoutFlush, soon)]),
            .init(
                without: .schedules,
                rows: [row(.addDropsCarry, late), row(.headWithoutFlush, miss)]),
        ])
        #expect(report.markdown.contains("| Fault | All | Without schedules |"))
        #expect(report.markdown.contains("| `add-carry` | 10 | 30 |"))
        #expect(report.markdown.contains("| `head-flush` | 10 | **not in 500** |"))
        #expect(report.summary.contains("Without schedules: 1 of 2 faults found"))
        #expect(report.summary.contains("in 3.00 times as many cases"))
        #expect(
            report.json.contains(#""id": "head-flush", "without": "schedules", "found": false"#))
    }
}
