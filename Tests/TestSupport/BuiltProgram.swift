#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A program of the package, which the tests' build makes beside the tests.
package enum BuiltProgram {
    /// The path of a program; nil where it was not built.
    package static func path(_ name: String) -> String? {
        let folder = testProgram.split(separator: "/").dropLast().joined(separator: "/")
        let program = "/\(folder)/\(name)"
        return access(program, X_OK) == 0 ? program : nil
    }

    private static var testProgram: String {
        #if os(Linux)
        // The system writes no zero behind the path: its length is what counts.
        let real = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let count = max(0, readlink("/proc/self/exe", start, buffer.count))
            return String(
                decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
        }
        if !real.isEmpty { return real }
        #endif
        return CommandLine.arguments[0]
    }
}
