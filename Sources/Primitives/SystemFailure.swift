#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A call to the operating system that failed.
package struct SystemFailure: Error, Hashable, Sendable {
    /// The call, and where it helps, what it was asked for.
    package let operation: String
    /// The system's error number.
    package let errno: Int32
    /// The system's words for the error number.
    package let message: String

    /// Describes a failed call, by default with the error number that the thread's last one left.
    package init(operation: String, errno: Int32 = currentErrorNumber()) {
        self.operation = operation
        self.errno = errno
        self.message = unsafe String(cString: strerror(errno))
    }

    /// The error number that the last failed call of this thread left.
    package static func currentErrorNumber() -> Int32 {
        #if canImport(Glibc)
        Glibc.errno
        #elseif canImport(Musl)
        Musl.errno
        #elseif canImport(Darwin)
        Darwin.errno
        #endif
    }
}

extension SystemFailure: CustomStringConvertible {
    package var description: String { "\(operation): \(message) (error \(errno))" }
}
