#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Times for reports and timeouts; no result depends on them.
package enum Clock {
    /// Seconds since some moment.
    package static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Processor seconds of the thread that asks.
    package static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Processor seconds of all threads of this process.
    package static func processSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Processor seconds of this process and of those it has waited for.
    package static func processorSeconds() -> Double {
        #if canImport(Glibc)
        let whose = [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue]
        #else
        let whose: [Int32] = [RUSAGE_SELF, RUSAGE_CHILDREN]
        #endif
        var total = 0.0
        for who in whose {
            var usage = rusage()
            getrusage(numericCast(who), &usage)
            for time in [usage.ru_utime, usage.ru_stime] {
                total += Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
            }
        }
        return total
    }
}
