/// A change of a few bytes of code, and how to undo it.
struct CodePatch: Sendable {
    let offset: Int
    let original: [UInt8]
    let forced: [UInt8]
}

/// Forces guards of one fragment to leave, whatever they test, and sets them free again.
///
/// The only writer of code after it was sealed. The pages of a patched guard are writable, and not
/// executable, for the moment: nothing may run the fragment meanwhile.
package struct CodePatcher {
    private let fragment: CompiledFragment
    private var applied: [LIRExit: CodePatch] = [:]

    package init(_ fragment: CompiledFragment) {
        self.fragment = fragment
    }

    /// Makes these guards leave always, and no others.
    ///
    /// An exit without a guard, or of one that leaves always anyway, is passed over.
    package mutating func force(_ exits: Set<LIRExit>) throws(AssemblyError) {
        for (exit, patch) in applied where !exits.contains(exit) {
            try fragment.replace(at: patch.offset, with: patch.original)
            applied[exit] = nil
        }
        for exit in exits where applied[exit] == nil {
            guard let patch = fragment.patch(forcing: exit) else { continue }
            try fragment.replace(at: patch.offset, with: patch.forced)
            applied[exit] = patch
        }
    }
}
