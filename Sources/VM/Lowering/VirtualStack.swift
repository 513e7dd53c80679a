import Codegen
import Primitives

/// A word on the operand stack as the compiler knows it.
enum StackWord {
    case constant(Word256)
    case limbs(Limbs)
    /// A 64-bit value; the limbs above are zero.
    case narrow(LIRReference)
    /// Still where it was when the block began: in the slot at this position.
    case slot(Int)
}

/// The operand stack within one block: what is known of each word, and which slots of memory are
/// out of date.
///
/// Positions count from the stack's top at the start of the block: -1 is the word that was on
/// top, 0 the first one above it. PUSH, DUP, SWAP and POP move words here and emit nothing.
struct VirtualStack {
    private struct Entry {
        var word: StackWord
        /// Whether the slot at the entry's own position holds the word.
        var isHome: Bool
    }

    /// The position of `entries[0]`.
    private var bottom = 0
    private var entries: [Entry] = []
    /// Every entry below this index is home: a deep stack is not gone through again and again.
    private var firstStale = 0

    /// How many words higher the stack is than at the start of the block.
    var height: Int { bottom + entries.count }

    init() {}

    /// A stack of which the upper words are known, lowest first; they are in their slots.
    init(holding words: [StackWord]) {
        entries = words.map { Entry(word: $0, isHome: true) }
        bottom = -words.count
    }

    mutating func push(_ word: StackWord) {
        firstStale = min(firstStale, entries.count)
        entries.append(Entry(word: word, isHome: false))
    }

    mutating func pop() -> StackWord {
        reach(1)
        return entries.removeLast().word
    }

    /// The word at a depth; 0 is the top.
    mutating func peek(_ depth: Int) -> StackWord {
        reach(depth + 1)
        return entries[entries.count - 1 - depth].word
    }

    mutating func duplicate(_ n: Int) {
        push(peek(n - 1))
    }

    mutating func swap(_ n: Int) {
        reach(n + 1)
        let top = entries.count - 1
        let word = entries[top].word
        entries[top].word = entries[top - n].word
        entries[top - n].word = word
        entries[top].isHome = isOwnSlot(top)
        entries[top - n].isHome = isOwnSlot(top - n)
        firstStale = min(firstStale, top - n)
    }

    /// Replaces what is known of the word at a depth by something equal.
    mutating func learn(_ depth: Int, _ word: StackWord) {
        entries[entries.count - 1 - depth].word = word
    }

    /// Calls `body` with each word whose slot is out of date, lowest first; it answers what is
    /// known of the word afterwards.
    mutating func updateStale(_ body: (_ position: Int, StackWord) -> StackWord) {
        for index in entries.indices.dropFirst(firstStale) where !entries[index].isHome {
            entries[index].word = body(bottom + index, entries[index].word)
        }
    }

    /// Whether more than so many words have slots that are out of date.
    func hasMoreStale(than count: Int) -> Bool {
        entries.count - firstStale > count
            && entries.dropFirst(firstStale).count { !$0.isHome } > count
    }

    /// The constants on top, lowest first.
    var constantsOnTop: [StackWord] {
        let known = entries.reversed().map(\.word).prefix {
            if case .constant = $0 { true } else { false }
        }
        return known.reversed()
    }

    /// Says that every slot, or every one below a position, now holds its word.
    mutating func markAllHome(below end: Int = .max) {
        for index in entries.indices.dropFirst(firstStale) where bottom + index < end {
            entries[index].isHome = true
        }
        if end == .max { firstStale = entries.count }
    }

    /// Forgets `count` words and puts as many others, which are in their slots, on the stack.
    ///
    /// What a helper did: it took its operands from memory and left its results there.
    mutating func replace(_ count: Int, byStored results: Int) {
        reach(count)
        entries.removeLast(count)
        for _ in 0..<results {
            entries.append(Entry(word: .slot(height), isHome: true))
        }
    }

    private func isOwnSlot(_ index: Int) -> Bool {
        guard case .slot(let position) = entries[index].word else { return false }
        return position == bottom + index
    }

    /// Makes sure that the upper `count` words are entries.
    private mutating func reach(_ count: Int) {
        guard entries.count < count else { return }
        let missing = count - entries.count
        let new = (bottom - missing..<bottom).map { Entry(word: .slot($0), isHome: true) }
        entries.insert(contentsOf: new, at: 0)
        bottom -= missing
        firstStale += missing
    }
}
