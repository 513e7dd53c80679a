#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The program of this process.
package enum ThisProgram {
    /// Where its file is: what the system says, else what the program was called by.
    package static var path: String {
        #if os(Linux)
        // The system writes no zero behind the path: its length is what counts.
        let path = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let count = unsafe max(0, readlink("/proc/self/exe", start, buffer.count))
            return unsafe String(
                decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
        }
        if !path.isEmpty { return path }
        #endif
        return CommandLine.arguments[0]
    }

    /// How many processors there are for it.
    package static var processorCount: Int {
        max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }
}
