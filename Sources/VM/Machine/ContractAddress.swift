package import Primitives

/// The addresses of created accounts.
package enum ContractAddress {
    /// Where CREATE, or a creating transaction, puts the account (yellow paper, section 7).
    ///
    /// The nonce is the creator's before it grows.
    package static func create(by creator: Address, nonce: UInt64) -> Address {
        var items: [UInt8] = [0x80 + 20] + creator.bytes
        items += encoded(nonce)
        return Address(word: Keccak256.hash([0xc0 + UInt8(items.count)] + items))
    }

    /// Where CREATE2 puts the account (EIP-1014).
    package static func create2(
        by creator: Address, salt: Word256, initcodeHash: Word256
    ) -> Address {
        let preimage = [0xff] + creator.bytes + salt.bytes + initcodeHash.bytes
        return Address(word: Keccak256.hash(preimage))
    }

    /// A number in RLP: one byte below 0x80, else its length and its bytes.
    private static func encoded(_ number: UInt64) -> [UInt8] {
        let bytes = Word256(number).significantBytes
        if bytes.count == 1, let byte = bytes.first, byte < 0x80 { return [byte] }
        return [0x80 + UInt8(bytes.count)] + bytes
    }
}
