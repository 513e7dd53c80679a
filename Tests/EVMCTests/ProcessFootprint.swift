#if os(Linux)
import Foundation

/// What a process holds of the system's: what must be as before when something has ended.
struct ProcessFootprint {
    /// The system's numbers of threads.
    var threads: Set<String>
    var descriptors: Int
    /// Mappings, and the bytes of address space in them.
    var mappings = 0
    var mappedBytes = 0
    /// Mappings that can be executed and are of no file: compiled code.
    var codeMappings = 0
    /// Bytes of memory in use.
    var residentBytes = 0

    /// This process's, now.
    init() {
        threads = Self.threads
        // One of them is that of the folder that is being read.
        descriptors = Self.names(in: "/proc/self/fd").count
        for line in Self.text(of: "/proc/self/maps").split(separator: "\n") {
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            let ends = fields[0].split(separator: "-").map { Int($0, radix: 16) ?? 0 }
            mappings += 1
            if fields.last != "[vsyscall]" { mappedBytes += ends[1] - ends[0] }
            if fields[1].contains("x"), fields.count == 5 { codeMappings += 1 }
        }
        let pages = Self.text(of: "/proc/self/statm").split(separator: " ").map { Int($0) ?? 0 }
        residentBytes = pages[1] * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The same, once no thread is left that was not there before: not those that were joined, which
    /// the system lists a moment longer, nor those of the test's own library, which end unused.
    static func settled(after before: ProcessFootprint) -> ProcessFootprint {
        for _ in 0..<2000 where !threads.isSubset(of: before.threads) { usleep(10_000) }
        return ProcessFootprint()
    }

    private static var threads: Set<String> { Set(names(in: "/proc/self/task")) }

    private static func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private static func text(of file: String) -> String {
        guard let stream = fopen(file, "r") else { return "" }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
#endif
