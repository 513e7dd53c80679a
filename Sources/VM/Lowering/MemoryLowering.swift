import Codegen
import Primitives

extension MethodLowering {
    func lowerMload() {
        let place = reserve(32)
        _ = stack.pop()
        push(out.loadBigEndian(place, access: .linearMemory))
    }

    func lowerMstore() {
        let place = reserve(32)
        _ = stack.pop()
        out.storeBigEndian(popLimbs(), place, access: .linearMemory)
    }

    func lowerMstore8() {
        let place = reserve(1)
        _ = stack.pop()
        out.store(popLimbs().limb0, place, width: .byte, access: .linearMemory)
    }

    /// The address of `size` bytes at the offset on top of the stack, memory grown to hold them.
    ///
    /// Growing is a call on a side path; it charges before it grows, or asks to leave. The offset
    /// stays on the stack, as the exit is one from before the instruction.
    ///
    /// Memory never shrinks: what the block has reserved once needs no second look.
    private func reserve(_ size: UInt64) -> LIRReference {
        let offset = peekLimbs(0)
        let end = constant(0)?.asUInt64.flatMap { $0 < 1 << 32 ? $0 + size : nil }
        if end.map({ $0 <= memoryReserved }) != true { grow(size, at: offset) }
        memoryReserved = max(memoryReserved, end ?? 0)
        let memory = out.load(frame, FrameLayout.memory, access: .constants, qualifier: .constant)
        return out.add(memory, offset.limb0)
    }

    private func grow(_ size: UInt64, at offset: Limbs) {
        let exit = instructionExit()
        let needed = faults.contains(.memoryBoundIsShort) ? size - 1 : size
        let end = out.add(offset.limb0, out.immediate(needed))
        let memorySize = out.load(frame, FrameLayout.memorySize, access: .frame)
        let far = out.or(
            out.or(offset.limb1, offset.limb2),
            out.or(offset.limb3, out.shr(offset.limb0, out.immediate(32))))
        let isOutside = out.setc(out.ltu(memorySize, end))
        let inside = out.newLabel()
        out.jump(.ifTrue, out.eq(out.or(far, isOutside), out.immediate(0)), to: inside)
        let reachable = out.cmov(
            out.eq(far, out.immediate(0)), offset.limb0, out.immediate(UInt64(Int64.max)))
        storeGas()
        let status = out.call(.growMemory, [frame, reachable, out.immediate(size)])
        loadGas()
        out.guard(.ifFalse, out.eq(status, out.immediate(HelperStatus.done)), exit)
        out.place(inside)
    }
}
