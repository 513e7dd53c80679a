extension BN254 {
    /// A point of the curve over Fp.
    package typealias G1Point = AffinePoint<Fp>

    /// A point of the twist over Fp2.
    package typealias G2Point = AffinePoint<Fp2>
}

extension BN254.AffinePoint<BN254.Fp> {
    /// Whether the point is at infinity or on y² = x³ + 3; every such point has order r or 1.
    package var isOnCurve: Bool {
        isInfinity || y.squared == x.squared * x + .three
    }
}

extension BN254.AffinePoint<BN254.Fp2> {
    /// Whether the point is at infinity or on the twist y² = x³ + 3/ξ.
    package var isOnCurve: Bool {
        isInfinity || y.squared == x.squared * x + .twistConstant
    }

    /// Whether a point of the twist lies in the subgroup of order r.
    ///
    /// The test is [u+1]Q + ψ([u]Q) + ψ²([u]Q) = ψ³([2u]Q) of Y. Dai, K. Lin, C. Zhao and
    /// Z. Zhou, "Fast subgroup membership testings for G1, G2 and GT on pairing-friendly curves"
    /// (2022/348). It is exact here: ψ² − tψ + p = 0 on the whole twist, so a point that passes is
    /// killed by the resultant of that polynomial and of (u+1) + uX + uX² − 2uX³; the greatest
    /// common divisor of this resultant and of the twist's order r(2p − r) is r. Conversely ψ acts
    /// on the subgroup as p, a root of the second polynomial modulo r.
    package var isInSubgroup: Bool {
        let multiple = multipliedByParameter
        let image = multiple.endomorphism
        let secondImage = image.endomorphism
        return multiple + self + image + secondImage == secondImage.endomorphism.doubled
    }

    /// [u]Q, by the signed digits of u.
    private var multipliedByParameter: BN254.JacobianPoint<BN254.Fp2> {
        let negated = -self
        var multiple = BN254.JacobianPoint(self)
        for bit in stride(from: 61, through: 0, by: -1) {
            multiple = multiple.doubled
            if BN254.parameterOnes >> bit & 1 != 0 {
                multiple = multiple + self
            } else if BN254.parameterNegativeOnes >> bit & 1 != 0 {
                multiple = multiple + negated
            }
        }
        return multiple
    }

    /// ψ: the p-th power map of the curve, carried to the twist.
    var endomorphism: Self {
        Self(
            x: x.conjugated * BN254.FrobeniusConstants.second,
            y: y.conjugated * BN254.FrobeniusConstants.third)
    }
}

extension BN254.JacobianPoint<BN254.Fp2> {
    /// ψ: the p-th power map of the curve, carried to the twist.
    var endomorphism: Self {
        Self(
            x: x.conjugated * BN254.FrobeniusConstants.second,
            y: y.conjugated * BN254.FrobeniusConstants.third,
            z: z.conjugated)
    }
}

extension BN254.Fp2 {
    /// 3/ξ, the constant of the twist's equation.
    @inline(__always)
    static var twistConstant: BN254.Fp2 {
        BN254.Fp2(
            BN254.Fp(
                montgomery: (
                    0x3bf9_38e3_77b8_02a8, 0x020b_1b27_3633_535d,
                    0x26b7_edf0_4975_5260, 0x2514_c632_4384_a86d
                )),
            BN254.Fp(
                montgomery: (
                    0x38e7_eccc_d1dc_ff67, 0x65f0_b37d_93ce_0d3e,
                    0xd749_d0dd_22ac_00aa, 0x0141_b9ce_4a68_8d4d
                )))
    }
}
