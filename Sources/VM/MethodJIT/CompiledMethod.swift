import Codegen

/// A contract's compiled code and what it takes to enter and to leave it.
///
/// One thread's own, as its executor keeps the last exit's snapshot.
package final class CompiledMethod {
    let table: BlockTable
    let exits: [MethodExit]
    var executor: any FragmentExecutor

    /// The entry's number of each block; -1 where a block has none.
    private let entries: [Int32]
    /// Read by the code; lives as long as it.
    private let jumpMap: JumpMap?

    init(
        table: BlockTable, entries: [Int32], exits: [MethodExit], jumpMap: JumpMap?,
        executor: any FragmentExecutor
    ) {
        self.table = table
        self.entries = entries
        self.exits = exits
        self.jumpMap = jumpMap
        self.executor = executor
    }

    /// The entry at a head; nil where `pc` is none, or one that is not worth entering.
    func entry(at pc: Int) -> Int? {
        guard let block = table.number(at: pc), entries[block] >= 0 else { return nil }
        return Int(entries[block])
    }
}
