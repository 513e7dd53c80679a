/// How two words can stand to each other: less, equal or greater, without and with signs.
struct PossibleOrders: Equatable, BitwiseCopyable {
    private static let less: UInt8 = 1
    private static let equal: UInt8 = 2
    private static let greater: UInt8 = 4
    private static let every: UInt8 = 7

    private var unsigned = PossibleOrders.every
    private var signed = PossibleOrders.every

    static let all = PossibleOrders()

    private init() {}

    private init(unsigned: UInt8, signed: UInt8) {
        self.unsigned = unsigned
        self.signed = signed
    }

    /// The orders in which a compare comes out so; nil for an opcode that is none.
    init?(_ compare: LIROpcode, holds: Bool) {
        let (unsigned, signed): (UInt8, UInt8)
        if compare == .eq {
            (unsigned, signed) = (Self.equal, Self.equal)
        } else if compare == .ltu {
            (unsigned, signed) = (Self.less, Self.every)
        } else if compare == .leu {
            (unsigned, signed) = (Self.less | Self.equal, Self.every)
        } else if compare == .lts {
            (unsigned, signed) = (Self.every, Self.less)
        } else if compare == .les {
            (unsigned, signed) = (Self.every, Self.less | Self.equal)
        } else {
            return nil
        }
        self.unsigned = holds || unsigned == Self.every ? unsigned : Self.every & ~unsigned
        self.signed = holds || signed == Self.every ? signed : Self.every & ~signed
        agreeOnEquality()
    }

    /// The orders that words of two ranges can have.
    init(_ left: WordRange, _ right: WordRange) {
        unsigned = Self.orders(left.unsigned, right.unsigned)
        signed = Self.orders(left.signed, right.signed)
        agreeOnEquality()
    }

    private static func orders<Bound: Comparable>(
        _ left: ClosedRange<Bound>, _ right: ClosedRange<Bound>
    ) -> UInt8 {
        (left.lowerBound < right.upperBound ? less : 0)
            | (left.overlaps(right) ? equal : 0)
            | (left.upperBound > right.lowerBound ? greater : 0)
    }

    /// Words are equal without signs if and only if they are with signs.
    private mutating func agreeOnEquality() {
        let equality = unsigned & signed & Self.equal
        unsigned = unsigned & ~Self.equal | equality
        signed = signed & ~Self.equal | equality
        if unsigned == Self.equal || signed == Self.equal {
            (unsigned, signed) = (Self.equal & unsigned, Self.equal & signed)
        }
    }

    mutating func formIntersection(_ other: PossibleOrders) {
        unsigned &= other.unsigned
        signed &= other.signed
        agreeOnEquality()
    }

    /// The same of the words in the other order.
    var flipped: PossibleOrders {
        PossibleOrders(unsigned: Self.flip(unsigned), signed: Self.flip(signed))
    }

    private static func flip(_ orders: UInt8) -> UInt8 {
        orders & equal | (orders & less) << 2 | (orders & greater) >> 2
    }

    /// The outcome of a compare if it is the same in all of these; nil also where none is possible,
    /// which is so in code that is never reached.
    func outcome(of compare: LIROpcode) -> Bool? {
        guard let holding = PossibleOrders(compare, holds: true), unsigned != 0, signed != 0 else {
            return nil
        }
        var both = self
        both.formIntersection(holding)
        if both == self { return true }
        return both.unsigned == 0 || both.signed == 0 ? false : nil
    }

    /// What is left of a range for a word that stands so to a constant.
    func narrow(_ range: WordRange, comparedWith constant: UInt64) -> WordRange {
        WordRange(
            unsigned: Self.narrow(range.unsigned, constant, unsigned),
            signed: Self.narrow(range.signed, Int64(bitPattern: constant), signed))
    }

    /// Bounds that leave nothing are left as they were: such code is never reached.
    private static func narrow<Bound: FixedWidthInteger>(
        _ range: ClosedRange<Bound>, _ constant: Bound, _ orders: UInt8
    ) -> ClosedRange<Bound> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        let isEqualPossible = orders & equal != 0
        if orders & less == 0 {
            if !isEqualPossible && constant == .max { return range }
            lower = max(lower, isEqualPossible ? constant : constant + 1)
        }
        if orders & greater == 0 {
            if !isEqualPossible && constant == .min { return range }
            upper = min(upper, isEqualPossible ? constant : constant - 1)
        }
        if !isEqualPossible && lower < upper {
            if lower == constant { lower += 1 }
            if upper == constant { upper -= 1 }
        }
        return lower <= upper ? lower...upper : range
    }
}

/// Bounds of a word, taken without and with its sign.
struct WordRange: Equatable {
    let unsigned: ClosedRange<UInt64>
    let signed: ClosedRange<Int64>

    static let all = WordRange(unsigned: 0...UInt64.max, signed: Int64.min...Int64.max)

    /// Bounds that hold together: each of them may make the other narrower.
    init(unsigned: ClosedRange<UInt64>, signed: ClosedRange<Int64>) {
        var (unsigned, signed) = (unsigned, signed)
        if let low = Int64(exactly: unsigned.lowerBound),
            let high = Int64(exactly: unsigned.upperBound), (low...high).overlaps(signed)
        {
            signed = signed.clamped(to: low...high)
        }
        if let low = UInt64(exactly: signed.lowerBound),
            let high = UInt64(exactly: signed.upperBound), (low...high).overlaps(unsigned)
        {
            unsigned = unsigned.clamped(to: low...high)
        }
        self.unsigned = unsigned
        self.signed = signed
    }

    init(constant: UInt64) {
        let signed = Int64(bitPattern: constant)
        self.init(unsigned: constant...constant, signed: signed...signed)
    }

    init(upTo bound: UInt64) {
        self.init(unsigned: 0...bound, signed: Int64.min...Int64.max)
    }
}
