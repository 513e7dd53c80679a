extension BN254 {
    /// An element a + b·w of the quadratic extension of Fp6, w² = v: the pairing's values.
    package struct Fp12: Equatable, Sendable {
        var a: Fp6
        var b: Fp6

        @inline(__always)
        package init(_ a: Fp6, _ b: Fp6) {
            self.a = a
            self.b = b
        }

        package static var one: Fp12 { Fp12(.one, .zero) }

        package static func * (left: Fp12, right: Fp12) -> Fp12 {
            let aa = left.a * right.a
            let bb = left.b * right.b
            let cross = (left.a + left.b) * (right.a + right.b) - aa - bb
            return Fp12(aa + bb.timesV, cross)
        }

        /// The square with two multiplications in Fp6 ("complex" squaring).
        package var squared: Fp12 {
            let product = a * b
            let sum = (a + b) * (a + b.timesV) - product - product.timesV
            return Fp12(sum, product + product)
        }

        /// Multiplies by a line's value: constant + (slope + vertical·v)·w.
        mutating func multiply(by line: LineValue) {
            let aa = a.multiplied(by: line.constant)
            let bb = b.multiplied(by: line.slope, line.vertical)
            let cross =
                (a + b).multiplied(by: line.constant + line.slope, line.vertical) - aa - bb
            self = Fp12(aa + bb.timesV, cross)
        }

        /// The p⁶-th power; in the cyclotomic subgroup it is the inverse.
        @inline(__always)
        package var conjugated: Fp12 { Fp12(a, -b) }

        package var inverted: Fp12 {
            let inverseNorm = (a * a - (b * b).timesV).inverted
            return Fp12(a * inverseNorm, -(b * inverseNorm))
        }
    }
}

// MARK: - Powers of p

extension BN254.Fp12 {
    /// The p-th power: each coefficient of wᵏ is conjugated and multiplied by ξ^(k(p−1)/6).
    package var frobenius: BN254.Fp12 {
        typealias Power = BN254.FrobeniusConstants
        return BN254.Fp12(
            BN254.Fp6(
                a.a.conjugated, a.b.conjugated * Power.second, a.c.conjugated * Power.fourth),
            BN254.Fp6(
                b.a.conjugated * Power.first, b.b.conjugated * Power.third,
                b.c.conjugated * Power.fifth))
    }

    /// The p²-th power: each coefficient of wᵏ is multiplied by ξ^(k(p²−1)/6).
    package var frobeniusSquared: BN254.Fp12 {
        typealias Power = BN254.FrobeniusSquaredConstants
        return BN254.Fp12(
            BN254.Fp6(a.a, a.b * Power.second, a.c * Power.fourth),
            BN254.Fp6(b.a * Power.first, -b.b, b.c * Power.fifth))
    }
}

// MARK: - The cyclotomic subgroup

extension BN254.Fp12 {
    /// The square of an element whose (p⁴ − p² + 1)-th power is one.
    ///
    /// R. Granger and M. Scott, "Faster squaring in the cyclotomic subgroup of sixth degree
    /// extensions" (2009/565): over Fp4 = Fp2[w³] the element is A + B·w + C·w², and its square is
    /// (3A² − 2Ā) + (3w³C² + 2B̄)·w + (3B² − 2C̄)·w².
    package var cyclotomicSquared: BN254.Fp12 {
        let first = Self.quarticSquare(a.a, b.b)
        let second = Self.quarticSquare(b.a, a.c)
        let third = Self.quarticSquare(a.b, b.c)
        return BN254.Fp12(
            BN254.Fp6(
                (first.0 - a.a).doubled + first.0,
                (second.0 - a.b).doubled + second.0,
                (third.0 - a.c).doubled + third.0),
            BN254.Fp6(
                { (term: BN254.Fp2) in (term + b.a).doubled + term }(third.1.timesXi),
                (first.1 + b.b).doubled + first.1,
                (second.1 + b.c).doubled + second.1))
    }

    /// (x + y·s)² for s² = ξ.
    @inline(__always)
    private static func quarticSquare(
        _ x: BN254.Fp2, _ y: BN254.Fp2
    ) -> (BN254.Fp2, BN254.Fp2) {
        let xx = x.squared
        let yy = y.squared
        return (xx + yy.timesXi, (x + y).squared - xx - yy)
    }

    /// The u-th power of an element of the cyclotomic subgroup.
    ///
    /// Signed digits pay, as an inverse costs nothing here.
    package var raisedToParameter: BN254.Fp12 {
        let inverse = conjugated
        var power = self
        for bit in stride(from: 61, through: 0, by: -1) {
            power = power.cyclotomicSquared
            if BN254.parameterOnes >> bit & 1 != 0 {
                power = power * self
            } else if BN254.parameterNegativeOnes >> bit & 1 != 0 {
                power = power * inverse
            }
        }
        return power
    }
}
