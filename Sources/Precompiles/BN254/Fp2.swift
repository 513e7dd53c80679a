extension BN254 {
    /// An element a + b·i of the quadratic extension, i² = −1.
    package struct Fp2: FieldElement {
        package var a: Fp
        package var b: Fp

        @inline(__always)
        package init(_ a: Fp, _ b: Fp) {
            self.a = a
            self.b = b
        }

        @inline(__always)
        package static var zero: Fp2 { Fp2(.zero, .zero) }

        @inline(__always)
        package static var one: Fp2 { Fp2(.one, .zero) }

        @inline(__always)
        package var isZero: Bool { a.isZero && b.isZero }

        @inline(__always)
        package static func + (left: Fp2, right: Fp2) -> Fp2 {
            Fp2(left.a + right.a, left.b + right.b)
        }

        @inline(__always)
        package static func - (left: Fp2, right: Fp2) -> Fp2 {
            Fp2(left.a - right.a, left.b - right.b)
        }

        @inline(__always)
        package static prefix func - (value: Fp2) -> Fp2 { Fp2(-value.a, -value.b) }

        @inline(__always)
        package var doubled: Fp2 { Fp2(a.doubled, b.doubled) }

        @inline(__always)
        var tripled: Fp2 { doubled + self }

        @inline(__always)
        var halved: Fp2 { Fp2(a.halved, b.halved) }

        /// The product by the plain formula: with one reduction a coordinate it costs no more limb
        /// products than Karatsuba's, and fewer additions.
        package static func * (left: Fp2, right: Fp2) -> Fp2 {
            Fp2(
                Fp.differenceOfProducts(left.a, right.a, left.b, right.b),
                Fp.sumOfProducts(left.a, right.b, left.b, right.a))
        }

        @inline(__always)
        static func * (left: Fp2, right: Fp) -> Fp2 { Fp2(left.a * right, left.b * right) }

        /// (a + b)(a − b) + 2ab·i.
        package var squared: Fp2 {
            Fp2(
                a.addingUnreduced(b) * a.subtractingUnreduced(b),
                a.addingUnreduced(a) * b)
        }

        /// a − b·i, which is also the p-th power.
        @inline(__always)
        var conjugated: Fp2 { Fp2(a, -b) }

        /// The product by ξ = 9 + i.
        @inline(__always)
        var timesXi: Fp2 {
            let eightfold = doubled.doubled.doubled
            return Fp2(eightfold.a + (a - b), eightfold.b + (b + a))
        }

        package var inverted: Fp2 {
            let inverseNorm = Fp.sumOfProducts(a, a, b, b).inverted
            return Fp2(a * inverseNorm, -(b * inverseNorm))
        }
    }
}
