package import Primitives

/// Where a creation puts its contract.
package enum ContractAddress {
    /// CREATE and creating transactions: a hash of the creator and its nonce before the creation.
    package static func created(by creator: Address, nonce: UInt64) -> Address {
        let encoded = RLP.list { list in
            list.append(creator)
            list.append(nonce)
        }
        return Address(word: Keccak256.hash(encoded))
    }

    /// CREATE2: a hash of the creator, a salt and the initcode's hash (EIP-1014).
    package static func created(
        by creator: Address, salt: Word256, initcodeHash: Word256
    ) -> Address {
        withUnsafeTemporaryAllocation(byteCount: 85, alignment: 8) { bytes in
            guard let base = bytes.baseAddress else { return .zero }
            bytes[0] = 0xff
            creator.store(to: base + 1)
            salt.storeBigEndian(to: base + 21)
            initcodeHash.storeBigEndian(to: base + 53)
            return Address(word: Keccak256.hash(UnsafeRawBufferPointer(bytes)))
        }
    }
}
