/// How a fragment came to be.
package enum FragmentKind: UInt8, CaseIterable, Sendable {
    /// A whole method.
    case method
    /// The trunk of a tree of traces.
    case root
    /// A trace that starts at another's exit.
    case branch
}

/// A unit of compilation: a buffer and what the embedder knows it by.
package struct Fragment {
    package let identifier: UInt32
    package let kind: FragmentKind
    /// Of the embedder's choosing.
    package let key: UInt64
    package let buffer: LIRBuffer

    package init(
        identifier: UInt32 = 0, kind: FragmentKind = .method, key: UInt64 = 0,
        buffer: LIRBuffer = LIRBuffer()
    ) {
        self.identifier = identifier
        self.kind = kind
        self.key = key
        self.buffer = buffer
    }
}
