// Words in memory: big-endian, as the EVM's memory, hashes and RLP spell them; and as limbs, as the
// operand stack keeps them. No pointer needs an alignment, except those to limbs.

extension Word256 {
    /// Loads 32 big-endian bytes.
    @inlinable
    package init(bigEndian bytes: UnsafeRawPointer) {
        unsafe self.init(
            limb0: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)),
            limb1: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
            limb2: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            limb3: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)))
    }

    /// Loads a big-endian number of up to 32 bytes.
    ///
    /// - Precondition: there are at most 32 bytes.
    @inlinable
    package init(bigEndian bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= 32)
        self.init()
        var position = bytes.count
        var limbs = (0 as UInt64, 0 as UInt64, 0 as UInt64, 0 as UInt64)
        unsafe limbs.0 = Word256.limb(endingAt: &position, in: bytes)
        unsafe limbs.1 = Word256.limb(endingAt: &position, in: bytes)
        unsafe limbs.2 = Word256.limb(endingAt: &position, in: bytes)
        unsafe limbs.3 = Word256.limb(endingAt: &position, in: bytes)
        self.init(limb0: limbs.0, limb1: limbs.1, limb2: limbs.2, limb3: limbs.3)
    }

    /// Loads a big-endian number of up to 32 bytes.
    ///
    /// - Precondition: there are at most 32 bytes.
    package init(bigEndian bytes: [UInt8]) {
        self = unsafe bytes.withUnsafeBytes { unsafe Word256(bigEndian: $0) }
    }

    /// The big-endian limb of the up to eight bytes before a position, which moves to its start.
    @inlinable
    package static func limb(
        endingAt position: inout Int, in bytes: UnsafeRawBufferPointer
    ) -> UInt64 {
        if position >= 8 {
            position &-= 8
            let raw = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            return UInt64(bigEndian: raw)
        }
        var limb: UInt64 = 0
        for index in 0..<position {
            limb = unsafe (limb &<< 8) | UInt64(bytes[index])
        }
        position = 0
        return limb
    }

    /// Stores 32 big-endian bytes.
    @inlinable
    package func storeBigEndian(to bytes: UnsafeMutableRawPointer) {
        unsafe bytes.storeBytes(of: limb3.bigEndian, toByteOffset: 0, as: UInt64.self)
        unsafe bytes.storeBytes(of: limb2.bigEndian, toByteOffset: 8, as: UInt64.self)
        unsafe bytes.storeBytes(of: limb1.bigEndian, toByteOffset: 16, as: UInt64.self)
        unsafe bytes.storeBytes(of: limb0.bigEndian, toByteOffset: 24, as: UInt64.self)
    }

    /// Loads four limbs, the least significant first.
    @inlinable
    package init(limbs: UnsafePointer<UInt64>) {
        unsafe self.init(limb0: limbs[0], limb1: limbs[1], limb2: limbs[2], limb3: limbs[3])
    }

    /// Stores four limbs, the least significant first.
    @inlinable
    package func store(to limbs: UnsafeMutablePointer<UInt64>) {
        unsafe limbs[0] = limb0
        unsafe limbs[1] = limb1
        unsafe limbs[2] = limb2
        unsafe limbs[3] = limb3
    }

    /// The word as 32 big-endian bytes.
    package var bytes: [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            for index in 0..<32 { unsafe buffer[index] = byte(index) }
            count = 32
        }
    }

    /// The word's shortest big-endian notation, no bytes for zero.
    package var significantBytes: [UInt8] {
        (32 - significantByteCount..<32).map(byte(_:))
    }
}
