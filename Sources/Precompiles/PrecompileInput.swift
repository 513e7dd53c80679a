import Primitives

// An input is read as if endless zero bytes followed it.
extension UnsafeRawBufferPointer {
    /// The stored part of a range of bytes: less than `count` of them where the input ends.
    func stored(at offset: Int, count: Int) -> UnsafeRawBufferPointer {
        guard offset < self.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let available = Swift.min(count, self.count - offset)
        return UnsafeRawBufferPointer(rebasing: self[offset..<offset + available])
    }

    /// The 32-byte big-endian word at an offset.
    func word(at offset: Int) -> Word256 {
        let bytes = stored(at: offset, count: 32)
        let missing = 32 - bytes.count
        if missing == 32 { return .zero }
        let word = Word256(bigEndian: bytes)
        return missing == 0 ? word : word.shiftedLeft(by: Word256(8 * missing))
    }

    /// Calls with the address of 32·N bytes at an offset, copied only if the input ends in them.
    func withPaddedBytes<Result>(
        at offset: Int, count: Int, _ body: (UnsafePointer<UInt8>) -> Result
    ) -> Result {
        let bytes = stored(at: offset, count: count)
        if bytes.count == count, let start = bytes.baseAddress {
            return body(start.assumingMemoryBound(to: UInt8.self))
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { copy in
            copy.initialize(repeating: 0)
            UnsafeMutableRawBufferPointer(copy).copyMemory(from: bytes)
            guard let start = copy.baseAddress else { preconditionFailure("count is not zero") }
            return body(UnsafePointer(start))
        }
    }
}

/// The number of 32-byte words that cover some bytes.
func wordCount(of byteCount: Int) -> UInt64 {
    UInt64(byteCount) / 32 + (byteCount % 32 == 0 ? 0 : 1)
}
