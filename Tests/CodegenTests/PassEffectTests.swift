import Codegen
import Testing

/// That each pass does something: what it leaves of random fragments, counted.
@Suite struct PassEffectTests {
    /// What is left of some fragments.
    struct Remains {
        var instructions = 0
        var guards = 0
        var stores = 0
        var carries = 0

        init() {}

        mutating func add(_ buffer: LIRBuffer) {
            for instruction in buffer.instructions {
                let row = instruction.opcode.row
                instructions += 1
                if row.a == .condition && row.c == .exit { guards += 1 }
                if row.traits.contains(.stores) && row.c != .argumentCount { stores += 1 }
                if row.carryOut != .void { carries += 1 }
            }
        }
    }

    static func remains(of passes: Set<LIRPass>) throws -> Remains {
        var remains = Remains()
        for seed in 0..<400 as Range<UInt64> {
            var options = RandomFragmentOptions(shapedBy: seed)
            options.hasRepetition = true
            let plain = try RandomFragment.make(seed: seed, options: options)
            remains.add(try PassPipeline(passes: passes).rewrite(plain).buffer)
        }
        return remains
    }

    @Test func `show effects`() throws {
        for set in [[], [.expression], [.commonSubexpression], [.commonSubexpression, .knownConditions], [.guards], [.commonSubexpression,.guards], [.commonSubexpression,.knownConditions,.guards], [.deadStores], [.expression, .commonSubexpression, .deadStores]] as [Set<LIRPass>] {
            print(set.map(\.rawValue), try Self.remains(of: set))
        }
    }
}
