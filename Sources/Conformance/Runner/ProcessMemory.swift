#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How much memory this process takes, and may take.
package enum ProcessMemory {
    /// Lets allocations fail that go beyond what the process has now and `bytes` more.
    package static func limit(to bytes: Int) {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(current + bytes))
        _ = setrlimit(resource, &limit)
    }

    /// Lifts a limit that this process was started with, as far as that is allowed.
    package static func lift() {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(resource, &limit)
    }

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
    private static let resource = RLIMIT_AS
    #endif

    /// Bytes of memory that are in use; 0 where the system does not say.
    package static var residentByteCount: Int { pages(1) }

    /// Bytes of addresses in use; 0 where the system does not say.
    private static var current: Int { pages(0) }

    /// Bytes of what stands in one of the columns that the system has.
    private static func pages(_ column: Int) -> Int {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(
            separator: " ")
        guard words.indices.contains(column), let count = Int(words[column]) else { return 0 }
        return count * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
