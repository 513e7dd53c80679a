#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread that was started; whoever holds it either joins it or lets it go, once.
///
/// Unchecked `Sendable`: a name of the system's, which any thread may use.
@safe
package struct StartedThread: @unchecked Sendable {
    /// The stack of most, in bytes: the main thread's usual size, wherever this runs.
    package static let usualStackByteCount = 8 << 20

    private let thread: pthread_t

    /// Starts a thread, which holds its body until that has ended.
    ///
    /// - Throws: what the system says if it has no thread to give.
    package init(
        stackByteCount: Int = usualStackByteCount, _ body: @escaping @Sendable () -> Void
    ) throws(SystemFailure) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stackByteCount)
        #if canImport(Darwin)
        var started: pthread_t?
        #else
        var started = pthread_t()
        #endif
        let held = unsafe Unmanaged.passRetained(Body(body))
        let status = unsafe pthread_create(&started, &attributes, run, held.toOpaque())
        guard status == 0 else {
            unsafe held.release()
            throw SystemFailure(operation: "pthread_create", errno: status)
        }
        #if canImport(Darwin)
        guard let started = unsafe started else {
            throw SystemFailure(operation: "pthread_create", errno: EAGAIN)
        }
        unsafe thread = started
        #else
        thread = started
        #endif
    }

    /// Waits until the thread has ended, and gives back what it took.
    package func join() {
        #if canImport(Darwin)
        unsafe pthread_join(thread, nil)
        #else
        pthread_join(thread, nil)
        #endif
    }

    /// Lets the thread end by itself, and then give back what it took.
    package func detach() {
        #if canImport(Darwin)
        unsafe pthread_detach(thread)
        #else
        pthread_detach(thread)
        #endif
    }
}

/// A thread that nobody waits for: it ends with its body, and then gives back what it took.
package enum DetachedThread {
    /// Starts a thread, which holds its body until that has ended.
    ///
    /// - Throws: what the system says if it has no thread to give.
    package static func start(
        stackByteCount: Int = StartedThread.usualStackByteCount,
        _ body: @escaping @Sendable () -> Void
    ) throws(SystemFailure) {
        try StartedThread(stackByteCount: stackByteCount, body).detach()
    }
}

/// A body with an address.
private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
private func run(_ held: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    unsafe Unmanaged<Body>.fromOpaque(held).takeRetainedValue().run()
    return nil
}
#else
private func run(_ held: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let held = unsafe held else { return nil }
    unsafe Unmanaged<Body>.fromOpaque(held).takeRetainedValue().run()
    return nil
}
#endif
