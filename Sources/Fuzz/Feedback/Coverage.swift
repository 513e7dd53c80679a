import Conformance
import Primitives
import VM

/// What runs have shown so far, as a set of 2^16 features.
///
/// A feature is a number hashed from something that the reference run or the subject's conduct
/// shows: which instructions followed each other within and across blocks, how blocks follow each
/// other, how often, how frames ended. Nothing is counted in the code that runs.
package struct Coverage {
    package static let size = 1 << 16
    private var seen = [Bool](repeating: false, count: size)
    /// What the last run showed first.
    private var fresh: [Int] = []

    package init() {}

    /// Adds what a run has shown.
    ///
    /// - Returns: what of it was new.
    package mutating func add(_ trial: Trial) -> [Int] {
        fresh = []
        addEnds(trial)
        if let trail = trial.recording.outcome.trail { add(trail) }
        return fresh
    }

    private mutating func add(_ kind: Kind, _ first: Int, _ second: Int = 0) {
        let number = UInt64(kind.rawValue) << 56 | UInt64(first) << 28 | UInt64(second)
        let place = Int((number &* 0x9e37_79b9_7f4a_7c15) >> 48)
        guard !seen[place] else { return }
        seen[place] = true
        fresh.append(place)
    }

    private enum Kind: UInt8 {
        case pair = 1
        case step
        case rounds
        case heads
        case frames
        case halt
        case rejection
        case exits
        case tiering
    }

    // MARK: Ends

    private mutating func addEnds(_ trial: Trial) {
        let fork = Int(trial.recording.item.fork.rawValue)
        for result in trial.recording.outcome.results {
            if let halt = result.halt { add(.halt, Int(halt.rawValue), fork) }
            if let rejection = result.rejection {
                add(.rejection, TransactionRejection.allCases.firstIndex(of: rejection) ?? 0, fork)
            }
        }
        add(.exits, Self.bucket(trial.conduct.helperExits), Self.bucket(trial.conduct.switches))
        if trial.conduct.tieringEvents > 0 {
            add(.tiering, Self.bucket(trial.conduct.tieringEvents), trial.conduct.tiers.count)
        }
    }

    // MARK: The trail

    /// The longest part of a trail that is looked at.
    private static let largestHeadCount = 4_096

    private mutating func add(_ trail: Trail) {
        add(.heads, Self.bucket(trail.headCount))
        add(.frames, Self.bucket(trail.frames.count))
        var rounds: [Place: Int] = [:]
        var last = -1
        for head in trail.heads.prefix(Self.largestHeadCount) {
            let code = trail.frames[Int(head.frame)].code
            let place = Place(code: ObjectIdentifier(code), pc: Int(head.pc))
            let count = rounds[place, default: 0] + 1
            rounds[place] = count
            let first = Int(code.byte(Int(head.pc)))
            if count == 1 { addBlock(code, from: Int(head.pc)) }
            if count & (count - 1) == 0 { add(.rounds, first, Self.bucket(count)) }
            if last >= 0 { add(.step, last, first << 8 | Int(code.byte(Int(head.pc) + 1))) }
            last = first
        }
    }

    private struct Place: Hashable {
        let code: ObjectIdentifier
        let pc: Int
    }

    /// The pairs of instructions that follow each other up to the block's end.
    private mutating func addBlock(_ code: Code, from start: Int) {
        var pc = start
        var last = code.byte(pc)
        while let row = OpcodeTable.byByte[Int(last)], !row.isTerminator, pc < code.count {
            pc += 1 + row.immediate
            let next = code.byte(pc)
            add(.pair, Int(last), Int(next))
            if next == Opcode.jumpdest.rawValue { return }
            last = next
        }
    }

    /// How many bits a count has.
    private static func bucket(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }
}

extension Code {
    /// The byte at an offset; STOP behind the end, as everywhere.
    fileprivate func byte(_ offset: Int) -> UInt8 { offset < count ? bytes[offset] : 0 }
}
