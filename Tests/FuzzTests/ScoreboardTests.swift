import Conformance
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

    /// A scoreboard whose only search has been handed out.
    private func search(for fault: Fault) throws -> (Scoreboard, FuzzTask) {
        var settings = ScoreboardSettings()
        (settings.faults, settings.seedCount) = ([fault], 1)
        let scoreboard = Scoreboard(settings) { _, _ in }
        return (scoreboard, try #require(scoreboard.nextTask()))
    }

    private func death(
        in place: String, signal: Int32 = SIGSEGV, words: String = "", timeout: Double? = nil
    ) -> WorkerDeath {
        var note = WorkerNote()
        (note.ordinal, note.name) = (6, place)
        let end = WorkerEnd(
            description: "signal \(signal)", signal: signal, lastWords: words)
        return WorkerDeath(end, note, timeout: timeout)
    }

    @Test func `a fault that may crash is found by a crash in its subject`() throws {
        let (scoreboard, task) = try search(for: .mulmodIndexesLimbs)
        scoreboard.bury(task, death(in: "method"))
        #expect(scoreboard.internalErrors.isEmpty)
        let result = try #require(scoreboard.rows.first?.results.first)
        #expect(result.isFound && result.cases == 7)
        // The case is made small in processes that may die.
        let autopsy = try #require(scoreboard.nextTask())
        var inquiry = Inquiry()
        (inquiry.bytes, inquiry.switches, inquiry.isSame) = (5, 1, true)
        _ = scoreboard.take(.inquiry(inquiry), to: autopsy)
        #expect(scoreboard.rows.first?.bytes?.median == 5)
        #expect(scoreboard.nextTask() == nil)
    }

    @Test func `any other death finds nothing and is an internal error`() throws {
        let deaths = [
            (Fault.addDropsCarry, death(in: "method")),
            (.mulmodIndexesLimbs, death(in: TaskRunner.reference)),
            (.mulmodIndexesLimbs, death(in: "interpreter")),
            (.mulmodIndexesLimbs, death(in: "method", signal: SIGKILL)),
            (.mulmodIndexesLimbs, death(in: "method", words: "failed to allocate")),
            (.mulmodIndexesLimbs, death(in: "method", signal: SIGKILL, timeout: 10)),
        ]
        for (fault, death) in deaths {
            let (scoreboard, task) = try search(for: fault)
            scoreboard.bury(task, death)
            #expect(scoreboard.internalErrors.count == 1, "\(death)")
            #expect(scoreboard.rows.first?.results.isEmpty == true, "\(death)")
        }
    }

    @Test func `what was found stays so if the worker dies while it makes the case small`() throws {
        let (scoreboard, task) = try search(for: .mulmodIndexesLimbs)
        var found = DetectionResult()
        (found.isFound, found.cases, found.signature) = (true, 3, "head-stack")
        _ = scoreboard.take(.detected(found), to: task)
        scoreboard.bury(task, death(in: TaskRunner.minimising))
        scoreboard.bury(task, death(in: TaskRunner.minimising, signal: SIGKILL, timeout: 900))
        #expect(scoreboard.internalErrors.isEmpty)
        #expect(scoreboard.rows.first?.results == [found])
    }

    @Test func `a detector tells of a fault before it makes the case small`() throws {
        let task = FuzzTask.Detection(
            fault: .blockCostsMore, seed: 1, limits: DetectionLimits(cases: 50))
        var told: DetectionResult?
        let result = try Detector(FuzzConfiguration()).detect(task) { told = $0 }
        #expect(told?.isFound == true && told?.bytes == nil)
        #expect(result.bytes != nil && told?.signature == result.signature)
    }

    @Test func `faults of the compiler are not looked for in the interpreter`() throws {
        let refused = try RunningProgram(["faults", "sub-operands", "--subject", "interpreter"])
        #expect(refused.exitCode() == 2)
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
