import CMachineHost
import Primitives

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Memory that the host writes and a machine can only read: the same pages, mapped twice.
///
/// What is placed lies one above the other, as executions do, and behind each lies a pattern that is
/// no zero, so that reading on shows. A machine that writes to any of it faults.
///
/// Beside `Mapping`, the only type that maps memory.
final class HandedMemory {
    /// Addresses alone: memory is taken as it is written.
    static let byteCount = 1 << 30

    private static let poison: UInt8 = 0xb1
    private static let poisonCount = 64

    /// Where the host writes.
    private let own: UnsafeMutableRawPointer
    /// Where machines read.
    private let shown: UnsafeRawPointer
    private var used = 0
    /// The most that was in use since memory was last given back.
    private var mostUsed = 0
    /// Memory that is kept between cases, in bytes.
    private static let keptCount = 8 << 20
    /// Whether a fault of this process is to name what of it was written to.
    private let isWatched: Bool

    /// - Throws: what the system says if it has no such memory.
    init(isWatched: Bool) throws(SystemFailure) {
        self.isWatched = isWatched
        let file = machine_host_anonymous_file(Self.byteCount)
        guard file >= 0 else { throw SystemFailure(operation: "a file in memory") }
        defer { close(file) }
        own = try Self.map(file, PROT_READ | PROT_WRITE)
        do throws(SystemFailure) {
            shown = UnsafeRawPointer(try Self.map(file, PROT_READ))
        } catch {
            munmap(own, Self.byteCount)
            throw error
        }
    }

    deinit {
        munmap(own, Self.byteCount)
        munmap(UnsafeMutableRawPointer(mutating: shown), Self.byteCount)
    }

    private static func map(
        _ file: Int32, _ access: Int32
    ) throws(SystemFailure) -> UnsafeMutableRawPointer {
        guard let base = mmap(nil, byteCount, access, MAP_SHARED, file, 0),
            base != UnsafeMutableRawPointer(bitPattern: -1)
        else { throw SystemFailure(operation: "mmap of \(byteCount) bytes") }
        return base
    }

    /// Where placing began; what was placed since is let go with it.
    struct Mark {
        fileprivate let used: Int
        fileprivate let watchedCount: Int
    }

    var mark: Mark { Mark(used: used, watchedCount: Int(machine_host_watched_count())) }

    /// Lets go of everything that was placed since.
    func release(to mark: Mark) {
        used = mark.used
        if isWatched { machine_host_forget_watched(numericCast(mark.watchedCount)) }
    }

    /// Gives back what few cases need.
    func giveBack() {
        guard mostUsed > Self.keptCount, used <= Self.keptCount else { return }
        machine_host_give_back(own + Self.keptCount, numericCast(Self.byteCount - Self.keptCount))
        mostUsed = used
    }

    /// Copies bytes to where a machine can read them.
    ///
    /// - Parameter label: what they are, for whoever reads that they were written to.
    /// - Returns: nil if there is no room.
    func place(_ bytes: UnsafeRawBufferPointer, label: StaticString) -> UnsafeRawBufferPointer? {
        guard bytes.count <= Self.byteCount - used - Self.poisonCount else { return nil }
        if let source = bytes.baseAddress {
            (own + used).copyMemory(from: source, byteCount: bytes.count)
        }
        memset(own + used + bytes.count, Int32(Self.poison), Self.poisonCount)
        let placed = UnsafeRawBufferPointer(start: shown + used, count: bytes.count)
        watch(placed, label)
        used = (used + bytes.count + Self.poisonCount + 31) & ~31
        mostUsed = max(mostUsed, used)
        return placed
    }

    /// Copies a value to where a machine can read it; nil if there is no room.
    func place<Value: BitwiseCopyable>(
        _ value: Value, label: StaticString
    ) -> UnsafePointer<Value>? {
        withUnsafeBytes(of: value) { place($0, label: label) }?.baseAddress?
            .assumingMemoryBound(to: Value.self)
    }

    /// Writes anew what was placed.
    func overwrite<Value: BitwiseCopyable>(_ placed: UnsafePointer<Value>, with value: Value) {
        let offset = UnsafeRawPointer(placed) - shown
        (own + offset).storeBytes(of: value, as: Value.self)
    }

    private func watch(_ bytes: UnsafeRawBufferPointer, _ label: StaticString) {
        guard isWatched else { return }
        machine_host_watch(
            bytes.baseAddress, numericCast(bytes.count + Self.poisonCount),
            UnsafeRawPointer(label.utf8Start).assumingMemoryBound(to: CChar.self))
    }
}
