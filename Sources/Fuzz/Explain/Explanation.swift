package import Conformance
package import VM

/// The part of a virtual machine that a divergence is put down to.
package enum Cause: Hashable, Sendable, CustomStringConvertible {
    /// Byte code was turned into wrong LIR.
    case lowering
    /// Right LIR became wrong in a pass; the pass without which all is well.
    case pass(String)
    /// Right LIR became wrong machine code.
    case backEnd
    /// The code is right, and a switch between tiers is not.
    case switching
    /// The subject has no compiled code whose parts could be told apart.
    case unknown

    package var description: String {
        switch self {
        case .lowering: "lowering"
        case .pass(let name): "pass \(name)"
        case .backEnd: "back end"
        case .switching: "switching"
        case .unknown: "unknown"
        }
    }
}

/// What is to be known about a divergence: where it first shows, which block made it, and which
/// part of the machine is to blame.
package struct Explanation: Sendable {
    /// A titled piece of text: byte code, LIR, machine code.
    package struct Listing: Sendable {
        package var title: String
        package var lines: [String]
    }

    /// One observable of both sides.
    package struct Row: Sendable {
        package var name: String
        package var reference: String
        package var subject: String
        package var differs: Bool { reference != subject }
    }

    package var name: String
    package var subject: SubjectName
    /// The schedule under which the listings and states were made.
    package var schedule: String
    package var divergence: Divergence
    package var cause: Cause
    /// The block that was executed wrongly.
    package var block: BlockPlace?
    /// Whether the run still diverges with that block alone compiled.
    package var isConfirmed: Bool
    /// The part of the block that goes wrong; nil where that cannot be told.
    package var culprit: Culprit?
    package var states: [Row]
    package var listings: [Listing]

    /// What findings of one cause share: the part to blame, and the instruction or, where that is
    /// not known, those of the block.
    package var key: String {
        ([cause.description.split(separator: " ").joined(separator: "-")] + names)
            .joined(separator: "-")
    }

    /// Whether the key tells more than the part to blame; what shares one that does not may have
    /// nothing else in common.
    package var namesInstruction: Bool { !names.isEmpty }

    private var names: [String] { culprit.map { [$0.name] } ?? block?.operations ?? [] }
}

/// The part of a block that goes wrong.
package enum Culprit: Sendable, CustomStringConvertible {
    /// The checks at its beginning: gas, or the stack's height.
    case head
    case instruction(Disassembler.Line)

    /// The instruction's name without a number, in small letters.
    var name: String {
        switch self {
        case .head: "head"
        case .instruction(let line): line.text.prefix { $0.isLetter }.lowercased()
        }
    }

    package var description: String {
        switch self {
        case .head: "the checks at the head"
        case .instruction(let line): "\(line.text) at pc \(line.pc)"
        }
    }
}

/// A block of some code in a run.
package struct BlockPlace: Sendable {
    package var frame: Int
    package var code: Code
    package var startPC: Int
    package var endPC: Int

    /// The block's instructions as text.
    var lines: [Disassembler.Line] {
        Disassembler.lines(of: Array(code.bytes)).filter { (startPC..<endPC).contains($0.pc) }
    }

    /// The mnemonics that do something, each once: what remains when constants and the order on
    /// the stack change.
    var operations: [String] {
        var names: [String] = []
        for line in lines {
            let name = String(line.text.prefix { $0 != " " }).lowercased()
            let isArrangement = ["push", "dup", "swap", "pop", "jumpdest"].contains {
                name.hasPrefix($0)
            }
            if !isArrangement && !names.contains(name) { names.append(name) }
        }
        return Array(names.prefix(4))
    }
}
