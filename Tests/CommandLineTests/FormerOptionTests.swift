import Testing
import synchromesh

/// what a release renames or removes is accepted for one more.
@Suite struct FormerOptionTests {
    /// Made up: no release has had these.
    private static let options = FormerOptions([
        FormerOption("run", "--workers", takesValue: true, .renamed("--jobs")),
        FormerOption("run", "--noisy", takesValue: false, .renamed("--stats")),
        FormerOption("run", "--heat", takesValue: true, .ignored("heat is measured")),
        FormerOption("run", "--slow", takesValue: false, .ignored("nothing is slow")),
    ])

    @Test(arguments: [
        (["run", "a", "--workers", "2"], ["run", "a", "--jobs", "2"], 1),
        (["run", "--workers=2", "a"], ["run", "--jobs=2", "a"], 1),
        (["run", "--workers="], ["run", "--jobs="], 1),
        (["run", "--workers"], ["run", "--jobs"], 1),
        (["run", "--workers", "--slow"], ["run", "--jobs", "--slow"], 1),
        (["run", "--noisy", "a"], ["run", "--stats", "a"], 1),
        (["run", "--heat", "9", "a"], ["run", "a"], 1),
        (["run", "--heat=9", "a"], ["run", "a"], 1),
        (["run", "--heat"], ["run"], 1),
        (["run", "--slow", "a"], ["run", "a"], 1),
        (["run", "--slow", "--noisy", "--slow"], ["run", "--stats"], 3),
    ])
    func `a former option is mapped or ignored, and said to be`(
        arguments: [String], expected: [String], warnings: Int
    ) {
        let updated = Self.options.update(arguments)
        #expect(updated.arguments == expected)
        #expect(updated.warnings.count == warnings)
        #expect(updated.warnings.allSatisfy { $0.hasPrefix("warning: --") })
    }

    @Test(arguments: [
        [], ["run"], ["run", "a", "--jobs", "2", "--stats"], ["fuzz", "--workers", "2"],
        ["run", "--", "--slow"], ["run", "--slower", "--workers2", "slow", "-slow"], ["--slow"],
        ["run", ""], ["run", "="], ["run", "a=--slow"],
    ])
    func `everything else stays as it is, and nothing is said`(arguments: [String]) {
        let updated = Self.options.update(arguments)
        #expect(updated.arguments == arguments)
        #expect(updated.warnings.isEmpty)
    }

    @Test func `a warning names what is written now, or why nothing is`() {
        #expect(
            Self.options.update(["run", "--workers", "2", "--heat", "1"]).warnings == [
                "warning: --workers is called --jobs now; the next release will not know the "
                    + "former name",
                "warning: --heat is ignored (heat is measured); the next release will not know it",
            ])
    }
}
