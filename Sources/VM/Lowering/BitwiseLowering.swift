import Codegen
import Primitives

extension MethodLowering {
    func lowerBitwise(_ operation: (LIRReference, LIRReference) -> LIRReference) {
        let (a, b) = (popLimbs(), popLimbs())
        push(a.paired(with: b, operation))
    }

    func lowerNot() {
        push(popLimbs().mapped(out.not))
    }

    /// A shift by a constant moves limbs; any other count is a helper's.
    func lowerShiftLeft() {
        guard let count = constant(0)?.clampedToInt() else { return callHelper(.shl) }
        _ = stack.pop()
        let value = popLimbs().all
        let (words, bits) = (min(count, 256) / 64, out.immediate(UInt64(count & 63)))
        push(
            limbs { index in
                guard index >= words else { return self.out.immediate(0) }
                let high = value[index - words]
                guard count & 63 != 0 else { return high }
                guard index > words else { return self.out.shl(high, bits) }
                return self.out.shld(high, value[index - words - 1], bits)
            })
    }

    func lowerShiftRight() {
        guard let count = constant(0)?.clampedToInt() else { return callHelper(.shr) }
        _ = stack.pop()
        let value = popLimbs().all
        pushShiftedRight(value, by: count, filling: out.immediate(0)) { self.out.shr($0, $1) }
    }

    func lowerArithmeticShiftRight() {
        guard let count = constant(0)?.clampedToInt() else { return callHelper(.sar) }
        _ = stack.pop()
        let value = popLimbs().all
        let sign = out.sar(value[3], out.immediate(63))
        pushShiftedRight(value, by: count, filling: sign) { self.out.sar($0, $1) }
    }

    /// Moves limbs down; `topShift` is how the highest limb with a bit of the value is shifted.
    private func pushShiftedRight(
        _ value: [LIRReference], by count: Int, filling fill: LIRReference,
        topShift: (LIRReference, LIRReference) -> LIRReference
    ) {
        let (words, bits) = (min(count, 256) / 64, out.immediate(UInt64(count & 63)))
        push(
            limbs { index in
                guard index + words < 4 else { return fill }
                let low = value[index + words]
                guard count & 63 != 0 else { return low }
                guard index + words < 3 else { return topShift(low, bits) }
                return self.out.shrd(low, value[index + words + 1], bits)
            })
    }

    /// A byte at a constant index is shifted out of its limb; any other index is a helper's.
    func lowerByte() {
        guard let index = constant(0) else { return callHelper(.byte) }
        _ = stack.pop()
        let value = popLimbs().all
        guard let place = index.asUInt64, place < 32 else { return stack.push(.constant(.zero)) }
        let bit = UInt64(31 - place) * 8
        let shifted = out.shr(value[Int(bit / 64)], out.immediate(bit % 64))
        push(narrow: out.and(shifted, out.immediate(0xff)))
    }

    private func limbs(_ limb: (Int) -> LIRReference) -> Limbs {
        Limbs(limb(0), limb(1), limb(2), limb(3))
    }
}
