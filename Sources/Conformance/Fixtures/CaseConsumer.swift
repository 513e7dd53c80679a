package import VM

/// What a loader finds, one after the other.
package enum LoadedItem {
    case run(Case)
    /// A fixture of a kind that is known and not run.
    case unsupported(name: String, kind: String)
    /// Something that cannot be read; loading goes on behind it.
    case error(FixtureError)
}

/// Which cases of an input are wanted.
package struct CaseSelection: Sendable, Equatable {
    /// Forks to run; empty for all.
    package var forks: Set<Fork> = []
    /// Patterns of which a name must match one; empty for all.
    package var filters: [Glob] = []
    /// Patterns of which a name must match none.
    package var exclusions: [Glob] = []
    /// One case in so many, chosen by name and seed.
    package var sampling: UInt64 = 1
    package var seed: UInt64 = 0

    package init() {}

    private var isByName: Bool { !filters.isEmpty || !exclusions.isEmpty || sampling > 1 }

    /// Says whether a case is wanted, with its name made only if that decides.
    package func accepts(_ name: () -> String, fork: Fork?) -> Bool {
        if let fork, !forks.isEmpty, !forks.contains(fork) { return false }
        guard isByName else { return true }
        let name = name()
        if !filters.isEmpty, !filters.contains(where: { $0.matches(name) }) { return false }
        if exclusions.contains(where: { $0.matches(name) }) { return false }
        return sampling <= 1 || NameHash.hash(name, seed: seed) % sampling == 0
    }
}

/// A share of the cases of an input: those whose number leaves `index` when divided by `count`.
package struct CaseSlice: Sendable, Equatable {
    package var index = 0
    package var count = 1

    package init(index: Int = 0, count: Int = 1) {
        self.index = index
        self.count = count
    }

    /// Whether faults of the file as a whole are this share's to report.
    package var isFirst: Bool { index == 0 }

    package func contains(_ ordinal: Int) -> Bool { ordinal % count == index }
}

/// Takes cases from a loader, which asks first whether a case is wanted.
///
/// So nothing is built that nobody runs, and no more than one case is in memory at a time.
package final class CaseConsumer {
    private let selection: CaseSelection
    private let slice: CaseSlice
    /// Cases below this number are passed over: a resumed run has their results already.
    private let firstOrdinal: Int
    private let passedOver: Set<Int>
    private let body: (LoadedItem, _ ordinal: Int) -> Bool
    private var nextOrdinal = 0

    /// Whether the consumer wants nothing more.
    package private(set) var isStopped = false

    /// - Parameters:
    ///   - selection: which cases are wanted.
    ///   - slice: which share of them.
    ///   - firstOrdinal: the number of the first case that is wanted.
    ///   - passedOver: numbers of cases that are not.
    ///   - body: takes one item and its number; answers whether to go on.
    package init(
        selection: CaseSelection = CaseSelection(), slice: CaseSlice = CaseSlice(),
        firstOrdinal: Int = 0, passedOver: Set<Int> = [],
        body: @escaping (LoadedItem, _ ordinal: Int) -> Bool
    ) {
        self.selection = selection
        self.slice = slice
        self.firstOrdinal = firstOrdinal
        self.passedOver = passedOver
        self.body = body
    }

    /// Counts a case and says whether to build it.
    ///
    /// - Returns: the case's number, or nil if it is not wanted.
    package func begin(name: () -> String, fork: Fork?) -> Int? {
        let ordinal = nextOrdinal
        nextOrdinal += 1
        guard !isStopped, ordinal >= firstOrdinal, slice.contains(ordinal),
            !passedOver.contains(ordinal), selection.accepts(name, fork: fork)
        else { return nil }
        return ordinal
    }

    /// Hands over what was begun.
    package func consume(_ item: LoadedItem, ordinal: Int) {
        if !isStopped { isStopped = !body(item, ordinal) }
    }

    /// Reports a fault that belongs to no case in particular.
    package func report(_ error: FixtureError) {
        guard slice.isFirst, !isStopped, nextOrdinal >= firstOrdinal else { return }
        isStopped = !body(.error(error), nextOrdinal)
    }

    /// Counts and hands over a fixture that is not run.
    package func unsupported(_ name: () -> String, kind: String) {
        guard let ordinal = begin(name: name, fork: nil) else { return }
        consume(.unsupported(name: name(), kind: kind), ordinal: ordinal)
    }
}

/// A hash of names that is the same on every machine and in every run.
package enum NameHash {
    /// FNV-1a over the bytes, then a finalizer, as FNV's low bits are weak.
    package static func hash(_ name: String, seed: UInt64) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        return hash ^ (hash >> 33)
    }
}
