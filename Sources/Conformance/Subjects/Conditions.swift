package import Codegen

/// How compiled code is made and entered in a case, beyond what its byte code says.
///
/// None of it may change what a case does. Part of the case, so that what depends on it is found
/// again, and made small like everything else.
package struct Conditions: Hashable, Sendable {
    /// How many registers the allocator may use; nil for all.
    package var registerCount: Int?
    /// Seed of spills and moves that nothing needs; nil for none.
    package var noiseSeed: UInt64?
    /// What a compiled tier finds in each byte that nothing may read; nil for the usual.
    ///
    /// That is what lies above an operand stack's top, and behind the size of memory. The
    /// interpreter finds the usual, so that a read shows also in code that both share.
    package var poison: UInt8?

    /// As compiled code is made in use.
    package static let usual = Conditions()

    /// The numbers of registers that a saved case may name; the allocator has a minimum of its own.
    package static let registerCounts = 1...64

    package init(registerCount: Int? = nil, noiseSeed: UInt64? = nil, poison: UInt8? = nil) {
        self.registerCount = registerCount
        self.noiseSeed = noiseSeed
        self.poison = poison
    }

    /// What concerns how code is made: where it changes, all code is made anew.
    package var ofCode: Conditions {
        Conditions(registerCount: registerCount, noiseSeed: noiseSeed)
    }

    /// The options that the assembler understands.
    package var assemblerOptions: AssemblerOptions {
        AssemblerOptions(registerCount: registerCount, noiseSeed: noiseSeed)
    }
}
