extension BN254 {
    /// A line through points of the twist, evaluated at a point of the curve:
    /// constant + (slope + vertical·v)·w, up to a factor in Fp2.
    struct LineValue {
        var constant: Fp2
        var slope: Fp2
        var vertical: Fp2
    }

    /// A pair of the pairing's arguments, neither at infinity, and the loop's running multiple of
    /// the second one in homogeneous coordinates (X/Z, Y/Z).
    ///
    /// The formulas are those of C. Costello, T. Lange and M. Naehrig, "Faster pairing
    /// computations on curves with high-degree twists" (2009/615), for the untwisting
    /// (x·w², y·w³): a line of slope λ through (x₀, y₀) of the twist has at (xP, yP) the value
    /// yP − λ·xP·w + (λ·x₀ − y₀)·w³.
    struct MillerPair {
        private let point: G1Point
        private let twistPoint: G2Point
        private var x: Fp2
        private var y: Fp2
        private var z: Fp2

        init(_ point: G1Point, _ twistPoint: G2Point) {
            self.point = point
            self.twistPoint = twistPoint
            (x, y, z) = (twistPoint.x, twistPoint.y, .one)
        }

        /// Doubles the running point and gives the tangent's value, times −2YZ.
        mutating func double() -> LineValue {
            let xx = x.squared
            let yy = y.squared
            let zz = z.squared
            let e = zz.tripled * .twistConstant
            let f = e.tripled
            let g = (yy + f).halved
            let h = (y + z).squared - yy - zz
            x = (x * y).halved * (yy - f)
            y = g.squared - e.squared.tripled
            z = yy * h
            return LineValue(
                constant: -(h * point.y), slope: xx.tripled * point.x, vertical: e - yy)
        }

        /// Adds a point of the twist and gives the value of the line through both, times its run.
        mutating func add(_ other: G2Point) -> LineValue {
            let rise = y - other.y * z
            let run = x - other.x * z
            let runSquared = run.squared
            let runCubed = runSquared * run
            let common = x * runSquared
            let h = runCubed + rise.squared * z - common.doubled
            x = run * h
            y = rise * (common - h) - runCubed * y
            z = runCubed * z
            return LineValue(
                constant: run * point.y,
                slope: -(rise * point.x),
                vertical: rise * other.x - run * other.y)
        }

        mutating func addArgument() -> LineValue { add(twistPoint) }

        mutating func subtractArgument() -> LineValue { add(-twistPoint) }

        /// The two last lines: through ψ(Q), then through −ψ²(Q).
        mutating func finish(_ value: inout Fp12) {
            let image = twistPoint.endomorphism
            value.multiply(by: add(image))
            value.multiply(by: add(-image.endomorphism))
        }
    }

    /// The product of the optimal ate Miller functions of all pairs, before the final power.
    ///
    /// F. Vercauteren, "Optimal pairings" (2008/096): the loop runs over 6u + 2, here in signed
    /// digits of which the highest, for 2⁶⁵, is the initial state. All pairs share the squarings.
    static func millerLoop(_ pairs: UnsafeMutableBufferPointer<MillerPair>) -> Fp12 {
        let ones: UInt64 = 0x2002_0042_0080_4028
        let negativeOnes: UInt64 = 0x8288_9008_420a_0480
        var value = Fp12.one
        for bit in stride(from: 64, through: 0, by: -1) {
            value = value.squared
            for index in pairs.indices {
                value.multiply(by: pairs[index].double())
                if ones >> bit & 1 != 0 {
                    value.multiply(by: pairs[index].addArgument())
                } else if negativeOnes >> bit & 1 != 0 {
                    value.multiply(by: pairs[index].subtractArgument())
                }
            }
        }
        for index in pairs.indices {
            pairs[index].finish(&value)
        }
        return value
    }
}
