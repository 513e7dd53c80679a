package import VM

/// What a campaign makes up cases of.
package struct FuzzOptions: Equatable, Sendable {
    /// A part of the fuzzer that can be left out, to see what it is good for.
    package enum Feature: String, CaseIterable, Sendable {
        /// Schedules other than `none`.
        case schedules
        /// Operands that reach every limb; without it, small and uniformly random ones.
        case limbs
        /// Cases again with gas at and beside a charge.
        case gasSweep = "gas-sweep"
        /// Changing cases that reached something new, instead of making all anew.
        case feedback
    }

    package var forks = Fork.allCases
    package var without: Set<Feature> = []
    /// Instructions after which a program ends, roughly.
    package var maximumInstructions = 64
    /// Whether tiers change by themselves in some subject, so that schedules name what happens to
    /// code; follows from the subjects.
    package var isTiered = false

    /// The most that `maximumInstructions` may be.
    package static let largestMaximumInstructions = 10_000

    package init() {}

    package func uses(_ feature: Feature) -> Bool { !without.contains(feature) }
}
