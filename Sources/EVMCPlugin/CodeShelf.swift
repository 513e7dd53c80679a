import Primitives
import Synchronization
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

    private let content = Mutex(Content())

    /// The code with these bytes.
    func code(_ bytes: UnsafeRawBufferPointer) -> Code {
        guard !bytes.isEmpty else { return .empty }
        var digest = Digest64()
        digest.mix(bytes)
        let hash = digest.finalize()
        if let found = content.withLock({ $0.codes[hash] }), Self.has(found, bytes) {
            return found
        }
        let made = Code(copying: bytes)
        content.withLock { content in
            if content.byteCount > Self.capacity { content = Content() }
            content.byteCount += made.count - (content.codes[hash]?.count ?? 0)
            content.codes[hash] = made
        }
        return made
    }

    private static func has(_ code: Code, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard code.count == bytes.count, let own = code.bytes.baseAddress,
            let others = bytes.baseAddress
        else { return false }
        return memcmp(own, others, bytes.count) == 0
    }
}
