#if canImport(Glibc)
@preconcurrency import Glibc
#else
@preconcurrency import Darwin
#endif

/// Another process of a program, which shares nothing with this one.
enum FreshProcess {
    /// Runs a command to its end; nil if it did not come to one by itself.
    static func exitCode(of command: [String]) -> Int32? {
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        guard posix_spawn(&process, command[0], nil, nil, arguments, environ) == 0 else {
            return nil
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : nil
    }

    /// The path of a file that only this process writes.
    static var temporaryPath: String {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        return "\(folder)/synchromesh-\(getpid()).yaml"
    }

    static func remove(_ path: String) { unlink(path) }
}
