import Primitives

/// How a frame goes on from a head.
package struct HeadDecision: Sendable {
    /// The tier that runs the frame.
    package var tier: Tier
    /// The true gas at or below which the next head stops the frame; `Int64.min`: none does.
    package var nextTrap: Int64

    package init(tier: Tier, nextTrap: Int64) {
        self.tier = tier
        self.nextTrap = nextTrap
    }
}

/// What the machine does at heads: nothing, record a trail, or follow one and switch tiers.
///
/// The driver tells it when a frame begins, goes on after a call, stands at a trapped head, or
/// ends, and is told in which tier to go on and at what gas to stop next. It belongs to one run.
package struct HeadWatch: ~Copyable {
    private enum Mode {
        case off
        case counting
        case recording
        case following
    }

    private var mode = Mode.off
    /// The tier in which frames begin.
    private let tier: Tier
    private var transaction = 0
    private var open: [OpenFrame] = []
    private var counter = InstructionCounter()

    private var recorder = TrailRecorder()

    private var trail: Trail?
    private var switches: [SwitchPlan.Switch] = []
    private var cursor = 0
    /// The head that the next switch names; nil when none is left.
    private var target: Head?

    /// Heads that were met, where they are counted.
    package private(set) var headCount = 0
    /// Where the run first left the reference trail.
    package private(set) var mismatch: HeadMismatch?
    /// Switches that were reached and compared.
    package private(set) var switchCount = 0
    private var compiledCount = CompiledCount()
    /// What compiled code charged too much, if it did.
    package private(set) var overcharge: String?
    /// Forced exits at helpers that took place.
    package private(set) var helperExitCount = 0
    private var helperExits: [HelperPlace: HelperMoment] = [:]
    /// Index of the head whose state is to be captured in full.
    package var captureIndex: Int?
    /// The state at `captureIndex`, once it was met.
    package private(set) var captured: HeadState?

    /// Watches nothing; frames run in a tier of their own.
    package init(tier: Tier = .interpreter) {
        self.tier = tier
    }

    /// Counts the heads that the interpreter meets, and looks at nothing.
    package static func countingHeads() -> HeadWatch {
        var watch = HeadWatch()
        watch.mode = .counting
        return watch
    }

    /// Records a trail, in the interpreter.
    package init(recordingWithSeed seed: UInt64) {
        tier = .interpreter
        mode = .recording
        recorder = TrailRecorder(seed: seed)
    }

    /// Follows a trail: compares at every switch of the plan, and changes tier there.
    package init(following trail: Trail, plan: SwitchPlan, tier: Tier) {
        self.tier = tier
        mode = .following
        self.trail = trail
        compiledCount = CompiledCount(
            of: trail,
            staysIn: tier == .method && plan.stays(in: .method))
        switches = plan.switches
        target = switches.first.map { trail.heads[$0.head] }
    }

    /// True where the run has to number frames and report their ends.
    package var isWatching: Bool {
        switch mode {
        case .off, .counting: false
        case .recording, .following: true
        }
    }

    /// Says which transaction of the case runs now.
    package mutating func begin(transaction: Int) {
        self.transaction = transaction
    }

    /// A frame was put on top; it has executed nothing.
    package mutating func frameBegins(_ frame: FramePointer) -> HeadDecision {
        let ordinal = frame.pointee.ordinal
        guard isWatching else { return HeadDecision(tier: tier, nextTrap: trap(ordinal)) }
        let lengths = counter.lengths(of: frame.pointee.codeObject)
        if mode == .recording {
            recorder.begin(frame: ordinal, transaction: transaction, code: lengths.code)
        }
        open.append(OpenFrame(ordinal: ordinal, lengths: lengths))
        compiledCount.frameBegins(ordinal)
        return HeadDecision(tier: tier, nextTrap: trap(ordinal))
    }

    /// A call of the frame has returned, and it stands at the head behind it.
    package func frameResumes(_ frame: FramePointer) -> HeadDecision {
        HeadDecision(tier: frame.pointee.tier, nextTrap: trap(frame.pointee.ordinal))
    }

    /// A frame stands at a head at which its gas is not above its trap: records or compares.
    package mutating func atHead(_ frame: FramePointer) -> HeadDecision {
        let tier: Tier
        switch mode {
        case .off: tier = frame.pointee.tier
        case .counting:
            headCount += 1
            tier = frame.pointee.tier
        case .recording:
            record(frame)
            tier = frame.pointee.tier
        case .following: tier = follow(frame)
        }
        return HeadDecision(tier: tier, nextTrap: trap(frame.pointee.ordinal))
    }

    /// A frame has ended and is about to be dropped.
    package mutating func frameEnds(_ frame: FramePointer, _ halt: Halt) {
        guard isWatching, let last = open.popLast() else { return }
        switch mode {
        case .off, .counting: break
        case .recording:
            let rest = last.lengths.straightLine(from: last.headPC ?? 0, through: frame.pointee.pc)
            recorder.end(frame: last.ordinal, instructions: last.instructions + rest)
        case .following:
            compiledCount.frameEnds()
            if let target, Int(target.frame) == last.ordinal { fail(.missed) }
        }
    }

    private func trap(_ frame: Int) -> Int64 {
        switch mode {
        case .off: return .min
        case .counting, .recording: return .max
        case .following:
            guard let target, Int(target.frame) == frame else { return .min }
            return target.gas
        }
    }

    /// Compiled code charged more than the block costs: it tripped at a head it should have passed.
    package mutating func noteOvercharge(_ frame: FramePointer) {
        overcharge =
            overcharge
            ?? "compiled code left frame \(frame.pointee.ordinal) at pc \(frame.pointee.pc) with"
            + " \(frame.pointee.trueGas) gas, enough to go on"
    }

    /// The runs' own switches at helpers: whether there are any.
    package var forcesHelperExits: Bool { !helperExits.isEmpty }

    /// The side of the instruction at which the frame has this gas on which to leave, if any.
    package mutating func helperExit(frame: Int, gas: Int64) -> HelperMoment? {
        guard let moment = helperExits[HelperPlace(frame: frame, gas: gas)] else { return nil }
        helperExitCount += 1
        return moment
    }

    /// Forces the exits that a schedule names, at places that are on the trail.
    package mutating func force(_ schedule: Schedule) {
        for event in schedule.events where trail?.agrees(with: event) == true {
            switch event.action {
            case .enter: continue
            case .helperExit(_, _, let moment):
                helperExits[HelperPlace(frame: event.frame, gas: event.gas)] = moment
            }
        }
    }

    /// Instructions that ran in compiled code, or in whose own exit a compiled stretch ended; nil
    /// where a sampled trail cannot tell, as the interpreter had a planned part in the run.
    package var compiledInstructions: UInt64? {
        compiledCount.isKnown ? compiledCount.instructions : nil
    }

    /// Whether compiled code executed anything.
    package var hasRunCompiled: Bool { compiledCount.hasRun }

    /// Counts the instructions of a stretch of compiled code.
    ///
    /// Gas is true gas, where the stretch was entered and where it was left; `last` is the last pc
    /// that it executed or that its own exit belongs to, -1 when it was left at a head before
    /// anything of that head's block.
    package mutating func addCompiled(
        frame: Int, entryGas: Int64, exitGas: Int64, through last: Int
    ) {
        guard let lengths = open.last?.lengths else { return }
        compiledCount.add(
            frame: frame, entryGas: entryGas, exitGas: exitGas, through: last, lengths)
    }

    /// Counts the instructions that the interpreter executed in the compiled tier's stead.
    package mutating func addInterpreted(from pc: Int, through last: Int?) {
        guard let lengths = open.last?.lengths else { return }
        compiledCount.addInterpreted(from: pc, through: last, lengths)
    }

    /// The trail that was recorded; empties the watch.
    package mutating func takeTrail() -> Trail {
        let finished = recorder.finish()
        recorder = TrailRecorder()
        mode = .off
        return finished
    }

    /// The run is over: a switch that was never reached is a mismatch.
    package mutating func finish() {
        if mode == .following, target != nil { fail(.missed) }
    }

    private mutating func record(_ frame: FramePointer) {
        let place = open.count - 1
        let pc = frame.pointee.pc
        if let headPC = open[place].headPC {
            open[place].instructions += open[place].lengths.block(from: headPC)
        }
        open[place].headPC = pc
        let index = recorder.nextIndex
        capture(index, frame)
        recorder.append(
            Head(
                frame: UInt32(frame.pointee.ordinal), pc: UInt32(pc), gas: frame.pointee.gas,
                instructions: open[place].instructions,
                digest: HeadDigest.of(frame)))
    }

    private mutating func follow(_ frame: FramePointer) -> Tier {
        guard let target, cursor < switches.count else { return frame.pointee.tier }
        let next = switches[cursor]
        capture(next.head, frame)
        switchCount += 1
        let digest = HeadDigest.of(frame)
        guard target.gas == frame.pointee.gas, Int(target.pc) == frame.pointee.pc,
            target.digest == digest
        else {
            fail(
                .differs(
                    frame: frame.pointee.ordinal, pc: frame.pointee.pc, gas: frame.pointee.gas))
            return .interpreter
        }
        advance()
        return next.tier
    }

    private mutating func capture(_ index: Int, _ frame: FramePointer) {
        if captureIndex == index { captured = HeadState(frame) }
    }

    private mutating func advance() {
        cursor += 1
        target = cursor < switches.count ? trail?.heads[switches[cursor].head] : nil
    }

    private mutating func fail(_ kind: HeadMismatch.Kind) {
        if mismatch == nil, let target {
            mismatch = HeadMismatch(index: switches[cursor].head, expected: target, kind: kind)
        }
        target = nil
    }
}

/// The first head at which a run left the reference trail.
package struct HeadMismatch: Sendable {
    /// What is wrong there.
    package enum Kind: Sendable {
        /// The frame or the run ended without coming to the head.
        case missed
        /// A head was met there, but another one or in another state.
        case differs(frame: Int, pc: Int, gas: Int64)
    }

    /// The head's index in the trail.
    package let index: Int
    /// The head as the reference met it.
    package let expected: Head
    package let kind: Kind
}

/// A frame of the run that has begun and not ended.
private struct OpenFrame {
    let ordinal: Int
    let lengths: BlockLengths
    /// The last head's pc; nil before the first.
    var headPC: Int?
    /// Instructions up to that head.
    var instructions: UInt64 = 0
}

/// An instruction of a run, by what is unique about it: gas strictly falls within a frame.
private struct HelperPlace: Hashable {
    let frame: Int
    let gas: Int64
}
