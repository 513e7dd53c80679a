package import Primitives

/// What a profile, a verdict and compiled code are known by.
///
/// Never an address: a delegation (EIP-7702) or a CREATE2 puts other code there, and clones have
/// the same code elsewhere.
package struct CodeKey: Hashable, Sendable {
    /// Keccak-256 of the byte code.
    package let codeHash: Word256
    /// The length of the byte code.
    package let byteCount: Int
    package let fork: Fork
    /// Names how code is made, where that can differ: no code made otherwise is taken for it.
    package let generation: UInt64

    package init(codeHash: Word256, byteCount: Int, fork: Fork, generation: UInt64 = 0) {
        self.codeHash = codeHash
        self.byteCount = byteCount
        self.fork = fork
        self.generation = generation
    }

    /// A part of the code's hash is hash enough; equality looks at all of it.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(codeHash.limb0)
    }
}
