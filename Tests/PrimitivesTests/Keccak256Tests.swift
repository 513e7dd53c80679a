import Primitives
import Testing

/// Expected hashes come from another implementation: the executable specification's Keccak.
@Suite("Keccak-256")
struct Keccak256Tests {
    @Test func `the empty string and abc have their well-known hashes`() {
        let empty = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
        #expect(Keccak256.hash([UInt8]()).hexString == empty)
        #expect(Keccak256.emptyHash.hexString == empty)
        #expect(
            Keccak256.hash(Array("abc".utf8)).hexString
                == "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")
    }

    /// The byte at `index` of a message of `count` bytes is 7 · index + count.
    @Test(arguments: [
        (1, "5fe7f977e71dba2ea1a68e21057beebb9be2ac30c6410aa38d4f3fbe41dcffd2"),
        (3, "7d228cdb40e661b0731cd20c876de675137701233a19b450a36e53a053407a22"),
        (8, "66d6ac686bbe637cb6cf3e4deb8a1bb6aec0163cbbbd2c22747069455e660457"),
        (20, "80e77bdbe249a4e9b50ba82cc601373e1e7d8ea815d14342c13c816a55d39833"),
        (31, "f2edf8e57f5f8acb78dac9a80285ed8d829840361fdc4d99698e7ab6685d82ea"),
        (32, "75ddc22689ac5cfab91ff4f11af7f47658c89f63dcb005c00824017d8081c7e8"),
        (33, "c6054684b0825b997510f120321a58f8488803992923926fcda6db5405ec35c9"),
        (64, "d432c602ee561dfffe10aa1a7df28751b7990fcb5ba7a66055452fd680beb44c"),
        (135, "8ab570337c9a3a773c3605160ca58e3f0546d92d217c908669cc4f35a31933bc"),
        (136, "16b30a6be318a7acbcba7a2194789f628abf68dfbbf55a4d840f22f6a4d29efd"),
        (137, "6a7e8293441d51be41bf4994995b35981f90c07866c7fd0465f405e2b7a8f8dd"),
        (200, "5df43bf0d784fc93408fa76ffebdf2b45f60884dbbae8b0f1e47ab05f37f8508"),
        (271, "bb02bca6be57f42d131406260c6f1a81fd9922af8bd1c96d78f454b19ae10add"),
        (272, "443464c0c3ac8036d14a6f8647fc93b592d514adefbe88683cbbda3b4b2c4553"),
        (273, "73d5960773e36742ead7c872d84d535f35e75b9517ccb1023491276013f88890"),
        (1000, "5cab097db1a529f5b1a15428cc494df950671bc3824340aad89941fa68e151bc"),
    ])
    func `messages around the ends of a lane and a block hash right`(count: Int, hash: String) {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: 7 * $0 + count) }
        #expect(Keccak256.hash(message).hex64String == "0x" + hash)
        #expect(Keccak256.hash(([0xff] + message)[1...]).hex64String == "0x" + hash)
    }

    @Test func `words and addresses hash as their bytes do`() {
        var source = WordSource(seed: 61)
        for _ in 0..<200 {
            let (first, second) = (source.word(), source.word())
            let address = Address(word: first)
            #expect(Keccak256.hash(first) == Keccak256.hash(first.bytes))
            #expect(Keccak256.hash(first, second) == Keccak256.hash(first.bytes + second.bytes))
            #expect(Keccak256.hash(address) == Keccak256.hash(address.bytes))
        }
    }

    @Test func `zero words and the zero address have their known hashes`() {
        #expect(
            Keccak256.hash(Word256.zero).hexString
                == "0x290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563")
        #expect(
            Keccak256.hash(Address.zero).hexString
                == "0x5380c7b7ae81a58eb98d9c78de4a1fd7fd9535fc953ed2be602daaa41767312a")
        #expect(
            Keccak256.hash(.zero, .zero).hexString
                == "0xad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5")
    }
}
