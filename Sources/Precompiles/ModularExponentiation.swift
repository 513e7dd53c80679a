import CPrecompiles
import Primitives

/// The contract at 0x05: base^exponent mod modulus (EIP-198).
///
/// The input is three lengths of 32 bytes, then the three numbers.
enum ModularExponentiation {
    typealias Pricing = PrecompileRules.ModularExponentiationPricing

    /// The longest base or modulus that is computed, 16 MiB.
    ///
    /// A longer one costs more than 2³⁹ gas at any fork's price, which no block ever had.
    private static var longestOperand: Int { 1 << 24 }

    /// The longest operand that EIP-7823 allows.
    private static var longestAllowedInOsaka: Word256 { 1024 }

    static func run(input: UnsafeRawBufferPointer, pricing: Pricing) -> PrecompileResult {
        let lengths = OperandLengths(input: input)
        if pricing == .osaka, lengths.longest > longestAllowedInOsaka { return .failure }
        if lengths.modulus.isZero { return .success([]) }
        let baseCount = lengths.base.clampedToInt()
        let modulusCount = lengths.modulus.clampedToInt()
        guard baseCount <= longestOperand, modulusCount <= longestOperand,
            let exponentCount = lengths.exponent.asUInt64
        else { return .unsupported }

        let base = number(in: input, at: 96, count: UInt64(baseCount))
        let exponent = number(in: input, at: 96 + baseCount, count: exponentCount)
        let modulusOffset = UInt64(96 + baseCount).addingReportingOverflow(exponentCount)
        let modulus = number(
            in: input,
            at: modulusOffset.overflow ? .max : Int(clamping: modulusOffset.partialValue),
            count: UInt64(modulusCount))
        return .success(
            [UInt8](unsafeUninitializedCapacity: modulusCount) { output, count in
                precompiles_modular_power(
                    base, exponent, modulus, output.baseAddress, modulusCount)
                count = modulusCount
            })
    }

    /// A number of which the input may hold only the beginning, or nothing.
    private static func number(
        in input: UnsafeRawBufferPointer, at offset: Int, count: UInt64
    ) -> precompiles_number {
        let bytes = input.stored(at: offset, count: Int(clamping: count))
        return precompiles_number(
            bytes: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: bytes.count,
            trailing_zeros: count - UInt64(bytes.count))
    }
}

/// The lengths of the three operands, in bytes, as the input declares them.
private struct OperandLengths {
    let base: Word256
    let exponent: Word256
    let modulus: Word256

    init(input: UnsafeRawBufferPointer) {
        base = input.word(at: 0)
        exponent = input.word(at: 32)
        modulus = input.word(at: 64)
    }

    var longest: Word256 { max(base, exponent, modulus) }
}

// MARK: - Gas

extension ModularExponentiation {
    /// The price: the cost of one multiplication, times their number, over a divisor.
    static func gasCost(input: UnsafeRawBufferPointer, pricing: Pricing) -> UInt64 {
        let lengths = OperandLengths(input: input)
        if pricing == .osaka, lengths.longest > longestAllowedInOsaka { return .max }
        if lengths.base.isZero, lengths.modulus.isZero, pricing != .osaka {
            return minimumGas(pricing)
        }
        // Past these bounds a price exceeds 64 bits, whatever the other length is: 2⁸⁰/64 for a
        // multiplication and 2⁹⁹ for their number are over 2⁶⁴ times any divisor.
        let length = max(lengths.base, lengths.modulus)
        guard length.significantBitCount <= 40, lengths.exponent.significantBitCount <= 96 else {
            return .max
        }
        let iterations = iterationCount(
            exponentLength: UInt128(lengths.exponent.limb1) << 64 | UInt128(lengths.exponent.limb0),
            head: exponentHead(input: input, lengths: lengths), pricing: pricing)
        let (cost, overflow) = multiplicationCost(length: UInt128(length.limb0), pricing: pricing)
            .multipliedReportingOverflow(by: iterations)
        if overflow { return .max }
        return max(minimumGas(pricing), UInt64(clamping: cost / divisor(pricing)))
    }

    private static func minimumGas(_ pricing: Pricing) -> UInt64 {
        switch pricing {
        case .byzantium: 0
        case .berlin: 200
        case .osaka: 500
        }
    }

    private static func divisor(_ pricing: Pricing) -> UInt128 {
        switch pricing {
        case .byzantium: 20
        case .berlin: 3
        case .osaka: 1
        }
    }

    private static func multiplicationCost(length: UInt128, pricing: Pricing) -> UInt128 {
        let words = (length + 7) / 8
        switch pricing {
        case .byzantium:
            if length <= 64 { return length * length }
            if length <= 1024 { return length * length / 4 + 96 * length - 3072 }
            return length * length / 16 + 480 * length - 199_680
        case .berlin: return words * words
        case .osaka: return length <= 32 ? 16 : 2 * words * words
        }
    }

    /// The exponent's highest 32 bytes, or all of it if it has fewer.
    private static func exponentHead(
        input: UnsafeRawBufferPointer, lengths: OperandLengths
    ) -> Word256 {
        let (offset, overflow) = lengths.base.clampedToInt().addingReportingOverflow(96)
        if overflow { return .zero }
        let missing = max(0, 32 - lengths.exponent.clampedToInt())
        return input.word(at: offset).shiftedRight(by: Word256(8 * missing))
    }

    private static func iterationCount(
        exponentLength: UInt128, head: Word256, pricing: Pricing
    ) -> UInt128 {
        let perByte: UInt128 =
            switch pricing {
            case .byzantium, .berlin: 8
            case .osaka: 16
            }
        let tail = exponentLength > 32 ? perByte * (exponentLength - 32) : 0
        return max(1, tail + UInt128(max(0, head.significantBitCount - 1)))
    }
}
