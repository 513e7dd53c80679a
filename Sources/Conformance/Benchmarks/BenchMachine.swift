import Codegen

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The machine that benchmarks run on, as far as a report can tell.
enum BenchMachine {
    /// Instruction set and processor; absolute times of two machines are not to be compared.
    static let name: String = {
        let set = InstructionSet.host?.rawValue ?? "unknown"
        return model.map { "\(set), \($0)" } ?? set
    }()

    /// What Linux calls the first processor, where it has a name for it.
    private static var model: String? {
        guard let file = fopen("/proc/cpuinfo", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
        let line = lines.first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { String($0.drop { $0 == " " }) }
    }
}
