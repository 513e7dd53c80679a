import Primitives

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Standard output and standard error.
enum Console {
    /// Writes data.
    static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Talks to whoever watches: one line.
    static func say(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// Talks without a line's end.
    static func mutter(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Whether whoever watches sees a terminal.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// - Returns: whether all of it was written.
    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 {
            DescriptorWriter.write(UnsafeRawBufferPointer($0), to: descriptor)
        }
    }

    /// Writes a file whole.
    ///
    /// - Returns: nil, or what the system says against it.
    static func write(_ text: String, toFile path: String) -> String? {
        if path == "-" {
            write(text)
            return nil
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        let isWhole = write(text, to: descriptor)
        let problem = String(cString: strerror(errno))
        guard close(descriptor) == 0 else { return String(cString: strerror(errno)) }
        return isWhole ? nil : problem
    }

    /// Writes a file whole, or says why not.
    ///
    /// - Returns: whether it was written.
    static func save(_ text: String, to path: String) -> Bool {
        guard let problem = write(text, toFile: path) else { return true }
        say("\(path):1:1: error: found no way to write it (\(problem)), expected one")
        return false
    }
}
