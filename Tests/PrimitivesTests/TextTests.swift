import BigInt
import Primitives
import Testing

@Suite("Words, addresses and bytes as text")
struct TextTests {
    @Test func `words are spelled as unlimited integers are`() {
        forWordPairs(seed: 51) { word, _ in
            let digits = String(word.big, radix: 16)
            #expect(word.hexString == "0x" + digits)
            #expect(
                word.hex64String == "0x" + String(repeating: "0", count: 64 - digits.count) + digits
            )
            #expect(word.decimalString == String(word.big))
            #expect(word.description == word.hexString)
        }
    }

    @Test func `words round trip through both notations`() {
        forWordPairs(seed: 52) { word, _ in
            #expect(Word256(hex: word.hexString) == word)
            #expect(Word256(hex: word.hex64String) == word)
            #expect(Word256(hex: word.hexString.dropFirst(2).uppercased()) == word)
            #expect(Word256(decimal: word.decimalString) == word)
        }
    }

    @Test func `numbers beyond 256 bits are refused`() {
        #expect(Word256(hex: "0x1" + String(repeating: "0", count: 64)) == nil)
        #expect(Word256(hex: "0x000" + String(repeating: "f", count: 64)) == .max)
        let limit = String(BigUInt(1) << 256)
        #expect(Word256(decimal: limit) == nil)
        #expect(Word256(decimal: limit + "0") == nil)
        #expect(Word256(decimal: String((BigUInt(1) << 256) - 1)) == .max)
        #expect(Word256(decimal: "000" + String((BigUInt(1) << 256) - 1)) == .max)
    }

    @Test(arguments: ["", "0x", "0xg", "x", " 1", "1 ", "-1", "+1", "0x-1", "0x0x1", "0X1", "é"])
    func `texts that are no hexadecimal number are refused`(text: String) {
        #expect(Word256(hex: text) == nil)
    }

    @Test(arguments: ["", "-1", "+1", "0x1", "1a", " 1", "1_000", "१"])
    func `texts that are no decimal number are refused`(text: String) {
        #expect(Word256(decimal: text) == nil)
    }

    @Test func `bytes round trip through hexadecimal`() throws {
        let bytes = (0...255).map { UInt8($0) }
        let text = Hex.encode(bytes)
        #expect(text.hasPrefix("0x000102") && text.hasSuffix("fdfeff"))
        #expect(try Hex.decode(text) == bytes)
        #expect(try Hex.decode(text.dropFirst(2).uppercased()) == bytes)
        #expect(Hex.encode(bytes, prefix: false) == text.dropFirst(2))
        #expect(try Hex.decode("0x") == [] && Hex.encode([]) == "0x")
        #expect(try Hex.decode("") == [])
    }

    @Test func `wrong hexadecimal says where`() {
        #expect(throws: HexError.oddDigitCount(3)) { try Hex.decode("0x123") }
        #expect(throws: HexError.invalidDigit(offset: 4)) { try Hex.decode("0x12g4") }
        #expect(throws: HexError.invalidDigit(offset: 1)) { try Hex.decode("1 ") }
        #expect(throws: HexError.invalidDigit(offset: 1)) { try Hex.decode("0X12") }
        #expect(throws: HexError.invalidDigit(offset: 2)) { try Hex.decode("12é") }
    }

    @Test(arguments: [UInt8(0x2f), 0x3a, 0x40, 0x47, 0x60, 0x67, 0x7f, 0x20, 0x0a])
    func `the neighbours of digits are no digits`(character: UInt8) {
        let text = "0x0" + String(UnicodeScalar(character))
        #expect(throws: HexError.invalidDigit(offset: 3)) { try Hex.decode(text) }
        #expect(Word256(hex: text) == nil)
    }

    @Test func `an address is a word's low 20 bytes`() throws {
        let word = Word256(bigEndian: (1...32).map { UInt8($0) })
        let address = Address(word: word)
        #expect(address.hexString == "0x0d0e0f101112131415161718191a1b1c1d1e1f20")
        #expect(address.bytes == (13...32).map { UInt8($0) })
        #expect(address.asWord == word & Word256(low: (BigUInt(1) << 160) - 1))
        #expect(Address(hex: address.hexString) == address)
        #expect(Address(hex: address.hexString.dropFirst(2).uppercased()) == address)
        #expect(Address(bytes: address.bytes) == address)
        #expect(Address(number: 9).hexString == "0x" + String(repeating: "0", count: 39) + "9")
        #expect(Address(number: 0) == .zero && Address.zero.isZero && !address.isZero)
    }

    @Test func `an address needs all its digits and no more`() {
        #expect(Address(hex: "0x" + String(repeating: "1", count: 39)) == nil)
        #expect(Address(hex: "0x" + String(repeating: "1", count: 42)) == nil)
        #expect(Address(hex: "0x" + String(repeating: "z", count: 40)) == nil)
        #expect(Address(bytes: [1]) == nil)
    }

    @Test func `addresses are ordered as their bytes and their words are`() {
        forWordPairs(seed: 53) { left, right in
            let (first, second) = (Address(word: left), Address(word: right))
            #expect((first < second) == first.bytes.lexicographicallyPrecedes(second.bytes))
            #expect((first == second) == (first.bytes == second.bytes))
            #expect(Address(word: first.asWord) == first)
        }
    }

    @Test func `addresses round trip through memory at any alignment`() {
        let address = Address(word: Word256(bigEndian: (1...32).map { UInt8($0) }))
        var memory = [UInt8](repeating: 0xee, count: 32)
        for offset in 0..<8 {
            memory.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                address.store(to: base + offset)
                #expect(Address(bytes: UnsafeRawPointer(base + offset)) == address)
            }
            #expect(Array(memory[offset..<offset + 20]) == address.bytes)
        }
        #expect(memory[27...] == [0xee, 0xee, 0xee, 0xee, 0xee])
    }
}
