#if os(Linux)
import Codegen
import Glibc
import TestSupport
import Testing

/// What a process that does nothing but compile holds on to; other tests would map memory in ours.
@Suite struct LeakTests {
    /// What a process has at some moment.
    private struct Sample {
        /// Entries of its memory map.
        let mappings: Int
        /// Those that can be written and executed.
        let unsafeMappings: Int
        /// Pages in memory.
        let resident: Int
    }

    #if DEBUG
    private static let (fragments, cycles) = (600, 100)
    #else
    private static let (fragments, cycles) = (6_000, 10_000)
    #endif

    @Test func `compiling and freeing leaves mappings and memory as they were`() throws {
        // Each guard of each fragment is patched, too, and all of it is run.
        try check("lirasm", ["--random", "\(Self.fragments)", "--backend", "x86-64"])
    }

    /// So many only where code is optimised.
    @Test(arguments: InstructionSet.allCases)
    func `ten thousand methods leave mappings and memory as they were`(
        _ instructionSet: InstructionSet
    ) throws {
        let folder = try TemporaryFolder()
        let block = "5b 6000 35 6020 52 6020 6000 20 54 6001 01 6000 55 6000 35 57"
        let contract = String(repeating: block, count: 4)
        try check(
            "synchromesh",
            [
                "compile", try folder.write(contract, to: "contract.hex"),
                "--instruction-set", instructionSet.rawValue, "--rounds", "\(Self.cycles)",
            ])
    }

    private func check(_ program: String, _ arguments: [String]) throws {
        let path = try #require(BuiltProgram.path(program))
        let (status, samples) = try watch([path] + arguments)
        #expect(status == 0)
        // The first samples see the program start, the last ones what it writes at its end.
        let quarter = samples.count / 4
        let middle = samples.dropFirst(quarter).dropLast(quarter)
        try #require(middle.count > 10, "\(samples.count)")
        // Hundreds of fragments are compiled in between: one page of each would show.
        #expect(spread(middle.map(\.mappings)) <= 4)
        #expect(spread(middle.map(\.resident)) <= 42)
        #expect(samples.allSatisfy { $0.unsafeMappings == 0 })
    }

    private func spread(_ values: [Int]) -> Int {
        (values.max() ?? 0) - (values.min() ?? 0)
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
        let lines = maps.split(separator: "\n")
        let unsafe = lines.count { line in
            let permissions = line.split(separator: " ").dropFirst().first ?? ""
            return permissions.contains("w") && permissions.contains("x")
        }
        return Sample(mappings: lines.count, unsafeMappings: unsafe, resident: resident)
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
