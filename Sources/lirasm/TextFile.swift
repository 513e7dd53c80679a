#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Why a file could not be read.
struct TextFileError: Error, CustomStringConvertible {
    let description: String
}

/// Reads whole texts without Foundation, which would double the time the command takes to start.
enum TextFile {
    /// The text of a file, or of standard input for "-".
    static func contents(of path: String) throws(TextFileError) -> String {
        let descriptor = path == "-" ? 0 : open(path, O_RDONLY)
        guard descriptor >= 0 else { throw failure() }
        defer { if descriptor != 0 { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 { throw failure() }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TextFileError(description: "is not UTF-8 text")
        }
        return text
    }

    private static func failure() -> TextFileError {
        TextFileError(description: String(cString: strerror(errno)))
    }
}

/// Writes where people look for errors.
enum StandardError {
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(2, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }
}

#if canImport(Glibc)
private let send = Glibc.write
#else
private let send = Darwin.write
#endif
