package import Primitives

/// Words that reach every limb: uniform random words almost never have a high limb that matters,
/// and small ones never do.
package enum LimbConstants {
    /// Shift counts, byte indices and lengths at which implementations change course.
    private static let counts: [UInt64] = [
        0, 1, 7, 8, 15, 16, 30, 31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 192, 193, 254, 255,
        256, 257, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff,
        0x8000_0000_0000_0000, 0xffff_ffff_ffff_ffff,
    ]

    /// Draws a word: an edge value about as often as a random one.
    package static func draw(using generator: inout some RandomNumberGenerator) -> Word256 {
        switch UInt8.random(in: 0..<8, using: &generator) {
        case 0: return Word256(UInt64.random(in: 0..<4, using: &generator))
        case 1: return Word256(counts.randomElement(using: &generator) ?? 0)
        case 2: return nearPowerOfTwo(using: &generator)
        case 3: return ~nearPowerOfTwo(using: &generator)
        case 4: return sparse(using: &generator)
        case 5: return Word256(UInt64.random(in: .min ... .max, using: &generator))
        default: return uniform(using: &generator)
        }
    }

    private static func uniform(using generator: inout some RandomNumberGenerator) -> Word256 {
        Word256(
            limb0: generator.next(), limb1: generator.next(), limb2: generator.next(),
            limb3: generator.next())
    }

    /// 2^n, or one off, mostly at a limb's or a byte's border.
    private static func nearPowerOfTwo(
        using generator: inout some RandomNumberGenerator
    ) -> Word256 {
        let border = [8, 16, 31, 32, 63, 64, 127, 128, 160, 191, 192, 254, 255]
        let exponent =
            Bool.random(using: &generator)
            ? border.randomElement(using: &generator) ?? 0
            : Int.random(in: 0..<256, using: &generator)
        let power = Word256(1).shiftedLeft(by: Word256(UInt64(exponent)))
        switch UInt8.random(in: 0..<3, using: &generator) {
        case 0: return power
        case 1: return power &- Word256(1)
        default: return power &+ Word256(1)
        }
    }

    /// Limbs that are each all zeros, all ones, or random.
    private static func sparse(using generator: inout some RandomNumberGenerator) -> Word256 {
        var limbs: [UInt64] = []
        for _ in 0..<4 {
            switch UInt8.random(in: 0..<4, using: &generator) {
            case 0, 1: limbs.append(0)
            case 2: limbs.append(.max)
            default: limbs.append(generator.next())
            }
        }
        return Word256(limb0: limbs[0], limb1: limbs[1], limb2: limbs[2], limb3: limbs[3])
    }
}
