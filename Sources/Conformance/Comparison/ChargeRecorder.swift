import Primitives
package import VM

/// Notes how much gas a run could do without up to each of its charges.
///
/// A callee has what its caller handed on: at most all but one part in 64 of what the caller had
/// (EIP-150). So what a callee is to lack is looked up in what its caller is to lack, frame by
/// frame, down to the transaction. The answers hold while nothing else changes: with less gas an
/// earlier callee may fail, and what is swept then is to be asked of that run.
package final class ChargeRecorder: InstructionTracer {
    /// Where gas came to be another amount than it was, but for charges.
    private enum Hop {
        /// A callee was handed an amount of what its caller had available.
        case handedOn(Int64, of: Int64)
        /// A caller kept a 64th part of what it had available; the callee took the rest with it.
        case kept(Int64, of: Int64)
    }

    /// A frame that runs, or waits for a callee.
    private struct Level {
        let frame: Int
        var hops: [Hop]
        /// What it has left, and what it handed on, if a call or creation was its last instruction.
        var call: (left: Int64, handedOn: Int64)?
    }

    /// An instruction of some code, wherever it runs.
    fileprivate struct Place: Hashable {
        let codeHash: Word256
        let pc: Int
    }

    /// Gas that a transaction could lack to have nothing left at a charge, one too little, or one
    /// more.
    package struct Surpluses {
        /// The ordinal of the transaction's lowest frame.
        package let frame: Int
        /// Those of all charges.
        package fileprivate(set) var amounts: Set<Int64> = []
        fileprivate var first: [Place: [Int64]] = [:]
        fileprivate var last: [Place: [Int64]] = [:]

        /// Those of the first and last charge of each instruction of code: with gas for few runs,
        /// the ones to begin with.
        package var edges: Set<Int64> {
            [first, last].reduce(into: []) { $0.formUnion($1.values.joined()) }
        }
    }

    /// One for each transaction that ran code.
    package private(set) var surpluses: [Surpluses] = []

    /// Whether gas was handed on.
    ///
    /// If not, and code did not look at its gas, a run with less has no other charges.
    package private(set) var sawCallee = false
    /// Whether code looked at its gas.
    package private(set) var readGas = false

    private let fork: Fork
    private var levels: [Level] = []
    private var place = Place(codeHash: .zero, pc: 0)

    package init(fork: Fork) { self.fork = fork }

    /// What a RETURN returns is told by the two words on top.
    package var wantedStackHeight: Int { 2 }

    package func didRun(_ step: TraceStep) {
        let skipped = levels.count > step.depth
        levels.removeLast(max(0, levels.count - step.depth))
        if levels.last?.frame == step.frame {
            noteReturn(step, ofCode: skipped)
        } else {
            enter(step)
        }
        guard step.error == nil else { return }
        place = Place(codeHash: step.codeHash, pc: step.pc)
        let left = step.gas - step.gasCost
        // What is handed on since EIP-150 is no charge: there is always so much of it.
        note(left + (fork >= .tangerineWhistle ? step.handedOn ?? 0 : 0))
        if Opcode(rawValue: step.byte) == .return, step.stack.count > 1 {
            // What a creation returns may have to be paid for.
            let size = step.stack[step.stack.count - 2].limb0
            note(left - Int64(clamping: size &* GasSchedule.codeDepositByte))
        }
        readGas = readGas || step.byte == Opcode.gas.rawValue
        sawCallee = sawCallee || step.handedOn != nil
        levels[levels.count - 1].call = step.handedOn.map { (left, $0) }
    }

    private func enter(_ step: TraceStep) {
        if levels.count == step.depth { levels.removeLast() }
        let hops = levels.last?.call.map { [Hop.handedOn($0.handedOn, of: $0.left + $0.handedOn)] }
        if levels.isEmpty { surpluses.append(Surpluses(frame: step.frame)) }
        levels.append(Level(frame: step.frame, hops: hops ?? []))
    }

    /// Notes what became of the gas that the frame's last instruction handed on, if it did.
    private func noteReturn(_ step: TraceStep, ofCode ranCode: Bool) {
        guard let (left, handedOn) = levels[levels.count - 1].call else { return }
        let available = left + handedOn
        if step.gas > left {
            // A precompiled contract charges once.
            if !ranCode { note(step.gas - left, behind: .handedOn(handedOn, of: available)) }
        } else if handedOn == available - available / 64 {
            levels[levels.count - 1].hops.append(.kept(left, of: available))
        }
    }

    private func note(_ left: Int64, behind hop: Hop? = nil) {
        let amounts = (left - 1...left + 1).compactMap { surplus(in: $0, behind: hop) }
        let current = surpluses.count - 1
        surpluses[current].amounts.formUnion(amounts)
        surpluses[current].last[place] = amounts
        if surpluses[current].first[place] == nil { surpluses[current].first[place] = amounts }
    }

    /// What the transaction could lack for the frame that runs to lack an amount.
    private func surplus(in amount: Int64, behind hop: Hop?) -> Int64? {
        var surplus: Int64? = amount
        if let hop { surplus = before(hop, amount) }
        for level in levels.reversed() {
            for hop in level.hops.reversed() { surplus = surplus.flatMap { before(hop, $0) } }
        }
        return surplus
    }

    /// How much less there must have been available for an amount less to come out; nil where so
    /// much cannot.
    private func before(_ hop: Hop, _ amount: Int64) -> Int64? {
        switch hop {
        case .handedOn(let got, let available):
            let less = got - amount
            guard less >= 0 else { return nil }
            guard fork >= .tangerineWhistle, less > 0 else { return available - less }
            return available - less - (less - 1) / 63
        case .kept(let got, let available):
            guard fork >= .tangerineWhistle, got >= amount else { return nil }
            let (least, overflow) = (got - amount).multipliedReportingOverflow(by: 64)
            return overflow ? nil : available.subtractingReportingOverflow(least).partialValue
        }
    }
}
