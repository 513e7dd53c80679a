import Codegen
import Emulation
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How many random fragments each configuration runs, and from which seed: `FRAGMENT_CASES`,
/// `FRAGMENT_SEED`; `FRAGMENT_TARGET` names the only machine to make code for.
private enum Campaign {
    #if DEBUG
    static let standardCases: UInt64 = 100
    #else
    static let standardCases: UInt64 = 5_000
    #endif

    static let cases = setting("FRAGMENT_CASES") ?? standardCases
    static let seed = setting("FRAGMENT_SEED") ?? 0

    /// The seconds of processor time that this thread has had.
    static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Tells how long a campaign took that was asked for.
    static func tell(_ what: String, since start: Double) {
        guard setting("FRAGMENT_CASES") != nil else { return }
        print("\(what): \(cases) fragments in \(Int((seconds - start).rounded())) s")
    }

    static let targets = CodegenTarget.allCases.filter { target in
        text("FRAGMENT_TARGET").map { $0 == target.testDescription } ?? true
    }

    private static func setting(_ name: String) -> UInt64? {
        text(name).flatMap { UInt64($0) }
    }

    private static func text(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// Machine code and the LIR interpreter agree on random fragments: on results, memory, state
/// registers, and at every exit that a forced guard takes.
@Suite struct AgreementTests {
    /// One way to assemble.
    struct Configuration: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var registerCount: Int?
        var isNoisy = false
        var foldsLoads = true
        var passes: Set<LIRPass> = []
    }

    static let configurations = [
        Configuration(testDescription: "as it is"),
        Configuration(testDescription: "five registers", registerCount: 5),
        Configuration(testDescription: "noise", isNoisy: true),
        Configuration(testDescription: "five registers and noise", registerCount: 5, isNoisy: true),
        Configuration(testDescription: "no folded loads", foldsLoads: false),
        Configuration(testDescription: "no carries", passes: [.carryAll]),
        Configuration(testDescription: "all passes", passes: PassPipeline.standard.passes),
        Configuration(
            testDescription: "all passes, six registers", registerCount: 6,
            passes: PassPipeline.standard.passes),
    ]

    @Test(arguments: Campaign.targets, configurations)
    func `machine code does what the interpreter does`(
        target: CodegenTarget, configuration: Configuration
    ) throws {
        let region = try target.region()
        let scratch = RandomScratch()
        let start = Campaign.seconds
        for number in 0..<Campaign.cases {
            let seed = Campaign.seed &+ number
            // Each configuration has seeds of its own as well as the common ones.
            let own =
                seed % 2 == 0 ? seed : seed &* 31 &+ UInt64(configuration.testDescription.count)
            try Self.check(seed: own, target, configuration, region, scratch)
        }
        Campaign.tell(
            "\(target.testDescription), \(configuration.testDescription)", since: start)
        #expect(region.allocatedByteCount == 0)
    }

    static func check(
        seed: UInt64, _ target: CodegenTarget, _ configuration: Configuration, _ region: CodeRegion,
        _ scratch: RandomScratch
    ) throws {
        var options = RandomFragmentOptions(shapedBy: seed)
        options.hasLooseCarries =
            configuration.passes.contains(.carry) || configuration.passes.contains(.carryAll)
        options.hasRepetition = seed % 4 == 3
        let fragment = try RandomFragment.make(
            seed: seed, options: options,
            pipeline: PassPipeline(passes: configuration.passes, isValidating: true))
        var assembly = AssemblerOptions()
        assembly.registerCount = configuration.registerCount
        assembly.noiseSeed = configuration.isNoisy ? seed : nil
        assembly.foldsLoads = configuration.foldsLoads
        let compiled = try target.assemble(fragment, into: region, options: assembly)
        try FragmentAgreement.check(
            fragment, compiled, scratch,
            "seed \(seed), \(target.testDescription), \(configuration.testDescription)")
    }

    /// The mistakes that a back end makes itself.
    private static let faults: [CodegenFaults] = [
        .clearsCarry, .halvesSelections, .keepsHighDividend,
    ]

    @Test(arguments: CodegenTarget.instructionSets, faults)
    func `a mistake that a back end is told to make is found`(
        target: CodegenTarget, fault: CodegenFaults
    ) throws {
        // Wrong code may do what no host should be made to.
        let region = try CodeRegion(for: try Emulator(target.instructionSet))
        let scratch = RandomScratch()
        var options = AssemblerOptions()
        options.faults = fault
        let seed = try (0..<500 as Range<UInt64>).first { seed in
            let fragment = try RandomFragment.make(
                seed: seed, options: RandomFragmentOptions(shapedBy: seed))
            let compiled = try target.assemble(fragment, into: region, options: options)
            return try FragmentAgreement.difference(fragment, compiled, scratch) != nil
        }
        #expect(seed != nil)
    }

    @Test(arguments: CodegenTarget.instructionSets)
    func `a load that a back end is told to widen is found, but for loads of the state`(
        target: CodegenTarget
    ) throws {
        var options = AssemblerOptions()
        options.faults = .widensLoads
        let region = try target.region()
        func isFound(at offset: UInt64) throws -> Bool {
            let fragment = try CompiledSubject.fragment { writer in
                writer.entry()
                let base = writer.state(0)
                writer.ret(
                    writer.load(
                        offset == 0 ? base : writer.add(base, writer.immediate(offset)),
                        width: .half, access: CompiledSubject.memory))
            }
            let compiled = try target.assemble(fragment, into: region, options: options)
            return try FragmentAgreement.difference(fragment, compiled, RandomScratch()) != nil
        }
        #expect(try isFound(at: 8))
        #expect(try !isFound(at: 0))
    }
}
