import Codegen
import Testing

/// Random fragments mean the same before and after every choice of passes.
@Suite struct PassRandomTests {
    private static let rewriting = LIRPass.rewriting

    /// Every choice of passes that keeps one carry pass at most.
    static let choices: [Set<LIRPass>] = (1..<1 << rewriting.count).map { bits in
        Set(rewriting.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
    }.filter { !$0.isSuperset(of: [.carry, .carryAll]) }

    /// Each pass alone, and all but each.
    static let telling = choices.filter { $0.count == 1 || $0.count >= rewriting.count - 2 }

    private static func name(_ passes: Set<LIRPass>) -> String {
        passes.map(\.rawValue).sorted().joined(separator: ",")
    }

    @Test(arguments: telling)
    func `passes change no result, memory, register or exit`(passes: Set<LIRPass>) throws {
        for seed in 0..<100 as Range<UInt64> { try Self.check(passes, seed: seed) }
    }

    /// Fragments for each choice, of which there are hundreds.
    #if DEBUG
    private static let fragments = 2
    #else
    private static let fragments = 10
    #endif

    @Test func `no choice of passes changes anything`() throws {
        for (number, passes) in Self.choices.enumerated() {
            for seed in 0..<Self.fragments {
                try Self.check(passes, seed: UInt64(1000 + number * 10 + seed))
            }
        }
    }

    private static func check(_ passes: Set<LIRPass>, seed: UInt64) throws {
        var options = RandomFragmentOptions(shapedBy: seed)
        let legalises = passes.contains(.carry) || passes.contains(.carryAll)
        options.hasLooseCarries = legalises && seed % 2 == 0
        options.hasRepetition = seed % 3 != 0
        let plain = try RandomFragment.make(seed: seed, options: options)
        let pipeline = PassPipeline(passes: passes, validation: .everyPass)
        let passed = try pipeline.rewrite(plain)
        try FragmentAgreement.check(plain, passed, "seed \(seed), passes \(name(passes))")
        // The same as production has it: at one go, dropped stores still there as immediates.
        let atOnce = try RandomFragment.make(
            seed: seed, options: options, pipeline: PassPipeline(passes: passes))
        try FragmentAgreement.check(
            plain, atOnce, "seed \(seed) at once, passes \(name(passes))")
    }

    /// Jumps that are folded away leave code that nothing leads to: in seed 643, with values of
    /// other ways.
    @Test func `what is left after folding keeps all rules`() throws {
        var options = RandomFragmentOptions()
        options.hasLooseCarries = true
        for seed in 600..<700 as Range<UInt64> {
            let plain = try RandomFragment.make(seed: seed, options: options)
            let passed = try PassPipeline(isValidating: true).rewrite(plain)
            #expect(passed.buffer.entries.count == plain.buffer.entries.count)
        }
    }

    @Test func `a pass that runs again changes nothing more`() throws {
        for seed in 0..<100 as Range<UInt64> {
            let plain = try RandomFragment.make(
                seed: seed, options: RandomFragmentOptions(shapedBy: seed))
            let pipeline = PassPipeline(passes: [.carryAll])
            let once = try pipeline.rewrite(plain)
            #expect(try pipeline.rewrite(once) == once, "seed \(seed)")
        }
    }

    @Test func `the form without flags has no flags`() throws {
        for seed in 0..<100 as Range<UInt64> {
            let plain = try RandomFragment.make(
                seed: seed, options: RandomFragmentOptions(shapedBy: seed))
            let passed = try PassPipeline(passes: [.carryAll]).rewrite(plain)
            #expect(
                passed.buffer.instructions.allSatisfy {
                    $0.opcode.row.carryOut == .void && $0.opcode.row.a != .flag
                })
        }
    }

    /// The generator is worth its name only if what it makes is varied and mostly runs on.
    @Test func `random fragments use every opcode`() throws {
        var seen: Set<LIROpcode> = []
        for seed in 0..<400 as Range<UInt64> {
            let options = RandomFragmentOptions(shapedBy: seed)
            let fragment = try RandomFragment.make(seed: seed, options: options)
            seen.formUnion(fragment.buffer.instructions.map(\.opcode))
        }
        let missing = Set(LIROpcode.allCases).subtracting(seen)
        #expect(missing == [.comment, .unreachable])
    }

    @Test func `a seed always gives the same fragment`() throws {
        let first = try RandomFragment.make(seed: 7)
        #expect(try RandomFragment.make(seed: 7) == first)
        #expect(try RandomFragment.make(seed: 8) != first)
    }
}
