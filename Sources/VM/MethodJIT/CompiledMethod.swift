package import Codegen
import Primitives

/// A contract's compiled code and what it takes to enter and to leave it.
///
/// Unchecked `Sendable`: machine code is immutable, and threads may share it, each with a record of
/// its own. It changes only where a test forces exits, while nothing runs it. On the LIR interpreter,
/// which keeps the last exit's snapshot, a method is one thread's own.
package final class CompiledMethod: @unchecked Sendable {
    let table: BlockTable
    let exits: [MethodExit]
    let executor: MethodExecutor

    /// The entry's number of each block; -1 where a block has none.
    private let entries: [Int32]
    /// Read by the code; lives as long as it.
    private let jumpMap: JumpMap?
    private var patcher: CodePatcher?

    init(
        table: BlockTable, entries: [Int32], exits: [MethodExit], jumpMap: JumpMap?,
        executor: MethodExecutor
    ) {
        self.table = table
        self.entries = entries
        self.exits = exits
        self.jumpMap = jumpMap
        self.executor = executor
    }

    /// The entry at a head; nil where `pc` is none, or one that is not worth entering.
    @inline(__always)
    func entry(at pc: Int) -> Int? {
        guard let block = table.number(at: pc), entries[block] >= 0 else { return nil }
        return Int(entries[block])
    }

    /// What keeping it takes, in bytes: whole pages of machine code, or, on the LIR interpreter, an
    /// estimate.
    package var byteCount: Int {
        code.map { Mapping.roundedUpToPages($0.codeByteCount) } ?? 64 * table.blocks.count
    }

    /// The machine code; nil on the LIR interpreter.
    package var code: CompiledFragment? { executor.code }

    /// How many side exits the code has.
    package var exitCount: Int { exits.count }

    /// The exits in words, one a line.
    package var exitLines: [String] {
        exits.enumerated().map { number, exit in
            "exit \(number): \(exit.kind), \(exit.before.text)"
                + (exit.after.map { "; its effect done, \($0.text)" } ?? "")
        }
    }

    /// Makes the guards of these exits, and no others, leave whatever their condition.
    ///
    /// For tests. An exit that no guard has any more is passed over. Nothing may run the code
    /// meanwhile.
    package func forceExits(_ forced: Set<LIRExit>) throws {
        switch executor {
        case .interpreted(let interpreter):
            try interpreter.forceExits(forced)
        case .compiled(let code):
            var patcher = patcher ?? CodePatcher(code)
            try patcher.force(forced)
            self.patcher = patcher
        }
    }
}
