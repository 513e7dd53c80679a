#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A range of this process's addresses, and what may be done there besides reading.
struct MemoryRange: Hashable {
    var addresses: Range<UInt>
    let isWritable: Bool
}

/// This process's memory, as the operating system knows it.
enum ProcessMap {
    /// The readable range that holds an address; nil where there is none, or a guard.
    ///
    /// The system tells its map in pieces, between which other threads may change it: what is not
    /// found is looked for again.
    static func range(holding address: UInt) -> MemoryRange? {
        find(address) ?? find(address)
    }

    private static func find(_ address: UInt) -> MemoryRange? {
        #if os(Linux)
        guard let file = fopen("/proc/self/maps", "r") else { return nil }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while true {
            let count = getline(&line, &capacity, file)
            guard count > 0, let line else { return nil }
            let text = UnsafeRawBufferPointer(start: line, count: count)
            guard let found = parse(text), found.addresses.upperBound > address else { continue }
            return found.isReadable && found.addresses.contains(address) ? found.range : nil
        }
        #else
        return nil
        #endif
    }

    private struct Entry {
        let addresses: Range<UInt>
        let isReadable: Bool
        let isWritable: Bool

        var range: MemoryRange { MemoryRange(addresses: addresses, isWritable: isWritable) }
    }

    /// Reads `start-end rwxp …`; lines are in the order of addresses.
    private static func parse(_ line: UnsafeRawBufferPointer) -> Entry? {
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard fields.count > 1, fields[1].count >= 2 else { return nil }
        let ends = fields[0].split(separator: UInt8(ascii: "-"))
            .map { UInt(String(decoding: $0, as: UTF8.self), radix: 16) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start < end else {
            return nil
        }
        let access = Array(fields[1])
        return Entry(
            addresses: start..<end, isReadable: access[0] == UInt8(ascii: "r"),
            isWritable: access[1] == UInt8(ascii: "w"))
    }
}
