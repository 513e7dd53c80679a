package import Primitives
package import VM

/// Something that programs may have besides plain instructions, and that a case can do without.
package enum ProgramFeature: CaseIterable, Sendable {
    /// Loops of up to 200 rounds.
    case hotLoops
    /// Blocks whose static gas is more than 16 bits hold.
    case heavyBlocks
    /// Offsets, lengths and gas that nothing can pay for.
    case hugeOperands
    /// Operands that come out of call data, which nothing can fold.
    case callData
    /// Calls of the program's own address.
    case selfCalls
    /// Calls of precompiled contracts.
    case precompiles
    /// Jumps whose target is not known where they stand.
    case computedJumps
    /// Undefined bytes, bad jumps, stack underflow, later forks' opcodes.
    case rarities
    /// Code that ends within a PUSH.
    case truncation
}

/// What programs are made of: a random part of all that there is, so that what is there does not
/// always come with everything else ("swarm testing").
package struct ProgramFeatures: Sendable {
    /// The families that parts are of.
    package var families = OpcodeFamily.allCases
    package var features = Set(ProgramFeature.allCases)

    /// All families and features.
    package static let all = ProgramFeatures()

    package init() {}

    /// All of it, or each with a chance of two in three.
    package init(using generator: inout SeededGenerator) {
        guard !generator.oneIn(4) else { return }
        families = OpcodeFamily.allCases.filter { _ in !generator.oneIn(3) }
        if families.isEmpty { families = OpcodeFamily.allCases }
        features = []
        for feature in ProgramFeature.allCases where !generator.oneIn(3) {
            features.insert(feature)
        }
    }

    package func has(_ feature: ProgramFeature) -> Bool { features.contains(feature) }
}
