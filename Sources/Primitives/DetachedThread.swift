#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread that nobody waits for: it ends with its body, and then gives back what it took.
package enum DetachedThread {
    /// The stack of most, in bytes: the main thread's usual size, wherever this runs.
    package static let usualStackByteCount = 8 << 20

    /// Starts a thread, which holds its body until that has ended.
    ///
    /// - Throws: what the system says if it has no thread to give.
    package static func start(
        stackByteCount: Int = usualStackByteCount, _ body: @escaping @Sendable () -> Void
    ) throws(SystemFailure) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setdetachstate(&attributes, numericCast(PTHREAD_CREATE_DETACHED))
        unsafe pthread_attr_setstacksize(&attributes, stackByteCount)
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        let held = unsafe Unmanaged.passRetained(Body(body))
        let status = unsafe pthread_create(&thread, &attributes, run, held.toOpaque())
        guard status == 0 else {
            unsafe held.release()
            throw SystemFailure(operation: "pthread_create", errno: status)
        }
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
