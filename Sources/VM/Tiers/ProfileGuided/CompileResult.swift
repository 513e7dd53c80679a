/// What came of a compilation: a value either way.
package enum CompileResult<Product: Sendable>: Sendable {
    /// Ready to run: written, sealed, and seen by no thread yet.
    ///
    /// - Parameter byteCount: what it counts for in the code cache, in bytes.
    case compiled(Product, byteCount: Int)
    /// There is none, for this reason in words.
    case failed(String)
}
