import Codegen
import TestSupport
import Testing

/// That each pass does something: what it leaves of random fragments, counted.
@Suite struct PassEffectTests {
    /// What is left of some fragments.
    struct Remains {
        var instructions = 0
        var guards = 0
        var selections = 0
        var stores = 0
        var flagProducers = 0

        mutating func add(_ buffer: LIRBuffer) {
            for instruction in buffer.instructions {
                let row = instruction.opcode.row
                instructions += 1
                if row.a == .condition && row.c == .exit { guards += 1 }
                if row.a == .condition && row.result == .word { selections += 1 }
                if row.traits.contains(.stores) && row.c != .argumentCount { stores += 1 }
                if row.carryOut != .void { flagProducers += 1 }
            }
        }
    }

    private static func fragments(_ body: (Fragment) throws -> Void) throws {
        for seed in 0..<200 as Range<UInt64> {
            var options = RandomFragmentOptions(shapedBy: seed)
            options.hasRepetition = true
            try body(try RandomFragment.make(seed: seed, options: options))
        }
    }

    private static func remains(of passes: Set<LIRPass>) throws -> Remains {
        var remains = Remains()
        try fragments { remains.add(try PassPipeline(passes: passes).rewrite($0).buffer) }
        return remains
    }

    @Test func `each pass removes what it is for`() throws {
        let plain = try Self.remains(of: [])
        #expect(try Self.remains(of: [.expression]).guards < plain.guards)
        #expect(try Self.remains(of: [.deadStores]).stores < plain.stores)
        #expect(try Self.remains(of: [.carryAll]).flagProducers == 0)
        #expect(plain.flagProducers > 100)
        let shared = try Self.remains(of: [.commonSubexpression])
        #expect(shared.instructions < plain.instructions)
        let known = try Self.remains(of: [.commonSubexpression, .knownConditions])
        #expect(known.guards < shared.guards && known.selections < shared.selections)
        #expect(try Self.remains(of: [.commonSubexpression, .guards]).guards < known.guards)
    }

    @Test func `carries that flags cannot hold are computed anew`() throws {
        var options = RandomFragmentOptions()
        options.hasLooseCarries = true
        var (refused, kept) = (0, 0)
        for seed in 0..<100 as Range<UInt64> {
            let plain = try RandomFragment.make(seed: seed, options: options)
            let adjacent = PassPipeline(passes: [], validation: .ends)
            do { _ = try adjacent.rewrite(plain) } catch { refused += 1 }
            let passed = try PassPipeline(passes: [.carry], validation: .ends).rewrite(plain)
            var remains = Remains()
            remains.add(passed.buffer)
            kept += remains.flagProducers
        }
        #expect(refused > 50)
        #expect(kept > 100)
    }

    @Test func `loads are folded where the machine has operands in memory`() throws {
        let region = try CodeRegion(byteCount: 1 << 20)
        func bytes(folding: Bool, _ fragment: Fragment, for target: InstructionSet) throws -> Int {
            var options = AssemblerOptions()
            options.foldsLoads = folding
            switch target {
            case .x64:
                return try Assembler.assemble(
                    fragment, backend: X64Backend(features: .all), into: region, options: options
                ).codeByteCount
            case .aarch64:
                return try Assembler.assemble(
                    fragment, backend: A64Backend(), into: region, options: options
                ).codeByteCount
            }
        }
        var (folded, loaded) = (0, 0)
        try Self.fragments { fragment in
            folded += try bytes(folding: true, fragment, for: .x64)
            loaded += try bytes(folding: false, fragment, for: .x64)
            #expect(
                try bytes(folding: true, fragment, for: .aarch64)
                    == bytes(folding: false, fragment, for: .aarch64))
        }
        #expect(folded < loaded)
    }
}
