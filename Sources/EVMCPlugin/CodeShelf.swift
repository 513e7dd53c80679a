import Primitives
import VM

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Code that clients had executed, so that it is analysed once and known by its object.
///
/// A client hands over bytes each time. They are found by a fast hash and then compared, so a
/// collision costs time and nothing else.
final class CodeShelf: Sendable {
    /// Bytes of code that are kept; beyond that all are forgotten.
    private static let capacity = 64 << 20

    private struct Content {
        var codes: [UInt64: Code] = [:]
        var byteCount = 0
    }

    /// Locked as race detectors know it.
    private let content = Monitor(Content())

    /// The code with these bytes.
    func code(_ bytes: UnsafeRawBufferPointer) -> Code {
        guard !bytes.isEmpty else { return .empty }
        var digest = Digest64()
        digest.mix(bytes)
        let hash = digest.finalize()
        if let found = content.withLock({ $0.codes[hash] }), found.has(bytes) { return found }
        let made = Code(copying: bytes)
        content.withLock { content in
            if content.byteCount > Self.capacity { content = Content() }
            content.byteCount += made.count - (content.codes[hash]?.count ?? 0)
            content.codes[hash] = made
        }
        return made
    }
}

/// Code that one machine ran lately, by where the client had it: found again without a hash or a lock.
///
/// What a client has at an address may be other code the next time, so all bytes are compared, which
/// is a fraction of what hashing them costs.
struct RecentCodes {
    private struct Entry {
        let address: UInt
        let code: Code
    }

    private static let count = 64
    private var entries = [Entry?](repeating: nil, count: Self.count)

    /// The code with these bytes, from the shelf where it is not found here.
    mutating func code(_ bytes: UnsafeRawBufferPointer, from shelf: CodeShelf) -> Code {
        let address = UInt(bitPattern: bytes.baseAddress)
        let place = Int(truncatingIfNeeded: address >> 4 ^ address >> 10) & (Self.count - 1)
        if let entry = entries[place], entry.address == address, entry.code.has(bytes) {
            return entry.code
        }
        let code = shelf.code(bytes)
        entries[place] = Entry(address: address, code: code)
        return code
    }
}

extension Code {
    /// Whether it is these bytes.
    fileprivate func has(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard count == bytes.count, let own = self.bytes.baseAddress,
            let others = bytes.baseAddress
        else { return false }
        return memcmp(own, others, bytes.count) == 0
    }
}
