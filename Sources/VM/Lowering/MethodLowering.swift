import Codegen
import Primitives

/// Turns a contract's byte code into LIR, block by block.
///
/// Every checked head is an entry. Between heads words live in values, not in memory; at a head
/// memory holds the whole stack and the stack register is right, so control may come from
/// anywhere, and leave.
final class MethodLowering {
    let out: any LIRWriter
    let code: Code
    let instructions: InstructionTable
    let table: BlockTable
    /// Mistakes to make; none but in tests of the comparison.
    let faults: Faults

    /// What each exit's payload stands for.
    private(set) var exits: [MethodExit] = []
    /// The entry's number of each block; -1 where a block has none.
    private(set) var entries: [Int32]

    var stack = VirtualStack()
    /// How many bytes of memory are known to be there, which this block has made sure of.
    var memoryReserved: UInt64 = 0
    /// The block's static gas that is not yet accounted for: of the instruction at hand and of
    /// those behind it.
    private(set) var gasAhead = 0
    /// The part of it that belongs to the instructions behind the one at hand.
    var gasBehind: Int { gasAhead - Int(row.staticGas) }
    /// The instruction at hand.
    private(set) var pc = 0
    private(set) var row: InstructionRow

    /// The instruction before which the code is left for good; see `CompileChoice.leaving`.
    private let leavingPC: Int?
    private var instructionLimit = Int.max
    private var labels: [LIRLabel] = []
    private var block: Int = 0
    /// What a block is wrongly told of the one before it: constants on the stack.
    private var carried: [StackWord] = []
    /// The height of the stack up to which slots are wrongly taken for written.
    private var written = Int.min
    /// Where a jump whose target is computed goes: made when the first one needs it.
    private(set) var jumpMap: JumpMap?
    private(set) var dynamicTargets: DynamicTargets?

    init(
        _ code: Code, _ instructions: InstructionTable, table: BlockTable, faults: Faults = [],
        leavingPC: Int? = nil, out: any LIRWriter
    ) {
        self.code = code
        self.faults = faults
        self.leavingPC = leavingPC
        self.instructions = instructions
        self.table = table
        self.out = out
        entries = Array(repeating: -1, count: table.blocks.count)
        row = instructions[0]
        labels = table.blocks.map { _ in out.newLabel() }
    }

    /// Lowers every block, or gives up when more than `limit` instructions are written.
    ///
    /// - Returns: whether all is written.
    func lower(limit: Int) -> Bool {
        instructionLimit = limit
        for number in table.blocks.indices where !isTooLong { lower(block: number) }
        return !isTooLong
    }

    private var isTooLong: Bool { out.buffer.count > instructionLimit }

    private func lower(block number: Int) {
        block = number
        let current = table.blocks[number]
        stack = VirtualStack(holding: carried)
        memoryReserved = 0
        carried = []
        written = .min
        gasAhead = current.staticGas + gasPrepaid(for: number + 1)
        pc = current.startPC
        if current.isCheckedHead { entries[number] = Int32(out.entry()) }
        // What comes before every entry is reached from nowhere.
        guard !out.buffer.entries.isEmpty else { return }
        out.placeFenced(labels[number])
        guard current.fitsCompiler else { return leaveAtHead() }
        if let twin = twin(of: number) { return jump(toBlock: twin) }
        if current.isCheckedHead { chargeHead() }
        checkHeight(current)
        while pc < current.endPC, !isTooLong {
            row = instructions[code.bytes[pc]]
            if pc == leavingPC { return leaveToInterpreter() }
            if let wrong = faults.wrongLowering(of: row.opcode) {
                wrong.lower(self)
            } else {
                lower(row.opcode)
            }
            gasAhead -= Int(row.staticGas)
            pc += 1 + Int(row.immediate)
        }
        finish(current)
    }

    /// Charges the block's static gas, or leaves.
    private func chargeHead() {
        let charge = UInt64(faults.charge(gasAhead - gasPrepaid(for: block)))
        let gas = out.sub(out.state(StateRegister.gas), out.immediate(charge))
        out.setState(StateRegister.gas, gas)
        out.guard(.ifTrue, out.lts(gas, out.immediate(0)), headExit(charged: gasAhead))
    }

    /// Checks that the stack is high and low enough for all of the block, or leaves.
    private func checkHeight(_ block: Block) {
        guard block.stackRequired > 0 || block.stackGrowth > 0,
            !faults.contains(.heightIsUnchecked)
        else { return }
        // What can stand at an unchecked head, RETURN for one, still needs its operands.
        let exit = block.isCheckedHead ? headExit(charged: gasAhead) : instructionExit()
        // One unsigned comparison: a height below what is required wraps around.
        let base = out.load(frame, FrameLayout.stackBase, access: .constants, qualifier: .constant)
        let height = out.sub(out.state(StateRegister.stackTop), base)
        let above = out.sub(height, out.immediate(UInt64(block.stackRequired * 32)))
        out.guard(.ifTrue, out.ltu(out.immediate(UInt64(block.stackRoom * 32)), above), exit)
    }

    /// What stands behind the block's last instruction, where that did not end it.
    private func finish(_ current: Block) {
        switch current.end {
        case .fallThrough:
            if faults.contains(.constantsOutliveBlock) { carried = stack.constantsOnTop }
            settle()
            continueAtNextBlock()
        case .stop where current.endPC == code.count && !endsWithStop(current):
            end(.stop)
        case .undefined:
            leaveToInterpreter()
        case .jump, .branch, .call, .stop, .return, .revert, .selfDestruct:
            break
        }
    }

    private func endsWithStop(_ current: Block) -> Bool {
        current.endPC > current.startPC && row.opcode == .stop && pc == current.endPC
    }

    // MARK: Planted faults

    /// The gas of a block that the one before it has wrongly charged: all but one, so that loops
    /// still end.
    private func gasPrepaid(for number: Int) -> Int {
        guard faults.contains(.fallThroughIsPrepaid), 1..<table.blocks.count ~= number,
            table.blocks[number - 1].end == .fallThrough
        else { return 0 }
        return table.blocks[number].staticGas - 1
    }

    /// An earlier block of the same bytes, which is wrongly taken for this one.
    private func twin(of number: Int) -> Int? {
        guard faults.contains(.equalBlocksAreMerged) else { return nil }
        let bytes = code.bytes[table.blocks[number].range]
        return (0..<number).first {
            entries[$0] >= 0 && code.bytes[table.blocks[$0].range].elementsEqual(bytes)
        }
    }

    /// Takes slots for written that were when another word stood there.
    func markWritten() {
        stack.markAllHome(below: written)
        written = max(written, stack.height)
    }

    // MARK: Leaving a block

    /// Brings memory and the stack register up to date, as heads demand.
    func settle() {
        flush(sparedBy: .headWithoutFlush)
        moveTop(by: stack.height)
        stack = VirtualStack()
    }

    /// Moves the stack register by so many words.
    func moveTop(by words: Int) {
        guard words != 0 else { return }
        let top = out.add(
            out.state(StateRegister.stackTop),
            out.immediate(UInt64(bitPattern: Int64(words * 32))))
        out.setState(StateRegister.stackTop, top)
    }

    /// Goes on at the block behind this one, which is the next to be written.
    func continueAtNextBlock() {
        guard block + 1 < table.blocks.count else {
            pc = code.count
            return end(.stop)
        }
        out.jump(to: labels[block + 1])
    }

    /// Jumps to a block, the stack being settled.
    func jump(toBlock number: Int) {
        if number > block {
            out.jump(to: labels[number])
        } else {
            out.loop(to: labels[number])
        }
    }

    /// Makes the map and the table that all computed jumps share.
    func makeDynamicTargets() -> DynamicTargets {
        let map = JumpMap(code, table)
        let targets = map.blocks.map { labels[$0] }
        let made = DynamicTargets(
            // This block's label is placed: what nothing enters by has none that is.
            map: map.address, table: out.buffer.addJumpTable([labels[block]] + targets))
        jumpMap = map
        dynamicTargets = made
        return made
    }

    /// Ends the method: the instruction at hand is the driver's, or it ends the frame.
    func end(_ end: MethodReturn) {
        settle()
        if !faults.contains(.pcIsNotSaved) {
            out.store(out.immediate(UInt64(pc)), frame, FrameLayout.pc, access: .frame)
        }
        out.ret(out.immediate(end.rawValue))
    }

    /// Leaves for good: the interpreter executes the instruction at hand.
    func leaveToInterpreter() {
        out.leave(instructionExit())
    }

    // MARK: Exits

    /// The exit of a head's checks, which have charged so much.
    private func headExit(charged gas: Int) -> LIRExit {
        let place = MethodPlace(pc: Int32(pc), gasToReturn: Int32(gas), height: 0)
        return exit(MethodExit(kind: .head, before: place, after: nil), slots: [])
    }

    /// Leaves a block to the interpreter before anything of it is charged.
    private func leaveAtHead() {
        out.leave(headExit(charged: 0))
    }

    /// An exit to the instruction at hand, as if nothing of it were done.
    func instructionExit() -> LIRExit {
        exit(MethodExit(kind: .instruction, before: here, after: nil), slots: snapshot())
    }

    /// The exit of a helper for the instruction at hand; all words are in memory on both sides.
    ///
    /// The status is a slot of its own: an exit that is forced although the helper was done leads
    /// to the far side of its effect.
    ///
    /// Behind an instruction that ends the frame there is no place to go on: what its helper did,
    /// growing memory, may be done twice.
    func helperExit(pops: Int, pushes: Int, status: LIRReference) -> LIRExit {
        let after = MethodPlace(
            pc: Int32(pc + 1 + Int(row.immediate)),
            gasToReturn: Int32(gasBehind),
            height: Int32(stack.height - pops + pushes))
        var before = here
        before.gasToReturn -= Int32(faults.gasKept(by: row, behind: gasBehind, instructions))
        let slot = ExitSlot(index: MethodExit.statusSlot, value: .zeroExtended(status))
        return exit(
            MethodExit(
                kind: .helper, before: before,
                after: row.isTerminator || faults.contains(.helperExitRepeats) ? nil : after),
            slots: [slot])
    }

    private var here: MethodPlace {
        MethodPlace(
            pc: Int32(pc), gasToReturn: Int32(gasAhead), height: Int32(stack.height))
    }

    private func exit(_ exit: MethodExit, slots: [ExitSlot]) -> LIRExit {
        exits.append(exit)
        return out.exit(
            kind: exit.kind.rawValue, payload: UInt32(exits.count - 1), slots: slots)
    }

    /// The most words that an exit restores: more are written to memory before it.
    ///
    /// Else the exits of a block with a deep stack would grow with stack times guards.
    private static let largestSnapshot = 32

    /// The words whose slots in memory are out of date.
    private func snapshot() -> [ExitSlot] {
        if stack.hasMoreStale(than: Self.largestSnapshot) { flush() }
        materializeMoved()
        var slots: [ExitSlot] = []
        stack.updateStale { position, word in
            slots.append(ExitSlot(index: Int32(position), value: self.reference(to: word)))
            return word
        }
        return faults.slots(slots)
    }

    private func reference(to word: StackWord) -> SlotReference {
        switch word {
        case .constant(let word):
            return .constant(SlotLimbs(word.limb0, word.limb1, word.limb2, word.limb3))
        case .narrow(let limb):
            return .zeroExtended(limb)
        case .limbs(let limbs):
            return .limbs(limbs.limb0, limbs.limb1, limbs.limb2, limbs.limb3)
        case .slot:
            let limbs = limbs(of: word)
            return .limbs(limbs.limb0, limbs.limb1, limbs.limb2, limbs.limb3)
        }
    }
}
