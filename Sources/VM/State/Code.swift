package import Primitives
import Synchronization

/// Byte code that nothing changes any more: an account's code or a creation's initcode.
///
/// The bytes are followed by `paddingByteCount` zero bytes, so that reading an opcode or a whole
/// 32-byte immediate at any offset below `count` stays inside the allocation. The valid jump
/// destinations are found once, when the object is made.
///
/// Unchecked `Sendable`: the allocation is written in `init` only, and the hash, the one thing
/// found later, is published by one atomic store.
package final class Code: @unchecked Sendable {
    /// Zero bytes after the last byte of code: one opcode (STOP) and one PUSH32 immediate.
    package static let paddingByteCount = 33

    /// Code of no bytes, which every account without code has.
    package static let empty = Code([])

    /// The code itself, without the padding; valid as long as this object lives.
    package let bytes: UnsafeRawBufferPointer

    /// One bit for each byte of code, set where a JUMPDEST is an instruction of its own.
    ///
    /// Bit `offset & 63` of word `offset >> 6`; as many words as `count` needs, at least one.
    package let jumpDestinations: UnsafePointer<UInt64>

    /// The account that runs in place of this code (EIP-7702: `0xef0100` and an address).
    package let delegation: Address?

    /// The hash, once it is found; never changed from then on.
    private let foundHash = Atomic<UnsafeMutablePointer<Word256>?>(nil)

    /// The number of bytes, padding not counted.
    package var count: Int { bytes.count }

    package var isEmpty: Bool { bytes.isEmpty }

    /// The Keccak-256 hash of the bytes, computed when first asked for.
    package var hash: Word256 {
        if let found = foundHash.load(ordering: .acquiring) { return found.pointee }
        let place = UnsafeMutablePointer<Word256>.allocate(capacity: 1)
        place.initialize(to: Keccak256.hash(bytes))
        let (isFirst, found) = foundHash.compareExchange(
            expected: nil, desired: place, ordering: .acquiringAndReleasing)
        guard !isFirst, let found else { return place.pointee }
        // Another thread was faster.
        place.deallocate()
        return found.pointee
    }

    package convenience init(copying source: UnsafeRawBufferPointer) {
        self.init(count: source.count) { $0.copyMemory(from: source) }
    }

    private init(
        count: Int, findsPushData: Bool = true, fill: (UnsafeMutableRawBufferPointer) -> Void
    ) {
        let wordCount = count / 64 + 1
        let bytesEnd = (count + Self.paddingByteCount + 7) & ~7
        let storage = UnsafeMutableRawPointer.allocate(
            byteCount: bytesEnd + 8 * wordCount, alignment: 8)
        storage.initializeMemory(as: UInt8.self, repeating: 0, count: bytesEnd + 8 * wordCount)
        fill(UnsafeMutableRawBufferPointer(start: storage, count: count))
        bytes = UnsafeRawBufferPointer(start: storage, count: count)
        let words = (storage + bytesEnd).bindMemory(to: UInt64.self, capacity: wordCount)
        Self.markJumpDestinations(in: bytes, words: words, findsPushData: findsPushData)
        jumpDestinations = UnsafePointer(words)
        delegation = Self.delegation(in: bytes)
    }

    package convenience init(_ source: [UInt8]) {
        self.init(source, findsPushData: true)
    }

    /// Makes code of bytes; where push data is not found, jumps may land in it: a planted fault.
    convenience init(_ source: [UInt8], findsPushData: Bool) {
        self.init(count: source.count, findsPushData: findsPushData) { $0.copyBytes(from: source) }
    }

    /// Makes the delegation designator of EIP-7702 for `target`.
    package convenience init(delegatingTo target: Address) {
        self.init(Self.delegationPrefix + target.bytes)
    }

    deinit {
        foundHash.load(ordering: .relaxed)?.deallocate()
        UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.deallocate()
    }

    /// Says whether a jump may land on `offset`.
    @inline(__always)
    package func isJumpDestination(_ offset: Int) -> Bool {
        offset < bytes.count && (jumpDestinations[offset >> 6] >> UInt64(offset & 63)) & 1 != 0
    }

    private static let delegationPrefix: [UInt8] = [0xef, 0x01, 0x00]

    /// How many bytes a delegation designator has.
    static let delegationByteCount = 23

    /// The account to which code delegates, if that is what it does.
    static func delegation(in bytes: UnsafeRawBufferPointer) -> Address? {
        guard bytes.count == delegationByteCount, bytes.starts(with: delegationPrefix) else {
            return nil
        }
        return Address(bytes: Array(bytes[3...]))
    }

    private static func markJumpDestinations(
        in bytes: UnsafeRawBufferPointer, words: UnsafeMutablePointer<UInt64>,
        findsPushData: Bool
    ) {
        var offset = 0
        while offset < bytes.count {
            let opcode = bytes[offset]
            if opcode == 0x5b {
                words[offset >> 6] |= 1 << UInt64(offset & 63)
            } else if opcode >= 0x60 && opcode <= 0x7f && findsPushData {
                offset += Int(opcode) - 0x5f
            }
            offset += 1
        }
    }
}

extension Code: Equatable {
    package static func == (left: Code, right: Code) -> Bool {
        left === right || left.bytes.elementsEqual(right.bytes)
    }
}
