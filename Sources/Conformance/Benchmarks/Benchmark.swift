import VM

/// One thing to measure: the transactions of a case, most often one, on the state that it says.
package struct Benchmark: Sendable {
    /// By which reports, filters and saved runs know it: `main/blake2b_huff/empty`.
    package let name: String
    /// What runs, under the rules that hold.
    package let item: Case
    /// Whether these rules are others than the fixture's, so that its expectations mean nothing.
    package let hasOtherFork: Bool

    package init(name: String, item: Case, hasOtherFork: Bool = false) {
        self.name = name
        self.item = item
        self.hasOtherFork = hasOtherFork
    }

    /// The folder in which it lies, for which there is a geometric mean.
    package var group: String { Self.group(of: name) }

    /// What stands before the first `/` of a name.
    package static func group(of name: String) -> String { String(name.prefix { $0 != "/" }) }

    package var transactions: [CaseTransaction] {
        switch item.body {
        case .transactions(let list): list
        case .message: []
        }
    }
}
