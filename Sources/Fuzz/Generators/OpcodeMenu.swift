import VM

/// The instructions that each fork defines, by family.
enum OpcodeMenu {
    /// A fork's instructions of one family.
    static func rows(_ family: OpcodeFamily, in fork: Fork) -> [OpcodeRow] {
        table[Int(fork.rawValue)][family] ?? []
    }

    private static let table: [[OpcodeFamily: [OpcodeRow]]] = Fork.allCases.map { fork in
        Dictionary(grouping: OpcodeTable.rows.filter { $0.since <= fork }, by: \.family)
    }
}
