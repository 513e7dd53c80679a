import Conformance
package import Primitives
import VM

/// Changes a case in one way.
package protocol Mutator: Sendable {
    /// Changes the case, or leaves it as it is where it has nothing that this could change.
    static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial)
}

/// What mutators draw from.
package struct MutationMaterial {
    package var generator: SeededGenerator
    package let options: FuzzOptions
    /// Another case, to take parts from.
    package let other: FuzzCase

    package init(_ generator: SeededGenerator, _ options: FuzzOptions, other: FuzzCase) {
        self.generator = generator
        self.options = options
        self.other = other
    }

    /// A word for an operand, a value or a slot.
    mutating func word() -> Word256 {
        options.uses(.limbs)
            ? LimbConstants.draw(using: &generator) : Word256(generator.below(256))
    }
}

/// All the ways to change cases.
package enum Mutators {
    /// Each with how often it is taken, against the others.
    private static let all: [(mutator: any Mutator.Type, weight: Int)] = [
        (PartInsertion.self, 6), (InstructionRemoval.self, 4), (InstructionReplacement.self, 3),
        (ConstantChange.self, 6), (ProgramSplice.self, 4), (GasChange.self, 3),
        (CallDataChange.self, 3), (ValueChange.self, 1), (StateChange.self, 2),
        (ForkChange.self, 1), (ScheduleChange.self, 3), (ConditionsChange.self, 1),
    ]
    private static let weights = all.map(\.weight)

    /// Every mutator, for tests.
    package static let list = all.map(\.mutator)

    /// Changes a case in one to four ways.
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        for _ in 0..<material.generator.between(1...4) {
            all[material.generator.weightedIndex(weights)].mutator
                .mutate(&item, using: &material)
        }
    }
}
