import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The wish that this process end: Ctrl-C, or SIGTERM.
///
/// The first is noted, and whoever works asks for it and ends in good order. A second ends the
/// process at once, and its workers with it.
package enum Interruption {
    private static let isNoted = Atomic(false)
    /// Whom a second signal ends, too.
    private static let workers = Mutex<Set<pid_t>>([])

    /// Whether the process is to end.
    package static var isRequested: Bool { isNoted.load(ordering: .relaxed) }

    /// Begins to listen; to be called once, before any other thread is started.
    ///
    /// Signals are taken by a thread that waits for them, so that a second one ends the process
    /// whatever it is doing. Worker processes inherit that they are blocked: a terminal sends
    /// Ctrl-C to them as well, and it is their parent that ends them.
    package static func listen() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        guard pthread_sigmask(SIG_BLOCK, &signals, nil) == 0 else { return }
        #if canImport(Glibc)
        var thread = pthread_t()
        #else
        var thread: pthread_t?
        #endif
        _ = pthread_create(&thread, nil, { _ in Interruption.wait() }, nil)
    }

    /// Seconds within which the same signal again is the same wish: `timeout` and others signal a
    /// process and then its group, to which it belongs.
    private static let repetition = 0.5

    /// Takes the first signal, and with the second one ends the process.
    private static func wait() -> Never {
        let first = next()
        let time = Clock.now()
        isNoted.store(true, ordering: .relaxed)
        var number = next()
        while number == first, Clock.now() - time < repetition { number = next() }
        workers.withLock { for worker in $0 { _ = kill(worker, SIGKILL) } }
        // As shells have it for a process that a signal ends.
        _exit(128 + number)
    }

    private static func next() -> Int32 {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        var number: Int32 = 0
        while sigwait(&signals, &number) != 0 {}
        return number
    }

    static func add(_ worker: pid_t) { workers.withLock { _ = $0.insert(worker) } }

    static func remove(_ worker: pid_t) { workers.withLock { _ = $0.remove(worker) } }
}
