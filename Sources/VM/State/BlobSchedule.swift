package import Primitives

/// How many blobs a block may carry and how fast their price moves (EIP-4844, EIP-7840, EIP-7892).
package struct BlobSchedule: Equatable, Sendable {
    /// Gas that one blob costs (EIP-4844, `GAS_PER_BLOB`).
    package static let gasPerBlob: UInt64 = 1 << 17

    /// The number of blobs at which the price stays.
    package var target: UInt64

    /// The largest number of blobs in a block.
    package var maximum: UInt64

    /// The divisor of the excess in the exponential, in blob gas.
    package var baseFeeUpdateFraction: UInt64

    package init(target: UInt64, maximum: UInt64, baseFeeUpdateFraction: UInt64) {
        self.target = target
        self.maximum = maximum
        self.baseFeeUpdateFraction = baseFeeUpdateFraction
    }

    /// The schedule that a fork brought or inherited; nil before blobs existed.
    ///
    /// Cancun: EIP-4844. Prague: EIP-7691. BPO1 and BPO2: EIP-7892.
    package static func standard(for fork: Fork) -> BlobSchedule? {
        if fork >= .bpo2 {
            BlobSchedule(target: 14, maximum: 21, baseFeeUpdateFraction: 11_684_671)
        } else if fork >= .bpo1 {
            BlobSchedule(target: 10, maximum: 15, baseFeeUpdateFraction: 8_346_193)
        } else if fork >= .prague {
            BlobSchedule(target: 6, maximum: 9, baseFeeUpdateFraction: 5_007_716)
        } else if fork >= .cancun {
            BlobSchedule(target: 3, maximum: 6, baseFeeUpdateFraction: 3_338_477)
        } else {
            nil
        }
    }

    /// The price of one unit of blob gas, in wei, for a block with this excess of blob gas.
    ///
    /// The Taylor series that EIP-4844 calls `fake_exponential`, with a minimum of one wei. It is
    /// computed scaled by the update fraction; where that does not fit 256 bits (an excess of some
    /// 160 update fractions, a price beyond 2²³⁰ wei), the largest word is the answer.
    package func baseFee(excessBlobGas: UInt64) -> Word256 {
        let numerator = Word256(excessBlobGas)
        let denominator = Word256(baseFeeUpdateFraction)
        guard !denominator.isZero else { return .max }
        var divisor = denominator
        var sum = Word256.zero
        var term = denominator
        while !term.isZero {
            let (next, overflows) = sum.addingReportingOverflow(term)
            guard !overflows else { return .max }
            sum = next
            // Dividing first keeps products small: with a = qd + r, a·n / d = q·n + r·n / d.
            let (quotient, rest) = term.quotientAndRemainder(dividingBy: divisor)
            let whole = quotient.multipliedFullWidth(by: numerator)
            let following = whole.low.addingReportingOverflow(
                (rest &* numerator).divided(by: divisor))
            guard whole.high.isZero, !following.overflow else { return .max }
            term = following.partialValue
            divisor = divisor &+ denominator
        }
        return sum.divided(by: denominator)
    }
}
