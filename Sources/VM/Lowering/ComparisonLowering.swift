import Codegen
import Primitives

extension MethodLowering {
    func lowerLess() {
        let (a, b) = (popLimbs(), popLimbs())
        pushIsLess(a, b)
    }

    func lowerGreater() {
        let (a, b) = (popLimbs(), popLimbs())
        pushIsLess(b, a)
    }

    func lowerSignedLess() {
        let (a, b) = (popLimbs(), popLimbs())
        pushIsLess(flippingSign(a), flippingSign(b))
    }

    func lowerSignedGreater() {
        let (a, b) = (popLimbs(), popLimbs())
        pushIsLess(flippingSign(b), flippingSign(a))
    }

    func lowerEqual() {
        let (a, b) = (popLimbs(), popLimbs())
        push(out.isZero(a.paired(with: b, out.xor)))
    }

    func lowerIsZero() {
        push(out.isZero(popLimbs()))
    }

    private func pushIsLess(_ a: Limbs, _ b: Limbs) {
        push(narrow: out.value(out.subtract(a, b).borrow))
    }

    /// With the top bit flipped, signed order is unsigned order.
    private func flippingSign(_ a: Limbs) -> Limbs {
        var flipped = a
        flipped.limb3 = out.xor(a.limb3, out.immediate(1 << 63))
        return flipped
    }
}
