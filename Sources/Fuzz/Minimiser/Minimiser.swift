package import Conformance

/// Makes a diverging case small, its signature kept.
package struct Minimiser {
    private let runner: DifferentialRunner

    package init(_ runner: DifferentialRunner) { self.runner = runner }

    /// The smallest case found that still has the signature; `item` itself if there is none.
    ///
    /// - Throws: that a case could not be run at all.
    package func minimise(
        _ item: FuzzCase, keeping signature: Signature
    ) throws(SubjectFailure) -> FuzzCase {
        item
    }
}
