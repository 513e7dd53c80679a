import Primitives

/// Who may compile what, and what has come of it: the state of a scheduler.
///
/// Belongs to one thread at a time: whoever shares it locks. Nothing here takes long: no code is
/// judged, compiled or freed.
///
/// 1. A piece of code is compiled by one at a time: who has a `Claim`. Each claim is ended once, by
///    `refuse`, `cancel`, `note` with a verdict against it, or `finish`.
/// 2. A verdict stands until `reset`, whatever becomes of profile and code. The table of verdicts
///    has an end: beyond four times as many as there may be profiles the one unused for longest
///    goes, and is found again if it is needed.
/// 3. Code is in `visible` or in `kept`, never in both.
struct TieringLedger<Product: AnyObject & Sendable>: ~Copyable, Sendable {
    /// The right to compile a piece of code, and the duty to say what came of it.
    struct Claim: Sendable {
        let key: CodeKey
        let purpose: Purpose
        /// Whether it is known to be suitable.
        let isJudged: Bool
    }

    /// Why code is compiled.
    enum Purpose: Sendable {
        /// Its profile is reason to.
        case profile
        /// A schedule has it compiled.
        case event
        /// A switch demands compiled code for itself; others are not to see it.
        case demand
    }

    /// What there is for who needs compiled code.
    enum Supply: Sendable {
        /// This; and whether it has just become visible.
        case product(Product, isNew: Bool)
        /// A claim to make it.
        case claim(Claim)
        /// None, whatever is done.
        case nothing
    }

    private let configuration: TieringConfiguration
    private let standingCapacity: Int
    private var store: ProfileStore
    private var standings = RecencyTable<CodeStanding>()
    /// The code that is being compiled, and whether its product is wanted.
    private var flights: [CodeKey: Bool] = [:]
    /// The code that becomes visible by an event only.
    private var withheld: Set<Word256> = []
    /// What every thread may run.
    private let visible: CodeCache<Product>
    /// What is compiled and not to be seen: withheld, or made for a switch.
    private let kept: CodeCache<Product>
    /// What was dropped since this was last taken, to be freed where no lock is held.
    var rubbish: [Product] = []
    private(set) var statistics = TieringStatistics()
    private(set) var isClosed = false

    init(_ configuration: TieringConfiguration, visible: CodeCache<Product>) {
        self.configuration = configuration
        self.visible = visible
        kept = CodeCache(capacity: configuration.cacheByteCount)
        standingCapacity = 4 * max(4096, configuration.profileCapacity)
        store = ProfileStore(
            window: configuration.window, capacity: configuration.profileCapacity)
    }
}

// MARK: Profiling

extension TieringLedger {
    mutating func callBegins(_ key: CodeKey) -> (CallTicket, Claim?) {
        statistics.calls += 1
        let ticket = store.callBegins(key)
        let place = place(of: key)
        guard !standings[place].isSettled else { return (ticket, nil) }
        standings[place].callBegins()
        return (ticket, claimIfDue(key, ticket, at: place))
    }

    mutating func add(
        _ gas: Int64, interpreted: Bool, to ticket: CallTicket, _ key: CodeKey
    ) -> Claim? {
        store.add(gas, to: ticket)
        let place = place(of: key)
        guard !standings[place].isSettled else { return nil }
        standings[place].add(gas, interpreted: interpreted)
        return claimIfDue(key, ticket, at: place)
    }

    var isProfileExact: Bool { store.isExact }

    /// Where a piece of code's standing is, which begins here for code that is new.
    private mutating func place(of key: CodeKey) -> Int {
        if let place = standings.use(key) { return place }
        if standings.count >= standingCapacity { _ = standings.removeOldest() }
        return standings.insert(CodeStanding(), for: key)
    }

    private mutating func claimIfDue(
        _ key: CodeKey, _ ticket: CallTicket, at place: Int
    ) -> Claim? {
        guard
            standings[place].isDue(
                store.counts(of: key, called: ticket), configuration, byteCount: key.byteCount),
            !isClosed, flights[key] == nil, standings[place].takesOccasion()
        else { return nil }
        switch supply(key, for: .profile) {
        case .claim(let claim): return claim
        case .product, .nothing, nil: return nil
        }
    }
}

// MARK: Claims

extension TieringLedger {
    /// What there is of a piece of code; nil while somebody compiles it.
    mutating func supply(_ key: CodeKey, for purpose: Purpose) -> Supply? {
        guard !isClosed else { return Supply.nothing }
        let place = place(of: key)
        if let product = visible.product(for: key) {
            standings[place].isHandled = true
            return .product(product, isNew: false)
        }
        if let product = kept.product(for: key) {
            let isSeen = purpose != .demand && !withheld.contains(key.codeHash)
            if isSeen { reveal(key) }
            return .product(product, isNew: isSeen)
        }
        if standings[place].isSettled, flights[key] == nil { return Supply.nothing }
        guard flights[key] == nil else { return nil }
        flights[key] = true
        standings[place].isHandled = true
        return .claim(
            Claim(key: key, purpose: purpose, isJudged: standings[place].verdict != .unknown))
    }

    /// Takes down what a claim's code was found to be.
    ///
    /// - Returns: whether it is to be compiled.
    mutating func note(_ verdict: CompileVerdict, of claim: Claim) -> Bool {
        guard flights[claim.key] == true, !isClosed else {
            discard(claim)
            return false
        }
        standings[place(of: claim.key)].verdict = verdict
        switch verdict {
        case .suitable: return true
        case .rejected(let reason): statistics.reject(reason)
        case .failed(let reason): statistics.fail(reason)
        case .unknown: break
        }
        end(claim)
        return false
    }

    /// A claim's compilation waits for a thread, or begins.
    mutating func accept(_ claim: Claim) {
        guard claim.purpose == .profile else { return }
        statistics.triggers += 1
        standings[place(of: claim.key)].comeBack()
    }

    /// There was no room for a claim's compilation.
    mutating func refuse(_ claim: Claim) {
        statistics.queueFull += 1
        end(claim)
        standings[place(of: claim.key)].backAway()
    }

    /// A claim's compilation was called off before it began.
    mutating func cancel(_ claim: Claim) {
        statistics.cancelled += 1
        end(claim)
    }

    /// Whether a claim's compilation is still worth beginning; if not, the claim has ended.
    mutating func begin(_ claim: Claim) -> Bool {
        guard flights[claim.key] == true, !isClosed else {
            discard(claim)
            return false
        }
        return true
    }

    /// Takes what came of a claim's compilation.
    ///
    /// - Returns: the product, if it is kept.
    mutating func finish(
        _ claim: Claim, _ result: CompileResult<Product>, seconds: Double
    ) -> Product? {
        statistics.compileTimes.add(seconds)
        guard flights[claim.key] == true, !isClosed else {
            discard(claim)
            return nil
        }
        end(claim)
        switch result {
        case .compiled(let product, let byteCount):
            return take(product, byteCount: byteCount, claim)
        case .failed(let reason):
            fail(claim, reason)
            return nil
        }
    }

    private mutating func discard(_ claim: Claim) {
        statistics.discarded += 1
        end(claim)
    }

    private mutating func end(_ claim: Claim) {
        flights[claim.key] = nil
        standings[place(of: claim.key)].isHandled = false
    }

    private mutating func fail(_ claim: Claim, _ reason: String) {
        statistics.fail(reason)
        standings[place(of: claim.key)].verdict = .failed(reason)
    }
}

// MARK: Code

extension TieringLedger {
    private mutating func take(_ product: Product, byteCount: Int, _ claim: Claim) -> Product? {
        guard byteCount <= visible.capacity else {
            rubbish.append(product)
            fail(claim, "larger than the code cache")
            return nil
        }
        statistics.compiled += 1
        statistics.byteCodeBytes += claim.key.byteCount
        statistics.machineCodeBytes += byteCount
        let entry = CodeCache.Entry(key: claim.key, product: product, byteCount: byteCount)
        if claim.purpose == .demand || withheld.contains(claim.key.codeHash) {
            put(entry, in: kept)
        } else {
            show(entry)
        }
        return product
    }

    /// Makes code visible that was kept.
    private mutating func reveal(_ key: CodeKey) {
        if let entry = kept.evict(key) { show(entry) }
    }

    /// Makes code visible; all else that belongs to it is taken down before.
    private mutating func show(_ entry: CodeCache<Product>.Entry) {
        statistics.published += 1
        standings[place(of: entry.key)].isHandled = true
        put(entry, in: visible)
    }

    private mutating func put(_ entry: CodeCache<Product>.Entry, in cache: CodeCache<Product>) {
        let dropped = cache.publish(entry.product, byteCount: entry.byteCount, for: entry.key)
        for former in dropped ?? [] { lose(former) }
    }

    private mutating func lose(_ entry: CodeCache<Product>.Entry) {
        statistics.evicted += 1
        rubbish.append(entry.product)
        standings[place(of: entry.key)].lose()
    }
}

// MARK: Events

extension TieringLedger {
    /// What is known about compiling a piece of code; asking is no use of it.
    func verdict(on key: CodeKey) -> CompileVerdict {
        standings.value(for: key)?.verdict ?? .unknown
    }

    mutating func withhold(_ codeHashes: Set<Word256>) { withheld = codeHashes }

    /// Ends that a piece of code is withheld.
    ///
    /// - Returns: whether it was compiled and became visible.
    mutating func publish(_ key: CodeKey) -> Bool {
        withheld.remove(key.codeHash)
        guard !isClosed, kept.contains(key) else { return false }
        reveal(key)
        return true
    }

    /// Has compiling a piece of code fail; a compilation under way is for nothing.
    ///
    /// - Returns: whether anything would have come of it before.
    mutating func fail(_ key: CodeKey) -> Bool {
        let place = place(of: key)
        switch standings[place].verdict {
        case .rejected, .failed: return false
        case .unknown, .suitable: break
        }
        standings[place].verdict = .failed("by an event of the schedule")
        if flights[key] != nil { flights[key] = false }
        return true
    }

    /// Drops a piece of code, visible or not.
    ///
    /// - Returns: whether there was any.
    mutating func evict(_ key: CodeKey) -> Bool {
        guard visible.contains(key) || kept.contains(key) else { return false }
        if let entry = visible.evict(key) ?? kept.evict(key) { lose(entry) }
        return true
    }

    /// Forgets profiles, verdicts and code; what is being compiled is for nothing.
    mutating func reset() {
        store.removeAll()
        standings = RecencyTable()
        withheld = []
        for key in flights.keys { flights[key] = false }
        rubbish += (visible.removeAll() + kept.removeAll()).map(\.product)
    }

    /// Hands out the counters, which begin anew.
    mutating func takeStatistics() -> TieringStatistics {
        defer { statistics = TieringStatistics() }
        return statistics
    }

    /// Compiles nothing from now on, and takes no more results.
    mutating func close() { isClosed = true }
}
