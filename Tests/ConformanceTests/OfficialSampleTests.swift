import Conformance
import Testing
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A sample of the official fixtures, where there are some.
@Suite struct OfficialSampleTests {
    /// The archive in the folder that `SYNCHROMESH_SHARED` names.
    private static var archive: String? {
        guard let folder = getenv("SYNCHROMESH_SHARED") else { return nil }
        let path = "\(String(cString: folder))/fixtures/official-dev.tar.zst"
        return access(path, R_OK) == 0 ? path : nil
    }

    private static let absence: Comment = """
        SYNCHROMESH_SHARED names no folder with the official fixtures, fixtures/official-dev.tar.zst
        """

    /// Cases that take seconds each: loops of up to 10^9 instructions, deep calls, large numbers.
    private static let slow = [
        "*vmPerformance*", "*stTimeConsuming*", "*stQuadraticComplexityTest*", "*stAttackTest*",
        "*Call50000*", "*Call1024*", "*CALLBlake2f*", "*modexp*", "*airing*",
    ]

    /// Unoptimised, the sample takes minutes.
    #if DEBUG
    private static let isOptimised = false
    #else
    private static let isOptimised = true
    #endif

    @Test(
        .enabled(if: archive != nil, absence),
        .enabled(if: isOptimised, "the build is not optimised: the sample would take minutes"),
        arguments: [SchedulePolicy.none, .everyHead])
    func `both tiers agree with a sample of the official fixtures`(
        schedule: SchedulePolicy
    ) throws {
        var configuration = RunConfiguration()
        configuration.subjects = [.interpreter, SubjectName(tier: .method, execution: .native)]
        configuration.schedules = [schedule]
        configuration.selection.sampling = 320
        configuration.selection.seed = 2026
        configuration.selection.exclusions = Self.slow.map { Glob($0) }
        try configuration.knownFailures.read(folder: Project.path("spec-fixtures/known-failures"))
        let archive = try #require(Self.archive)
        let summary = try Runner(configuration).run(paths: [archive])
        #expect(summary.exitCode == 0, "\(TextReport(summary).text)")
        #expect(summary.counts[.pass, default: 0] > 200)
        for result in summary.results where result.verdict == .knownFailure {
            #expect(result.explanation.contains("calls the precompiled contract"))
        }
    }
}
