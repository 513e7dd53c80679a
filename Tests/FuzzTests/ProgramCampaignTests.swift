import Fuzz
import Primitives
import Testing
import VM

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Many random programs of every fork, each left and entered again at every head.
///
/// `CAMPAIGN_PROGRAMS` and `CAMPAIGN_SEED` choose how many, and from which seed.
@Suite struct ProgramCampaignTests {
    private static let programs = setting("CAMPAIGN_PROGRAMS") ?? standardCount
    private static let seed = UInt64(setting("CAMPAIGN_SEED") ?? 20_000)

    #if DEBUG
    /// Unoptimised code is a hundred times slower.
    private static let standardCount = 400
    #else
    private static let standardCount = 20_000
    #endif

    private static func setting(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }

    @Test func `random programs agree with the interpreter at every head`() throws {
        var cases = LockstepCaseGenerator(seed: Self.seed)
        var generator = SeededGenerator(seed: Self.seed)
        let lockstep = Lockstep(MethodTier(.native))
        var (compiled, all, switches) = (UInt64(0), UInt64(0), 0)
        for index in 0..<Self.programs {
            let fork = Fork.allCases[index % Fork.allCases.count]
            let reference = try Lockstep.reference(cases.program(fork))
            let report = try lockstep.check(reference, .everyHead, using: &generator)
            #expect(
                report.agrees,
                "program \(index): \(Hex.encode(reference.item.code)): \(report.differences)")
            #expect(report.switchCount == reference.trail.heads.count)
            compiled += report.compiledInstructions
            all += reference.trail.instructions
            switches += report.switchCount
        }
        #expect(compiled * 100 >= all * 95, "compiled code runs nearly every instruction")
        #expect(switches > Self.programs, "programs have heads to switch at")
    }
}
