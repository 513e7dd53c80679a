import Primitives

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The bytes of one input, followed by padding that parsers may read.
///
/// The memory is raw and never changes after `init`, so that JSON nodes can point into it; that is
/// also why it may be shared between threads.
package final class SourceText: @unchecked Sendable {
    /// The name that messages use.
    package let file: String

    /// The text without the padding.
    package let bytes: UnsafeRawBufferPointer

    private let storage: UnsafeMutableRawPointer

    /// Bytes after the text that can be read and are zero.
    package static let padding = 64

    private init(file: String, count: Int, fill: (UnsafeMutableRawPointer) throws -> Int) rethrows {
        self.file = file
        storage = .allocate(byteCount: count + Self.padding, alignment: 64)
        var filled = 0
        do {
            filled = try fill(storage)
        } catch {
            storage.deallocate()
            throw error
        }
        (storage + filled).initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
        bytes = UnsafeRawBufferPointer(start: storage, count: filled)
    }

    deinit { storage.deallocate() }

    /// A copy of bytes that are in memory already.
    package convenience init(file: String, copying source: UnsafeRawBufferPointer) {
        self.init(file: file, count: source.count) { memory in
            if let base = source.baseAddress {
                memory.copyMemory(from: base, byteCount: source.count)
            }
            return source.count
        }
    }

    /// A text that is in memory already.
    package convenience init(file: String, text: String) {
        var text = text
        let count = text.utf8.count
        self.init(file: file, count: count) { memory in
            text.withUTF8 { source in
                if let base = source.baseAddress { memory.copyMemory(from: base, byteCount: count) }
            }
            return count
        }
    }

    /// The contents of a file.
    ///
    /// - Parameters:
    ///   - path: where the file lies.
    ///   - name: the name for messages; the path if nil.
    /// - Throws: that there is no such file, or that it cannot be read.
    package convenience init(path: String, name: String? = nil) throws(FixtureError) {
        let name = name ?? path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FixtureError(unreadable: name, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw FixtureError(unreadable: name, errno: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FixtureError(file: name, found: "no regular file", expected: "a file or a folder")
        }
        do {
            try self.init(file: name, count: Int(status.st_size)) { memory in
                try Self.fill(memory, count: Int(status.st_size), from: descriptor, name: name)
            }
        } catch let error as FixtureError {
            throw error
        } catch {
            throw FixtureError(file: name, found: "\(error)", expected: "a readable file")
        }
    }

    private static func fill(
        _ memory: UnsafeMutableRawPointer, count: Int, from descriptor: Int32, name: String
    ) throws -> Int {
        var filled = 0
        while filled < count {
            let size = read(descriptor, memory + filled, count - filled)
            if size < 0 {
                if errno == EINTR { continue }
                throw FixtureError(unreadable: name, errno: errno)
            }
            if size == 0 { break }
            filled += size
        }
        return filled
    }

    /// The error about what lies at `offset`.
    package func failure(
        at offset: Int, found: String, expected: String, hint: String? = nil
    ) -> FixtureError {
        let position = SourcePosition(offset: offset, in: bytes)
        return FixtureError(
            file: file, line: position.line, column: position.column, found: found,
            expected: expected, hint: hint)
    }

    /// Says what lies at `offset`, for a message.
    package func excerpt(at offset: Int) -> String {
        guard offset < bytes.count else { return "the end of the text" }
        let end = bytes[offset...].prefix(24).prefix { $0 >= 0x20 }
        guard !end.isEmpty else { return "the end of the line" }
        return FixtureError.quote(String(decoding: end, as: UTF8.self))
    }
}

extension FixtureError {
    /// A file or folder that the system does not give.
    package init(unreadable file: String, errno number: Int32) {
        let reason = String(cString: strerror(number))
        self.init(
            file: file, found: "no readable input (\(reason))",
            expected: "a readable file, folder or archive")
    }
}
