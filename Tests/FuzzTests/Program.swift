import Conformance
import Primitives
import TestSupport
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#else
@preconcurrency import Darwin
#endif

/// The command, which the tests' build makes beside the tests.
enum Program {
    static var path: String? { BuiltProgram.path("synchromesh") }

    /// A new folder for what a test writes.
    static func folder() throws -> String {
        var template = Array("/tmp/synchromesh-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// A file as text.
    static func text(_ path: String) throws -> String {
        let source = try SourceText(path: path)
        return withExtendedLifetime(source) { String(decoding: source.bytes, as: UTF8.self) }
    }

    static func write(_ text: String, _ path: String) throws {
        let descriptor = creat(path, 0o644)
        try #require(descriptor >= 0)
        let isWhole = Array(text.utf8).withUnsafeBytes {
            DescriptorWriter.write($0, to: descriptor)
        }
        try #require(isWhole && close(descriptor) == 0)
    }
}

/// The command at work, what it says going to files.
struct RunningProgram {
    let process: pid_t
    let folder: String

    init(_ arguments: [String]) throws {
        let command = [try #require(Program.path)] + arguments
        folder = try Program.folder()
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        #else
        var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, name) in [(STDOUT_FILENO, "out"), (STDERR_FILENO, "err")] {
            posix_spawn_file_actions_addopen(
                &actions, descriptor, "\(folder)/\(name)", O_WRONLY | O_CREAT, 0o644)
        }
        var pointers: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        var process: pid_t = 0
        try #require(posix_spawn(&process, command[0], &actions, nil, pointers, environ) == 0)
        self.process = process
    }

    func send(_ signal: Int32) { _ = kill(process, signal) }

    /// Waits until a condition holds; whether it came to hold within some seconds.
    func wait(seconds: Int = 60, until isTrue: () -> Bool) -> Bool {
        for _ in 0..<seconds * 20 {
            if isTrue() { return true }
            usleep(50_000)
        }
        return false
    }

    /// Waits for the end; the exit code, or nil if a signal ended the program or nothing did.
    func exitCode(seconds: Int = 60) -> Int32? {
        var status: Int32 = 0
        guard wait(seconds: seconds, until: { waitpid(process, &status, WNOHANG) == process })
        else {
            _ = kill(process, SIGKILL)
            return nil
        }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : nil
    }
}
