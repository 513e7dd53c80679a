// Shifts and the instructions that select bytes. Counts are unsigned; a count of 256 or more shifts
// every bit out.

extension Word256 {
    /// The word shifted towards the most significant bit, zero for a count of 256 or more.
    @inlinable
    package func shiftedLeft(by count: UInt64) -> Word256 {
        if count >= 256 { return .zero }
        let bits = count & 63
        switch count &>> 6 {
        case 0:
            return Word256(
                limb0: limb0 &<< bits, limb1: Word256.upperHalf(limb1, limb0, bits),
                limb2: Word256.upperHalf(limb2, limb1, bits),
                limb3: Word256.upperHalf(limb3, limb2, bits))
        case 1:
            return Word256(
                limb0: 0, limb1: limb0 &<< bits, limb2: Word256.upperHalf(limb1, limb0, bits),
                limb3: Word256.upperHalf(limb2, limb1, bits))
        case 2:
            return Word256(
                limb0: 0, limb1: 0, limb2: limb0 &<< bits,
                limb3: Word256.upperHalf(limb1, limb0, bits))
        default:
            return Word256(limb0: 0, limb1: 0, limb2: 0, limb3: limb0 &<< bits)
        }
    }

    /// The word shifted towards the least significant bit, zero for a count of 256 or more.
    @inlinable
    package func shiftedRight(by count: UInt64) -> Word256 {
        count >= 256 ? .zero : shiftedRight(by: count, filling: 0)
    }

    /// The two's complement word shifted towards the least significant bit, rounding down.
    ///
    /// Zero or -1 for a count of 256 or more.
    @inlinable
    package func arithmeticShiftedRight(by count: UInt64) -> Word256 {
        let sign = UInt64(bitPattern: Int64(bitPattern: limb3) &>> 63)
        return shiftedRight(by: Swift.min(count, 255), filling: sign)
    }

    @inlinable
    package func shiftedLeft(by count: Word256) -> Word256 {
        shiftedLeft(by: count.clampedToUInt64())
    }

    @inlinable
    package func shiftedRight(by count: Word256) -> Word256 {
        shiftedRight(by: count.clampedToUInt64())
    }

    @inlinable
    package func arithmeticShiftedRight(by count: Word256) -> Word256 {
        arithmeticShiftedRight(by: count.clampedToUInt64())
    }

    /// - Precondition: `count` is not negative.
    @inlinable
    package func shiftedLeft(by count: Int) -> Word256 {
        precondition(count >= 0)
        return shiftedLeft(by: UInt64(truncatingIfNeeded: count))
    }

    /// - Precondition: `count` is not negative.
    @inlinable
    package func shiftedRight(by count: Int) -> Word256 {
        precondition(count >= 0)
        return shiftedRight(by: UInt64(truncatingIfNeeded: count))
    }

    /// - Precondition: `count` is not negative.
    @inlinable
    package func arithmeticShiftedRight(by count: Int) -> Word256 {
        precondition(count >= 0)
        return arithmeticShiftedRight(by: UInt64(truncatingIfNeeded: count))
    }

    /// Shifts right by less than 256, moving bits of `fill`, which is 0 or all ones, into the top.
    @inlinable
    package func shiftedRight(by count: UInt64, filling fill: UInt64) -> Word256 {
        let bits = count & 63
        switch count &>> 6 {
        case 0:
            return Word256(
                limb0: Word256.lowerHalf(limb1, limb0, bits),
                limb1: Word256.lowerHalf(limb2, limb1, bits),
                limb2: Word256.lowerHalf(limb3, limb2, bits),
                limb3: Word256.lowerHalf(fill, limb3, bits))
        case 1:
            return Word256(
                limb0: Word256.lowerHalf(limb2, limb1, bits),
                limb1: Word256.lowerHalf(limb3, limb2, bits),
                limb2: Word256.lowerHalf(fill, limb3, bits), limb3: fill)
        case 2:
            return Word256(
                limb0: Word256.lowerHalf(limb3, limb2, bits),
                limb1: Word256.lowerHalf(fill, limb3, bits), limb2: fill, limb3: fill)
        default:
            return Word256(
                limb0: Word256.lowerHalf(fill, limb3, bits), limb1: fill, limb2: fill, limb3: fill)
        }
    }

    /// The upper limb of `high:low` shifted left by less than 64.
    @inlinable
    package static func upperHalf(_ high: UInt64, _ low: UInt64, _ bits: UInt64) -> UInt64 {
        (high &<< bits) | ((low &>> 1) &>> (63 &- bits))
    }

    /// The lower limb of `high:low` shifted right by less than 64.
    @inlinable
    package static func lowerHalf(_ high: UInt64, _ low: UInt64, _ bits: UInt64) -> UInt64 {
        (low &>> bits) | ((high &<< 1) &<< (63 &- bits))
    }

    /// The two's complement word of which the byte `index` is the highest (SIGNEXTEND).
    ///
    /// Bytes are counted from the least significant. From 31 on, the word stays as it is.
    @inlinable
    package func signExtended(fromByte index: Word256) -> Word256 {
        guard index.fitsUInt64 && index.limb0 < 31 else { return self }
        let place = index.limb0 &>> 3
        let unused = (7 &- (index.limb0 & 7)) &<< 3
        let low = place & 1 == 0 ? limb0 : limb1
        let high = place & 1 == 0 ? limb2 : limb3
        let top = Int64(bitPattern: (place < 2 ? low : high) &<< unused) &>> Int64(unused)
        let (extended, sign) = (UInt64(bitPattern: top), UInt64(bitPattern: top &>> 63))
        return Word256(
            limb0: place == 0 ? extended : limb0,
            limb1: place == 1 ? extended : place < 1 ? sign : limb1,
            limb2: place == 2 ? extended : place < 2 ? sign : limb2,
            limb3: place == 3 ? extended : sign)
    }

    /// The byte of a position counted from the most significant, zero from 32 on (BYTE).
    @inlinable
    package func byte(at index: Word256) -> Word256 {
        guard index.fitsUInt64 && index.limb0 < 32 else { return .zero }
        return Word256(UInt64(byte(Int(truncatingIfNeeded: index.limb0))))
    }

    /// The byte of a position counted from the most significant.
    ///
    /// - Precondition: `index` is in 0..<32.
    @inlinable
    package func byte(_ index: Int) -> UInt8 {
        let shift = UInt64(truncatingIfNeeded: 7 &- (index & 7)) &<< 3
        return UInt8(truncatingIfNeeded: limb(3 &- (index &>> 3)) &>> shift)
    }

    /// The number of leading zero bits as a word (CLZ, EIP-7939).
    @inlinable
    package func countLeadingZeros() -> Word256 { Word256(leadingZeroBitCount) }
}
