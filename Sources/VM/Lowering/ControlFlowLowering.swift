import Codegen
import Primitives

/// How a jump finds a target that is computed: a number for each pc, and a label for each number.
struct DynamicTargets {
    /// The map's address: 32 bits for each byte of code, 0 where no jump may land.
    let map: UInt64
    /// The labels' table; label 0 stands for no target and is never jumped to.
    let table: UInt32
}

extension MethodLowering {
    func lowerJump() {
        guard let target = constant(0) else { return lowerComputedJump() }
        guard let number = destination(target) else { return leaveToInterpreter() }
        _ = stack.pop()
        settle()
        jump(toBlock: number)
    }

    func lowerBranch() {
        guard let target = constant(0) else { return lowerComputedBranch() }
        guard let number = destination(target) else { return lowerBranchToNowhere() }
        _ = stack.pop()
        let condition = out.reduceOr(popLimbs())
        settle()
        let skip = out.newLabel()
        out.jump(.ifTrue, out.eq(condition, out.immediate(0)), to: skip)
        jump(toBlock: number)
        out.place(skip)
        continueAtNextBlock()
    }

    /// A branch that must not be taken: only the interpreter fails.
    private func lowerBranchToNowhere() {
        let falls = out.isZero(peekLimbs(1))
        out.guard(.ifFalse, falls, instructionExit())
        _ = stack.pop()
        _ = stack.pop()
        settle()
        continueAtNextBlock()
    }

    private func lowerComputedJump() {
        let number = checkedTarget()
        _ = stack.pop()
        settle()
        jump(number)
    }

    private func lowerComputedBranch() {
        // The target counts only if the branch is taken: it is looked up on that side.
        let condition = out.reduceOr(peekLimbs(1))
        let target = peekLimbs(0)
        let exit = instructionExit()
        let skip = out.newLabel()
        flush()
        out.jump(.ifTrue, out.eq(condition, out.immediate(0)), to: skip)
        let number = look(up: target, orLeaveBy: exit)
        moveTop(by: stack.height - 2)
        jump(number)
        out.place(skip)
        _ = stack.pop()
        _ = stack.pop()
        settle()
        continueAtNextBlock()
    }

    /// The number of the top word's target, or the exit of a bad jump.
    private func checkedTarget() -> LIRReference {
        let target = peekLimbs(0)
        return look(up: target, orLeaveBy: instructionExit())
    }

    private func look(up target: Limbs, orLeaveBy exit: LIRExit) -> LIRReference {
        let targets = dynamicTargets ?? makeDynamicTargets()
        let high = out.or(target.limb1, out.or(target.limb2, target.limb3))
        let isOutside = out.setc(
            out.leu(out.immediate(UInt64(code.count)), target.limb0))
        let isFar = out.or(high, isOutside)
        // A far target looks up the number behind the code's end, which is 0.
        let near = out.cmov(
            out.eq(isFar, out.immediate(0)), target.limb0, out.immediate(UInt64(code.count)))
        let place = out.add(
            out.immediate(targets.map), out.shl(near, out.immediate(2)))
        let number = out.load(
            place, 0, width: .half, access: .constants, qualifier: .constant)
        out.guard(.ifTrue, out.eq(number, out.immediate(0)), exit)
        return number
    }

    private func jump(_ number: LIRReference) {
        guard let targets = dynamicTargets else { return }
        out.jump(number, sharedTable: targets.table)
    }

    /// The block that a constant jumps to, if a jump may land there.
    func destination(_ target: Word256) -> Int? {
        guard let pc = target.asUInt64, pc < UInt64(code.count), code.isJumpDestination(Int(pc))
        else { return nil }
        return table.number(at: Int(pc))
    }
}

/// The memory that tells computed jumps their targets' numbers.
///
/// Written once, before the code that reads it exists.
final class JumpMap: @unchecked Sendable {
    /// The blocks that jumps may land on; block `blocks[n]` has the number n + 1.
    let blocks: [Int]
    private let numbers: UnsafeMutablePointer<UInt32>

    /// The address of the first of `code.count + 1` numbers.
    var address: UInt64 { UInt64(UInt(bitPattern: numbers)) }

    init(_ code: Code, _ table: BlockTable) {
        // One more than is ever read, so that a planted load of twice the width stays inside.
        numbers = .allocate(capacity: code.count + 2)
        numbers.initialize(repeating: 0, count: code.count + 2)
        var blocks: [Int] = []
        for (number, block) in table.blocks.enumerated()
        where code.isJumpDestination(block.startPC) {
            blocks.append(number)
            numbers[block.startPC] = UInt32(blocks.count)
        }
        self.blocks = blocks
    }

    deinit { numbers.deallocate() }
}
