import Codegen
import Primitives

extension MethodLowering {
    /// Pushes a field of the frame that does not change while it lives.
    func lowerConstantField(_ offset: Int32) {
        push(narrow: out.load(frame, offset, access: .constants, qualifier: .constant))
    }

    /// Pushes a count that the frame keeps up to date.
    func lowerField(_ offset: Int32) {
        push(narrow: out.load(frame, offset, access: .frame))
    }

    func lowerCallValue() {
        push(out.loadLimbs(frame, FrameLayout.value, access: .constants))
    }

    /// Pushes an address: twenty bytes that the frame holds as numbers of 64, 64 and 32 bits, the
    /// most significant first.
    func lowerAddress(_ offset: Int32) {
        let high = out.load(frame, offset, access: .constants, qualifier: .constant)
        let middle = out.load(frame, offset + 8, access: .constants, qualifier: .constant)
        let low = out.load(
            frame, offset + 16, width: .half, access: .constants, qualifier: .constant)
        let half = out.immediate(32)
        push(
            Limbs(
                out.or(low, out.shl(middle, half)), out.shld(high, middle, half),
                out.shr(high, half), out.immediate(0)))
    }

    /// GAS: the counter, what the block has charged ahead, and the bias.
    func lowerGas() {
        pushGas(ahead: gasBehind, bias: gasBias())
    }

    func gasBias() -> LIRReference {
        out.load(frame, FrameLayout.gasBias, access: .constants, qualifier: .constant)
    }

    func pushGas(ahead: Int, bias: LIRReference) {
        let counter = out.state(StateRegister.gas)
        push(narrow: out.add(out.add(counter, out.immediate(UInt64(ahead))), bias))
    }
}
