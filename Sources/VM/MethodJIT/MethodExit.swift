/// Why compiled code leaves by a side exit; the exit's kind byte.
package enum MethodExitKind: UInt8, CaseIterable, Sendable {
    /// A head's gas or stack check failed: the block was not begun.
    case head
    /// The interpreter is to execute the instruction at the place.
    case instruction
    /// A helper could not, or must not, go on; its status says on which side of its effect.
    case helper

    /// The word that suites and reports use.
    package var name: String {
        switch self {
        case .head: "head"
        case .instruction: "instruction"
        case .helper: "helper"
        }
    }

    /// Finds a kind by its word.
    package init?(named text: some StringProtocol) {
        guard let kind = Self.allCases.first(where: { $0.name == text }) else { return nil }
        self = kind
    }
}

/// How often compiled code left by side exits, by their kind.
package struct MethodExitCounts: Equatable, Sendable {
    private var head = 0
    private var instruction = 0
    private var helper = 0

    package init() {}

    package subscript(kind: MethodExitKind) -> Int {
        get {
            switch kind {
            case .head: head
            case .instruction: instruction
            case .helper: helper
            }
        }
        set {
            switch kind {
            case .head: head = newValue
            case .instruction: instruction = newValue
            case .helper: helper = newValue
            }
        }
    }

    /// Whether none was taken.
    package var isEmpty: Bool { self == MethodExitCounts() }

    package mutating func add(_ other: MethodExitCounts) {
        for kind in MethodExitKind.allCases { self[kind] += other[kind] }
    }
}

/// A place in the byte code, as compiled code stands to it: how to make the frame right for it.
struct MethodPlace: Sendable {
    /// The instruction that comes next.
    var pc: Int32
    /// Static gas that the block's head charged for this instruction and those behind it.
    var gasToReturn: Int32
    /// Words that the stack is higher here than the stack register says.
    var height: Int32

    /// For people.
    var text: String { "pc \(pc), \(gasToReturn) gas back, stack \(height)" }
}

/// What the VM knows of an exit, by the exit's payload.
struct MethodExit: Sendable {
    /// The slot in which a helper's exit holds its status; no position of the stack.
    static let statusSlot = Int32.max

    let kind: MethodExitKind
    /// Where the interpreter goes on; for a helper, when nothing of it was done.
    let before: MethodPlace
    /// Where it goes on when the helper's effect is complete.
    let after: MethodPlace?
}

/// What a method's code returns when it ends without an exit.
///
/// The place at which it ended is in the frame's `pc`.
enum MethodReturn: UInt64 {
    case stop
    case `return`
    case revert
    case call
}

/// What a helper answers to compiled code.
enum HelperStatus {
    /// The instruction is done.
    static let done: UInt64 = 0
    /// Nothing is done: the interpreter is to execute the instruction.
    static let exitBefore: UInt64 = 1
    /// The instruction is done, and the interpreter is to go on behind it.
    static let exitAfter: UInt64 = 2
}
