/// Counts the instructions of a run that compiled code executed, without counters in the code.
///
/// Of a trail that kept every head, by looking up in it where each compiled stretch was entered and
/// left. Of a sampled trail, which cannot tell that, as what the interpreter's stretches leave of
/// each frame; they are a block long at most, unless the interpreter has a planned part in the run.
/// An instruction in whose own exit a stretch ended is of the stretch.
struct CompiledCount {
    private enum Way {
        case none
        case stretches
        case rests
    }

    private let way: Way
    private let trail: Trail?
    private(set) var instructions: UInt64 = 0
    /// Whether any stretch was run.
    private(set) var hasRun = false
    /// The frames that have begun and not ended, where their rests are counted.
    private var open: [OpenFrame] = []

    private struct OpenFrame {
        let ordinal: Int
        /// Instructions that the interpreter executed.
        var interpreted: UInt64 = 0
        /// The instruction that is counted as compiled, though the interpreter will execute it.
        var exitPC = -1
    }

    /// Whether the count means anything.
    var isKnown: Bool { way != .none }

    /// Counts nothing.
    init() {
        way = .none
        trail = nil
    }

    /// Counts a run that follows a trail.
    init(of trail: Trail, staysIn isCompiledTierKept: Bool) {
        self.trail = trail
        way = !trail.isSampled ? .stretches : isCompiledTierKept ? .rests : .none
    }

    mutating func frameBegins(_ ordinal: Int) {
        if way == .rests { open.append(OpenFrame(ordinal: ordinal)) }
    }

    mutating func frameEnds() {
        guard let trail, let last = open.popLast(), last.ordinal < trail.frames.count else {
            return
        }
        let all = trail.frames[last.ordinal].instructions
        instructions += all - min(all, last.interpreted)
    }

    /// Adds a stretch of compiled code of the topmost frame; see `HeadWatch.addCompiled`.
    mutating func add(
        frame: Int, entryGas: Int64, exitGas: Int64, through last: Int, _ lengths: BlockLengths
    ) {
        if exitGas < entryGas || last >= 0 { hasRun = true }
        switch way {
        case .none: break
        case .rests: if !open.isEmpty { open[open.count - 1].exitPC = last }
        case .stretches:
            guard let trail, let first = trail.lastHead(ofFrame: frame, atOrAbove: entryGas),
                let behind = trail.lastHead(ofFrame: frame, atOrAbove: exitGas), behind >= first
            else { return }  // Wrong code may be left with more gas than it was entered with.
            instructions += trail.heads[behind].instructions - trail.heads[first].instructions
            let rest = lengths.straightLine(from: Int(trail.heads[behind].pc), through: last)
            if last >= 0 { instructions += rest }
        }
    }

    /// Adds a stretch that the interpreter executed for the compiled tier, from `pc`.
    ///
    /// `last` is the last instruction's pc; nil where the stretch went up to the next head.
    mutating func addInterpreted(from pc: Int, through last: Int?, _ lengths: BlockLengths) {
        guard way == .rests, let top = open.indices.last else { return }
        var count = lengths.block(from: pc)
        if let last { count = lengths.straightLine(from: pc, through: last) }
        if open[top].exitPC == pc { count -= min(count, 1) }
        open[top].exitPC = -1
        open[top].interpreted += count
    }
}
