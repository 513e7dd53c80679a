package import Conformance
import Primitives
import VM

/// Cases that a campaign starts from: bases for changes, and donors of code.
package struct SeedCorpus: Sendable {
    /// The cases as suites, in order.
    package private(set) var texts: [String] = []
    /// What could not be read.
    package private(set) var errors: [FixtureError] = []
    /// Cases that were left out: too large, of a kind that is not run, or without words in suites.
    package private(set) var skipped = 0

    /// More cases than these are sampled, and larger ones left out.
    static let largestCount = 2_000
    private static let largestCase = 16 << 10

    package init() {}

    /// Reads fixtures of any kind: suites, saved cases, official files, folders and archives.
    ///
    /// What cannot be read is named in `errors`, and the rest is taken.
    package init(paths: [String]) {
        var found: [String] = []
        var errors: [FixtureError] = []
        var skipped = 0
        CaseReader.read(paths: paths) { item in
            switch item {
            case .run(let item):
                guard let text = Self.text(of: item), text.utf8.count <= Self.largestCase else {
                    skipped += 1
                    break
                }
                found.append(text)
            case .unsupported: skipped += 1
            case .error(let error): errors.append(error)
            }
            return true
        }
        let stride = max(1, (found.count + Self.largestCount - 1) / Self.largestCount)
        texts = found.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
        self.errors = errors
        self.skipped = skipped + found.count - texts.count
    }

    private static func text(of item: Case) -> String? {
        var item = item
        // Its places are found only by running it, which is left to the workers that may die.
        if case .fixed = item.directives.schedule { item.directives.schedule = .everyHead }
        item.directives.tiers = nil
        return try? SuiteWriter.text(of: item, suite: "seed", name: "seed", about: "A seed.")
    }

    /// A seed as a case that can be changed; nil if the text is none.
    static func item(_ text: String) -> FuzzCase? {
        var result: FuzzCase?
        let consumer = CaseConsumer { item, _ in
            guard case .run(let item) = item else { return true }
            result = FuzzCase(item)
            return false
        }
        SuiteLoader(consumer: consumer).load(SourceText(file: "seed", text: text))
        return result
    }
}

extension FuzzCase {
    /// A case as it was read, without places of its schedule, which only a run can tell.
    init(_ item: Case) {
        self.init(
            fork: item.fork, block: item.block,
            accounts: item.world.accounts.map { FuzzAccount($0.address, $0.content) },
            body: item.body,
            schedule: item.directives.schedule == .some(.none) ? .none : .everyHead,
            conditions: item.directives.conditions)
    }
}
