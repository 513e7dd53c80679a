extension BN254.Fp12 {
    /// The power (p¹² − 1)/r, which makes a Miller function's value a pairing's.
    package var finalPower: BN254.Fp12 {
        let unitary = conjugated * inverted
        return (unitary.frobeniusSquared * unitary).hardPower
    }

    /// The power (p⁴ − p² + 1)/r of an element of the cyclotomic subgroup.
    ///
    /// M. Scott, N. Benger, M. Charlemagne, L. Dominguez Perez and E. Kachisa, "On the final
    /// exponentiation for calculating pairings on ordinary elliptic curves" (2008/490), section 5:
    /// y₀·y₁²·y₂⁶·y₃¹²·y₄¹⁸·y₅³⁰·y₆³⁶ by a vectorial addition chain.
    private var hardPower: BN254.Fp12 {
        let power = raisedToParameter
        let secondPower = power.raisedToParameter
        let thirdPower = secondPower.raisedToParameter

        let y0 = frobenius * frobeniusSquared * frobeniusSquared.frobenius
        let y1 = conjugated
        let y2 = secondPower.frobeniusSquared
        let y3 = power.frobenius.conjugated
        let y4 = (power * secondPower.frobenius).conjugated
        let y5 = secondPower.conjugated
        let y6 = (thirdPower * thirdPower.frobenius).conjugated

        let lower = y6.cyclotomicSquared * y4 * y5
        let upper = (y3 * y5 * lower).cyclotomicSquared * (lower * y2)
        let squared = upper.cyclotomicSquared
        return (squared * y1).cyclotomicSquared * (squared * y0)
    }
}

extension BN254 {
    /// The optimal ate pairing; one if either argument is at infinity.
    ///
    /// Both arguments must be on their curves, the second one in the subgroup of order r.
    package static func pairing(_ point: G1Point, _ twistPoint: G2Point) -> Fp12 {
        if point.isInfinity || twistPoint.isInfinity { return .one }
        return withUnsafeTemporaryAllocation(of: MillerPair.self, capacity: 1) { pairs in
            pairs.initialize(repeating: MillerPair(point, twistPoint))
            return millerLoop(pairs).finalPower
        }
    }
}
