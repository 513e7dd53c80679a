#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a worker is doing, in a file that both ends have open.
package struct WorkerNote: Equatable {
    package var unit = -1
    package var ordinal = -1
    /// Grows with every case.
    package var sequence = 0
    package var name = ""

    package init() {}

    /// The descriptor of the file in a worker.
    package static let descriptor: Int32 = 3

    private static let largest = 4096

    package func write(to descriptor: Int32) {
        var writer = WireWriter()
        writer.write(unit)
        writer.write(ordinal)
        writer.write(sequence)
        writer.write(name.utf8.count < Self.largest - 64 ? name : String(name.prefix(500)))
        writer.bytes.withUnsafeBytes { bytes in
            _ = pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
        }
    }

    /// Reads the note; nil if there is none yet.
    package init?(readingFrom descriptor: Int32) {
        var bytes = [UInt8](repeating: 0, count: Self.largest)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return nil }
        var reader = WireReader(Array(bytes.prefix(count)))
        do {
            unit = try reader.integer()
            ordinal = try reader.integer()
            sequence = try reader.integer()
            name = try reader.text()
        } catch {
            return nil
        }
    }
}
