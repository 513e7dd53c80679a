#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Values that several threads share: one at a time, and whoever needs them changed sleeps until
/// they are.
///
/// A mutex and a condition variable of POSIX, which race detectors know. Not reentrant: a body must
/// not ask for the same monitor.
///
/// `@unchecked Sendable`: `state` is touched only while the mutex is held.
@safe
@usableFromInline
package final class Monitor<State: ~Copyable & Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    /// No access is checked for being the only one, which the mutex sees to.
    @usableFromInline @exclusivity(unchecked) var state: State

    package init(_ state: consuming State) {
        unsafe self.state = state
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        let isMutexMade = unsafe pthread_mutex_init(mutex, nil) == 0
        let isConditionMade = unsafe Self.initialize(condition)
        precondition(isMutexMade && isConditionMade, "no memory for a mutex")
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    @usableFromInline
    func lock() { unsafe pthread_mutex_lock(mutex) }

    @usableFromInline
    func unlock() { unsafe pthread_mutex_unlock(mutex) }

    /// Does something with the values while no other thread does.
    @inlinable
    package func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock()
        defer { unlock() }
        return try unsafe body(&state)
    }

    /// Has every thread that waits look again; to be called behind a change that one may wait for.
    package func wakeAll() {
        unsafe pthread_cond_broadcast(condition)
    }

    /// Sleeps until a body has something to return; it is asked at once, and behind each wake-up.
    package func wait<Result>(for body: (inout State) -> Result?) -> Result {
        lock()
        defer { unlock() }
        while true {
            if let result = unsafe body(&state) { return result }
            unsafe pthread_cond_wait(condition, mutex)
        }
    }

    /// Sleeps until a condition holds, for a time at most.
    ///
    /// - Parameters:
    ///   - seconds: by a clock that nobody sets; what is negative or no number is none, and more
    ///     than a year is a year.
    ///   - condition: asked at once, and behind each wake-up.
    /// - Returns: whether it holds.
    package func wait(within seconds: Double, until condition: (inout State) -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(min(max(0, seconds), 365 * 86_400))
        lock()
        defer { unlock() }
        while unsafe !condition(&state) {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return false }
            sleep(for: left)
        }
        return true
    }
}

// MARK: What systems do differently

extension Monitor where State: ~Copyable {
    private static func initialize(_ condition: UnsafeMutablePointer<pthread_cond_t>) -> Bool {
        #if canImport(Darwin)
        return unsafe pthread_cond_init(condition, nil) == 0
        #else
        var attributes = pthread_condattr_t()
        guard unsafe pthread_condattr_init(&attributes) == 0 else { return false }
        defer { unsafe pthread_condattr_destroy(&attributes) }
        return unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0
            && pthread_cond_init(condition, &attributes) == 0
        #endif
    }

    /// Sleeps until it is woken, or a time has passed; the mutex is held before and behind.
    private func sleep(for duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var time = timespec()
        time.tv_sec = numericCast(seconds)
        time.tv_nsec = numericCast(attoseconds / 1_000_000_000)
        #if canImport(Darwin)
        unsafe pthread_cond_timedwait_relative_np(condition, mutex, &time)
        #else
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        time.tv_sec += now.tv_sec
        time.tv_nsec += now.tv_nsec
        if time.tv_nsec >= 1_000_000_000 {
            time.tv_sec += 1
            time.tv_nsec -= 1_000_000_000
        }
        unsafe pthread_cond_timedwait(condition, mutex, &time)
        #endif
    }
}
