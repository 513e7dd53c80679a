extension BN254 {
    /// An element a + b·v + c·v² of the cubic extension of Fp2, v³ = ξ.
    package struct Fp6: Equatable, Sendable {
        var a: Fp2
        var b: Fp2
        var c: Fp2

        @inline(__always)
        package init(_ a: Fp2, _ b: Fp2, _ c: Fp2) {
            self.a = a
            self.b = b
            self.c = c
        }

        @inline(__always)
        static var zero: Fp6 { Fp6(.zero, .zero, .zero) }

        @inline(__always)
        static var one: Fp6 { Fp6(.one, .zero, .zero) }

        @inline(__always)
        static func + (left: Fp6, right: Fp6) -> Fp6 {
            Fp6(left.a + right.a, left.b + right.b, left.c + right.c)
        }

        @inline(__always)
        static func - (left: Fp6, right: Fp6) -> Fp6 {
            Fp6(left.a - right.a, left.b - right.b, left.c - right.c)
        }

        @inline(__always)
        static prefix func - (value: Fp6) -> Fp6 { Fp6(-value.a, -value.b, -value.c) }

        /// The product with six multiplications in Fp2 (Karatsuba, three terms).
        static func * (left: Fp6, right: Fp6) -> Fp6 {
            let aa = left.a * right.a
            let bb = left.b * right.b
            let cc = left.c * right.c
            let bc = (left.b + left.c) * (right.b + right.c) - bb - cc
            let ab = (left.a + left.b) * (right.a + right.b) - aa - bb
            let ac = (left.a + left.c) * (right.a + right.c) - aa - cc
            return Fp6(aa + bc.timesXi, ab + cc.timesXi, ac + bb)
        }

        /// The product by a + b·v, with five multiplications in Fp2.
        func multiplied(by a: Fp2, _ b: Fp2) -> Fp6 {
            let aa = self.a * a
            let bb = self.b * b
            let cross = (self.a + self.b) * (a + b) - aa - bb
            return Fp6(aa + (self.c * b).timesXi, cross, self.c * a + bb)
        }

        @inline(__always)
        func multiplied(by factor: Fp2) -> Fp6 { Fp6(a * factor, b * factor, c * factor) }

        /// The product by v.
        @inline(__always)
        var timesV: Fp6 { Fp6(c.timesXi, a, b) }

        var inverted: Fp6 {
            let first = a.squared - (b * c).timesXi
            let second = c.squared.timesXi - a * b
            let third = b.squared - a * c
            let norm = a * first + (c * second + b * third).timesXi
            return Fp6(first, second, third).multiplied(by: norm.inverted)
        }
    }
}
