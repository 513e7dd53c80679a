import Primitives

/// A compilation with all that it needs: it knows no scheduler, and outlives it.
struct CompileWork<Input: Sendable, Product: AnyObject & Sendable>: Sendable {
    typealias Claim = TieringLedger<Product>.Claim

    let input: Input
    /// Nil where every compilation fails.
    let compile: (@Sendable (CodeKey, Input) -> CompileResult<Product>)?
    let ledger: Monitor<TieringLedger<Product>>

    /// Compiles, and hands the result in, if anybody still wants it.
    ///
    /// - Returns: the product, if it is kept.
    func perform(_ claim: Claim) -> Product? {
        defer { ledger.wakeAll() }
        guard ledger.withLock({ $0.begin(claim) }) else { return nil }
        let start = ContinuousClock.now
        let result = compile?(claim.key, input) ?? .failed("every compilation is to fail")
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return ledger.change { $0.finish(claim, result, seconds: seconds) }
    }

    func cancel(_ claim: Claim) {
        ledger.withLock { $0.cancel(claim) }
        ledger.wakeAll()
    }
}

extension Monitor where State: ~Copyable {
    /// Does something with a ledger, and frees what was dropped when it is unlocked again.
    func change<Product, Result>(
        _ body: (inout TieringLedger<Product>) -> Result
    ) -> Result where State == TieringLedger<Product> {
        var rubbish: [Product] = []
        defer { withExtendedLifetime(rubbish) {} }
        return withLock { ledger in
            defer { swap(&rubbish, &ledger.rubbish) }
            return body(&ledger)
        }
    }
}
