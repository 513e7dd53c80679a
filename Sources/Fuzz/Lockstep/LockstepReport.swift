package import VM

/// What became of one run in the method tier, compared with the interpreter's.
package struct LockstepReport: Sendable {
    /// One line for each thing that differs; empty where the tiers agree.
    package var differences: [String] = []
    /// The first head at which they do not agree.
    package var mismatch: HeadMismatch?
    /// Heads that were switched at and compared.
    package var switchCount = 0
    /// Helper exits that a schedule asked for and that took place.
    package var helperExitCount = 0
    /// Instructions that compiled code executed.
    package var compiledInstructions: UInt64 = 0

    package var agrees: Bool { differences.isEmpty }
}
