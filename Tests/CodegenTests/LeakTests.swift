#if os(Linux)
import Glibc
import TestSupport
import Testing

/// What a process that does nothing but compile holds on to; other tests would map memory in ours.
@Suite struct LeakTests {
    /// What a process has at some moment.
    private struct Sample {
        /// Entries of its memory map.
        let mappings: Int
        /// Pages in memory.
        let resident: Int
    }

    #if DEBUG
    private static let fragments = 600
    #else
    private static let fragments = 6_000
    #endif

    @Test func `compiling and freeing leaves mappings and memory as they were`() throws {
        let program = try #require(BuiltProgram.path("lirasm"))
        let (status, samples) = try watch(
            [program, "--random", "\(Self.fragments)", "--backend", "x86-64"])
        #expect(status == 0)
        // The first samples see the program start.
        let later = samples.dropFirst(samples.count / 4)
        #expect(later.count > 20, "\(samples.count)")
        let (mappings, resident) = (later.map(\.mappings), later.map(\.resident))
        // Hundreds of fragments are compiled in between: one page of each would show.
        #expect((mappings.max() ?? 0) - (mappings.min() ?? 0) <= 4, "\(mappings)")
        #expect((resident.max() ?? 0) - (resident.min() ?? 0) <= 64, "\(resident)")
    }

    /// Runs a program and looks at it all the time.
    private func watch(_ arguments: [String]) throws -> (status: Int32, samples: [Sample]) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let path = try #require(words[0])
        try #require(posix_spawn(&child, path, &actions, nil, &words, environ) == 0)
        var samples: [Sample] = []
        var status: Int32 = 0
        while waitpid(child, &status, WNOHANG) == 0 {
            if let sample = sample(child) { samples.append(sample) }
            usleep(2_000)
        }
        return (status, samples)
    }

    private func sample(_ child: pid_t) -> Sample? {
        let maps = text("/proc/\(child)/maps")
        let pages = text("/proc/\(child)/statm").split(separator: " ")
        guard pages.count > 1, let resident = Int(pages[1]), !maps.isEmpty else { return nil }
        return Sample(mappings: maps.count { $0 == "\n" }, resident: resident)
    }

    private func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer.prefix(count)
        }
    }
}
#endif
