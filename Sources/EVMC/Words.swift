package import CEVMC
package import Primitives

extension Word256 {
    /// The number that 32 bytes spell, the most significant first.
    @inline(__always)
    package init(_ bytes: evmc_bytes32) {
        self = withUnsafeBytes(of: bytes) { source in
            guard let start = source.baseAddress else { return .zero }
            return Word256(bigEndian: start)
        }
    }
}

extension evmc_bytes32 {
    /// A number as 32 bytes, the most significant first.
    @inline(__always)
    package init(_ word: Word256) {
        self.init()
        withUnsafeMutableBytes(of: &self) { target in
            guard let start = target.baseAddress else { return }
            word.storeBigEndian(to: start)
        }
    }
}

extension Address {
    /// The address in 20 bytes.
    @inline(__always)
    package init(_ bytes: evmc_address) {
        self = withUnsafeBytes(of: bytes) { source in
            guard let start = source.baseAddress else { return .zero }
            return Address(bytes: start)
        }
    }
}

extension evmc_address {
    /// An address as 20 bytes.
    @inline(__always)
    package init(_ address: Address) {
        self.init()
        withUnsafeMutableBytes(of: &self) { target in
            guard let start = target.baseAddress else { return }
            address.store(to: start)
        }
    }
}
