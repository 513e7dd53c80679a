import Conformance
import Primitives
import VM

/// Makes up one case after the other, a pure function of the seed and of what it is told of them.
package struct CaseSource {
    private let options: FuzzOptions
    private let cases: CaseGenerator
    private var generator: SeededGenerator
    private var count = 0
    /// How code is compiled in the current stretch of cases.
    private var conditions = Conditions.usual
    private var coverage = Coverage()
    private var corpus = CaseCorpus()
    /// Cases to come next: variants of the last ones.
    private var pending: [FuzzCase] = []

    /// Cases that are compiled in the same way, as a change costs all code compiled so far.
    private static let stretch = 256

    /// Cases of a corpus that one source draws from.
    private static let largestBaseCount = 128

    /// - Parameters:
    ///   - options: what cases are made up of.
    ///   - seed: what everything random comes from.
    ///   - bases: cases to change, and to take code from.
    ///   - first: cases to begin with, as they are.
    package init(
        _ options: FuzzOptions = FuzzOptions(), seed: UInt64, bases: [FuzzCase] = [],
        first: some Collection<FuzzCase> = EmptyCollection()
    ) {
        self.options = options
        cases = CaseGenerator(options)
        generator = SeededGenerator(seed: seed)
        pending = first.reversed()
        for _ in 0..<min(Self.largestBaseCount, bases.count) {
            if let base = generator.element(of: bases) { corpus.keep(base, using: &generator) }
        }
    }

    /// The next case.
    package mutating func next() -> FuzzCase {
        let fork = options.forks[count % options.forks.count]
        if count % Self.stretch == 0 { changeConditions() }
        count += 1
        var item = pending.popLast() ?? mutant() ?? cases.next(fork, using: &generator)
        item.conditions.registerCount = conditions.registerCount
        item.conditions.noiseSeed = conditions.noiseSeed
        return item
    }

    /// Usual code most times, and first.
    private mutating func changeConditions() {
        let isUsual = count == 0 || !generator.oneIn(4)
        conditions = isUsual ? .usual : ScheduleGenerator.conditions(using: &generator)
    }

    /// Cases that must have shown something new before any is changed: few are too much alike.
    private static let smallestCorpus = 64

    /// A change of a case that showed something new, now and then.
    private mutating func mutant() -> FuzzCase? {
        guard options.uses(.feedback), corpus.count >= Self.smallestCorpus, generator.oneIn(4),
            var item = corpus.pick(using: &generator), let other = corpus.pick(using: &generator)
        else { return nil }
        var material = MutationMaterial(generator.split(), options, other: other)
        Mutators.mutate(&item, using: &material)
        return item
    }

    /// Is told what came of a case: one that reached something new is a base for others.
    ///
    /// - Returns: the features (`Coverage`) that no case before it reached.
    @discardableResult
    package mutating func learn(_ item: FuzzCase, _ trial: Trial) -> [Int] {
        guard trial.isCompared, trial.divergence == nil,
            let trail = trial.recording.outcome.trail
        else { return [] }
        let news = options.uses(.feedback) ? coverage.add(trial) : []
        if !news.isEmpty { corpus.keep(item, using: &generator) }
        if options.uses(.gasSweep), generator.oneIn(12),
            let variant = GasEdges.variant(of: item, trail, using: &generator)
        {
            pending.append(variant)
        }
        return news
    }
}

extension FuzzCase {
    /// A case of one message to a small world.
    package init(_ item: LockstepCase) {
        var accounts = [
            FuzzAccount(
                LockstepCase.caller,
                AccountContent(nonce: 1, balance: Word256(limb0: 0, limb1: 0, limb2: 1, limb3: 0))),
            FuzzAccount(
                LockstepCase.contract,
                AccountContent(
                    nonce: 1, balance: 1000, code: Code(item.code), storage: item.storage)),
        ]
        accounts += item.accounts.map { FuzzAccount($0.key, $0.value) }
        var context = TransactionContext()
        context.origin = LockstepCase.caller
        self.init(
            fork: item.fork, block: item.block, accounts: accounts,
            body: .message(CaseMessage(message: item.message, context: context)))
    }
}
