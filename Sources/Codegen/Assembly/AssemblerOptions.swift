/// How a fragment is assembled; the defaults are for use, the rest for tests.
package struct AssemblerOptions: Hashable, Sendable {
    /// The most spill slots a fragment can have.
    package static let maximumSpillSlotCount = 4096

    /// How many registers the allocator may manage, not below the minimum; nil for all.
    package var registerCount: Int?
    /// If there is a seed, values are spilled and moved at random between instructions.
    package var noiseSeed: UInt64?
    /// Whether a load that is used once, close by, becomes an operand of its use.
    package var foldsLoads = true
    package var maximumInstructionCount = 4 << 20
    package var maximumCodeByteCount = 16 << 20
    /// Bytes that the code of all fragments of one back end may take together.
    package var codeRegionByteCount = 64 << 20
    package var spillSlotCount = AssemblerOptions.maximumSpillSlotCount
    /// Mistakes to make; none but in tests of a comparison.
    package var faults: CodegenFaults = []

    package init(registerCount: Int? = nil, noiseSeed: UInt64? = nil) {
        self.registerCount = registerCount
        self.noiseSeed = noiseSeed
    }
}
