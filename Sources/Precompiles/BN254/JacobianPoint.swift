extension BN254 {
    /// A point of y² = x³ + constant in affine coordinates.
    ///
    /// The point at infinity is (0, 0), as in EIP-196's encoding; no point of the curve or of its
    /// twist has these coordinates.
    package struct AffinePoint<Field: FieldElement>: Equatable, Sendable {
        package var x: Field
        package var y: Field

        package init(x: Field, y: Field) {
            self.x = x
            self.y = y
        }

        package static var infinity: AffinePoint { AffinePoint(x: .zero, y: .zero) }

        package var isInfinity: Bool { x.isZero && y.isZero }

        package static prefix func - (point: AffinePoint) -> AffinePoint {
            AffinePoint(x: point.x, y: -point.y)
        }
    }

    /// A point of y² = x³ + constant in Jacobian coordinates: (X/Z², Y/Z³), at infinity if Z = 0.
    ///
    /// No formula needs the constant, so the curve and its twist share them. They are those of
    /// the Explicit-Formulas Database for a = 0 (dbl-2009-l, madd and add in their plain forms).
    package struct JacobianPoint<Field: FieldElement>: Sendable {
        var x: Field
        var y: Field
        var z: Field

        init(x: Field, y: Field, z: Field) {
            self.x = x
            self.y = y
            self.z = z
        }

        package init(_ point: AffinePoint<Field>) {
            self.init(x: point.x, y: point.y, z: point.isInfinity ? .zero : .one)
        }

        package static var infinity: JacobianPoint { JacobianPoint(x: .one, y: .one, z: .zero) }

        package var isInfinity: Bool { z.isZero }

        package var affine: AffinePoint<Field> {
            if isInfinity { return .infinity }
            let inverse = z.inverted
            let inverseSquared = inverse.squared
            return AffinePoint(x: x * inverseSquared, y: y * inverseSquared * inverse)
        }

        static prefix func - (point: JacobianPoint) -> JacobianPoint {
            JacobianPoint(x: point.x, y: -point.y, z: point.z)
        }
    }
}

extension BN254.JacobianPoint {
    package typealias Affine = BN254.AffinePoint<Field>

    package var doubled: Self {
        let xx = x.squared
        let yy = y.squared
        let yyyy = yy.squared
        let d = ((x + yy).squared - xx - yyyy).doubled
        let slope = xx.doubled + xx
        let newX = slope.squared - d.doubled
        let newY = slope * (d - newX) - yyyy.doubled.doubled.doubled
        return Self(x: newX, y: newY, z: (y * z).doubled)
    }

    package static func + (left: Self, right: Affine) -> Self {
        if right.isInfinity { return left }
        if left.isInfinity { return Self(right) }
        let zz = left.z.squared
        return left.sum(
            x: left.x, otherX: right.x * zz, y: left.y, otherY: right.y * zz * left.z, z: left.z)
    }

    package static func + (left: Self, right: Self) -> Self {
        if right.isInfinity { return left }
        if left.isInfinity { return right }
        let leftZZ = left.z.squared
        let rightZZ = right.z.squared
        return left.sum(
            x: left.x * rightZZ, otherX: right.x * leftZZ,
            y: left.y * rightZZ * right.z, otherY: right.y * leftZZ * left.z,
            z: left.z * right.z)
    }

    /// The sum with a point, both brought to the common denominator z and both finite.
    @inline(__always)
    private func sum(x: Field, otherX: Field, y: Field, otherY: Field, z: Field) -> Self {
        let run = otherX - x
        let rise = otherY - y
        if run.isZero { return rise.isZero ? doubled : .infinity }
        let runSquared = run.squared
        let runCubed = runSquared * run
        let common = x * runSquared
        let newX = rise.squared - runCubed - common.doubled
        let newY = rise * (common - newX) - y * runCubed
        return Self(x: newX, y: newY, z: z * run)
    }

    /// Whether both stand for the same point.
    static func == (left: Self, right: Self) -> Bool {
        if left.isInfinity || right.isInfinity { return left.isInfinity && right.isInfinity }
        let leftZZ = left.z.squared
        let rightZZ = right.z.squared
        return left.x * rightZZ == right.x * leftZZ
            && left.y * rightZZ * right.z == right.y * leftZZ * left.z
    }
}
