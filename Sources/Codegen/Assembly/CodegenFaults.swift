/// Mistakes that the code generator makes on request, to prove that a comparison finds them.
///
/// They belong to one compilation, which asks for them; the code that it makes never does.
package struct CodegenFaults: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    // MARK: Passes

    /// The read of a state register gives what it held before it was written.
    package static let mergesStateReads = CodegenFaults(rawValue: 1 << 0)
    /// Funnel shifts that differ in their counts alone count as equal.
    package static let mergesFunnelShifts = CodegenFaults(rawValue: 1 << 1)

    // MARK: Registers and slots

    /// A zero that is made between the links of a carry chain clears the carry.
    package static let clearsCarry = CodegenFaults(rawValue: 1 << 2)
    /// A spilled value is read again from the first state register.
    package static let reloadsState = CodegenFaults(rawValue: 1 << 3)
    /// Values stay in registers where ways meet, whatever the other way left there.
    package static let crossesLabels = CodegenFaults(rawValue: 1 << 4)
    /// A value that only a snapshot needs is left out, and read as zero.
    package static let omitsSnapshotValues = CodegenFaults(rawValue: 1 << 5)

    // MARK: Instructions

    /// A conditional move takes the low half of its operand.
    package static let halvesSelections = CodegenFaults(rawValue: 1 << 6)
    /// A load of half a word reads a whole one, but for loads of the state.
    package static let widensLoads = CodegenFaults(rawValue: 1 << 7)
    /// A division takes for its dividend's high half whatever is there; on AArch64, where there is
    /// no such half, for the whole dividend.
    package static let keepsHighDividend = CodegenFaults(rawValue: 1 << 8)
    /// A distance that is filled in late is that to the target before.
    package static let misdirectsJumps = CodegenFaults(rawValue: 1 << 9)
    /// There is no code for a return: nothing is compiled.
    package static let refusesReturns = CodegenFaults(rawValue: 1 << 10)
}
