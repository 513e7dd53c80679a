package import Primitives

/// Decides what is compiled, when, and who may run it, by a profile of calls and gas.
///
/// Any number of threads may use one at a time. Its state is behind one lock, under which nothing
/// is judged, compiled or freed; compiled code is looked up beside it, see `CodeCache`.
///
/// A piece of code is compiled by one thread at a time. Verdicts stand until `reset`; so many are
/// kept that code has long been forgotten before its verdict is (see `TieringLedger`).
package final class JITScheduler<Input: Sendable, Product: AnyObject & Sendable>: Sendable {
    private typealias Ledger = TieringLedger<Product>

    package let configuration: TieringConfiguration
    private let judge: @Sendable (Input) -> CompileVerdict
    private let compile: @Sendable (CodeKey, Input) -> CompileResult<Product>
    private let cache: CodeCache<Product>
    /// Jobs share the ledger and not the scheduler, which may go while one runs.
    private let ledger: Monitor<Ledger>
    /// Without a thread where compiling is done by who asks.
    private let pool: CompilePool

    /// - Parameters:
    ///   - configuration: every knob.
    ///   - judge: says whether a piece of code is to be compiled; asked once for each.
    ///   - compile: makes compiled code, ready to run; called on the thread that asks or, in the
    ///     background, on one of the pool's. Neither may call the scheduler.
    /// - Throws: the first knob that cannot be as it is.
    package init(
        _ configuration: TieringConfiguration,
        judge: @escaping @Sendable (Input) -> CompileVerdict,
        compile: @escaping @Sendable (CodeKey, Input) -> CompileResult<Product>
    ) throws(TieringConfigurationError) {
        try configuration.validate()
        self.configuration = configuration
        self.judge = judge
        self.compile = compile
        cache = CodeCache(capacity: configuration.cacheByteCount)
        ledger = Monitor(Ledger(configuration, visible: cache))
        pool = CompilePool(
            threads: configuration.threads, queueCapacity: configuration.queueCapacity)
    }

    deinit { shutDown() }

    /// What has been done so far.
    package var statistics: TieringStatistics {
        var statistics = ledger.withLock { $0.statistics }
        statistics.largestQueueDepth = pool.largestDepth
        return statistics
    }

    /// Hands out what has been done since this was last called.
    package func takeStatistics() -> TieringStatistics {
        var statistics = ledger.withLock { $0.takeStatistics() }
        statistics.largestQueueDepth = pool.largestDepth
        return statistics
    }

    /// Whether something is compiled in the background, or waits for it.
    package var isCompiling: Bool { pool.depth + pool.runningCount > 0 }

    /// Whether the profile's counters are what a recount of its window says; slow, for checks.
    package var isProfileExact: Bool { ledger.withLock { $0.isProfileExact } }

    /// Calls off what waits, and waits for what runs, `shutdownSeconds` at most.
    ///
    /// What is visible stays so; nothing else ever will be.
    package func shutDown() {
        ledger.withLock { $0.close() }
        ledger.wakeAll()
        pool.shutDown(within: configuration.shutdownSeconds)
    }

    /// Forgets profiles, verdicts, code, and what is withheld: the next case begins as the first.
    ///
    /// Results of what is being compiled are discarded; counters go on.
    package func reset() {
        ledger.change { $0.reset() }
        pool.cancelWaiting()
    }
}

// MARK: Profiling

extension JITScheduler {
    /// Records a call, and has its code compiled if that makes it hot enough.
    package func callBegins(_ key: CodeKey, _ input: Input) -> CallTicket {
        let (ticket, claim) = ledger.change { $0.callBegins(key) }
        if let claim { _ = carryOut(claim, input) }
        return ticket
    }

    /// Adds gas that a call has used itself to its record, and has the code compiled if that makes
    /// it hot enough.
    ///
    /// - Parameters:
    ///   - gas: what a stretch of the call has used.
    ///   - interpreted: whether the interpreter ran the stretch.
    ///   - ticket: the call's.
    ///   - key: names the call's code.
    ///   - input: the call's code.
    /// - Returns: whether the code may ever be compiled, as far as is known.
    @discardableResult
    package func add(
        _ gas: Int64, interpreted: Bool, to ticket: CallTicket, _ key: CodeKey, _ input: Input
    ) -> Bool {
        let (claim, mayBeCompiled) = ledger.change {
            $0.add(gas, interpreted: interpreted, to: ticket, key)
        }
        guard let claim else { return mayBeCompiled }
        _ = carryOut(claim, input)
        return ledger.withLock { $0.mayBeCompiled(key) }
    }
}

// MARK: Code

extension JITScheduler {
    /// Another number behind each change of what is visible; an acquire load.
    ///
    /// Read it before `product(for:)`, and what that returned, also nil, holds until the number is
    /// another.
    package var generation: UInt64 { cache.generation }

    /// The code to run, if it is visible.
    package func product(for key: CodeKey) -> Product? { cache.product(for: key) }

    /// Compiled code for who cannot do without.
    ///
    /// It does not become visible, but is kept, so that it is compiled once. Waits for another
    /// thread that compiles it.
    ///
    /// - Returns: nil if the code is not suitable, compiling it fails, or it is larger than what is
    ///   kept, and behind a shutdown.
    package func compileNow(_ key: CodeKey, _ input: Input) -> Product? {
        switch supply(key, for: .demand) {
        case .product(let product, _): product
        case .claim(let claim): carryOut(claim, input)
        case .nothing: nil
        }
    }

    /// What is known about compiling a piece of code.
    package func verdict(on key: CodeKey) -> CompileVerdict {
        ledger.withLock { $0.verdict(on: key) }
    }
}

// MARK: Events

extension JITScheduler {
    /// From now on, code with one of these hashes becomes visible at an event of its own only; what
    /// is visible stays so.
    package func withhold(_ codeHashes: Set<Word256>) {
        ledger.withLock { $0.withhold(codeHashes) }
    }

    /// Has something happen to a piece of code, on this thread, before it returns.
    ///
    /// - Returns: whether it took place. Nothing is compiled that is compiled already or turned
    ///   down; nothing is published or evicted that is not there; nothing fails twice.
    package func force(_ action: TieringEvent.Action, _ key: CodeKey, _ input: Input) -> Bool {
        switch action {
        case .compile: forceCompilation(key, input)
        case .publish: ledger.change { $0.publish(key) }
        case .fail: ledger.change { $0.fail(key) }
        case .evict: ledger.change { $0.evict(key) }
        }
    }

    private func forceCompilation(_ key: CodeKey, _ input: Input) -> Bool {
        switch supply(key, for: .event) {
        case .product(_, let isNew): isNew
        case .claim(let claim): carryOut(claim, input) != nil
        case .nothing: false
        }
    }
}

// MARK: Claims

extension JITScheduler {
    /// What there is of a piece of code, once nobody compiles it any more.
    private func supply(_ key: CodeKey, for purpose: Ledger.Purpose) -> Ledger.Supply {
        let supply = ledger.wait { $0.supply(key, for: purpose) }
        // Frees what had to go for it.
        ledger.change { _ in }
        return supply
    }

    /// Compiles what was claimed, or hands it to the pool.
    ///
    /// - Returns: the product, if there is one already.
    private func carryOut(_ claim: Ledger.Claim, _ input: Input) -> Product? {
        guard claim.isJudged || isSuitable(claim, input) else { return nil }
        switch (claim.purpose, configuration.compilation) {
        case (.profile, .background):
            submit(claim, input)
            return nil
        case (.profile, .scheduled), (.profile, .failing), (.event, _), (.demand, _):
            ledger.withLock { $0.accept(claim) }
            return work(input).perform(claim)
        }
    }

    /// The one place where code is judged: by who has claimed it, so once.
    private func isSuitable(_ claim: Ledger.Claim, _ input: Input) -> Bool {
        let verdict = judge(input)
        let isSuitable = ledger.withLock { $0.note(verdict, of: claim) }
        if !isSuitable { ledger.wakeAll() }
        return isSuitable
    }

    private func submit(_ claim: Ledger.Claim, _ input: Input) {
        let work = work(input)
        let job = CompileJob {
            _ = work.perform(claim)
        } cancel: {
            work.cancel(claim)
        }
        switch pool.submit(job) {
        case .accepted: ledger.withLock { $0.accept(claim) }
        case .full:
            ledger.withLock { $0.refuse(claim) }
            ledger.wakeAll()
        case .closed: work.cancel(claim)
        }
    }

    private func work(_ input: Input) -> CompileWork<Input, Product> {
        CompileWork(
            input: input, compile: configuration.compilation == .failing ? nil : compile,
            ledger: ledger)
    }
}
