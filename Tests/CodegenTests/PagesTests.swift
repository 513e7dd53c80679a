import Codegen
import Foundation
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Executable memory: who owns it, and what may be done with it when.
@Suite struct PagesTests {
    /// The process's mappings that touch a range of addresses, with their permissions.
    private static func permissions(of range: Range<UInt>) -> [String] {
        guard let file = fopen("/proc/self/maps", "r") else { return [] }
        defer { fclose(file) }
        var found: [String] = []
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, 512, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            let fields = text.split(separator: " ")
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[0] < range.upperBound, ends[1] > range.lowerBound else {
                continue
            }
            found.append(String(fields[1]))
        }
        return found
    }

    @Test func `pages are writable, then executable, then gone`() throws {
        let region = try CodeRegion(byteCount: 1 << 20)
        #expect(Self.permissions(of: region.addresses) == ["---p"])
        let writable = try region.allocate(byteCount: 5_000)
        #expect(Self.permissions(of: region.addresses) == ["rw-p", "---p"])
        let executable = try writable.seal()
        #expect(Self.permissions(of: region.addresses) == ["r-xp", "---p"])
        #expect(executable.byteCount == 8_192)
        #expect(region.allocatedByteCount == 8_192)
        release(executable)
        #expect(Self.permissions(of: region.addresses) == ["---p"])
        #expect(region.allocatedByteCount == 0)
    }

    private func release(_ code: consuming ExecutableCode) {}

    @Test func `a region without room says so and goes on`() throws {
        let region = try CodeRegion(byteCount: 8_192)
        let first = try region.allocate(byteCount: 4_096)
        #expect(throws: AssemblyError.codeRegionFull) {
            _ = try region.allocate(byteCount: 4_097)
        }
        let second = try region.allocate(byteCount: 4_096)
        #expect(second.address == first.address + 4_096)
        #expect(region.allocatedByteCount == 8_192)
    }

    @Test func `freed neighbours become one range again`() throws {
        let region = try CodeRegion(byteCount: 4 * 4_096)
        var held: [Holder] = []
        for _ in 0..<4 { held.append(try Holder(region)) }
        // Middle pages first: their neighbours join them from both sides.
        for index in [1, 2, 0, 3] { held[index].code = nil }
        #expect(region.allocatedByteCount == 0)
        let whole = try region.allocate(byteCount: 4 * 4_096)
        #expect(whole.address == region.addresses.lowerBound)
    }

    /// A span that can be given up through a reference.
    private final class Holder {
        var code: ExecutableCode?
        init(_ region: CodeRegion) throws {
            code = try region.allocate(byteCount: 1).seal()
        }
    }

    @Test func `mappings and pages are as before after a thousand compilations`() throws {
        let region = try CodeRegion(byteCount: 1 << 20)
        let fragment = try RandomFragment.make(seed: 3)
        func cycle() throws {
            let compiled = try Assembler.assemble(
                fragment, backend: X64Backend.host(), into: region)
            #expect(compiled.codeByteCount > 0)
        }
        for _ in 0..<1_000 { try cycle() }
        #expect(region.allocatedByteCount == 0)
        // Pages kept apart would be mappings of their own.
        #expect(Self.permissions(of: region.addresses) == ["---p"])
    }

    #if os(Linux)
    /// From Linux 6.3 on a process can forbid itself to make pages executable (PR_SET_MDWE).
    @Test func `code that cannot be made executable again is not run`() async {
        await #expect(processExitsWith: .success) {
            typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
            let region = try CodeRegion(byteCount: 1 << 20)
            let fragment = try RandomFragment.make(seed: 11)
            let compiled = try Assembler.assemble(
                fragment, backend: X64Backend.host(), into: region)
            let control = try #require(dlsym(nil, "prctl"))
            guard unsafeBitCast(control, to: Control.self)(65, 1, 0, 0, 0) == 0 else { return }
            var patcher = CodePatcher(compiled)
            #expect(throws: AssemblyError.self) {
                try patcher.force(Set(compiled.forcibleExits))
            }
            #expect(!PagesTests.permissions(of: region.addresses).contains("rw-p"))
            var state: StateRegisters = (0, 0, 0)
            let outcome = compiled.run(entry: 0, state: &state, record: ExecutionRecord())
            #expect(outcome == .failed(.patch("the code cannot be run")))
        }
    }
    #endif

    @Test func `no page is writable and executable between code that is made, patched and begun`()
        throws
    {
        let region = try CodeRegion(byteCount: 1 << 20)
        let fragment = try RandomFragment.make(seed: 11)
        let compiled = try Assembler.assemble(fragment, backend: X64Backend.host(), into: region)
        var patcher = CodePatcher(compiled)
        try patcher.force(Set(compiled.forcibleExits))
        let writable = try region.allocate(byteCount: 1)
        let all = Self.permissions(of: region.addresses)
        #expect(all.contains("r-xp") && all.contains("rw-p"))
        #expect(!all.contains { $0.contains("w") && $0.contains("x") })
        _ = writable.address
    }

    #if os(Linux)
    /// Only the region is looked at: an emulator of another test may have pages of its own.
    @Test(.timeLimit(.minutes(2)), arguments: CodegenTarget.instructionSets)
    func `no page is writable and executable while a thread compiles, patches and runs`(
        _ target: CodegenTarget
    ) throws {
        let region = try CodeRegion(byteCount: 1 << 20)
        let worker = Worker(target, region)
        Thread.detachNewThread(worker.work)
        var sightings: [String: Int] = [:]
        while !worker.isDone {
            for permissions in Self.permissions(of: region.addresses) {
                sightings[permissions, default: 0] += 1
            }
            if sightings["rw-p", default: 0] >= 5, sightings["r-xp", default: 0] >= 5 {
                worker.stop()
            }
        }
        #expect(worker.failure == nil)
        #expect(Set(sightings.keys) == ["---p", "rw-p", "r-xp"], "\(sightings)")
        #expect(region.allocatedByteCount == 0)
    }

    /// Makes code, changes it and runs it where the host can, over and over, until told to stop.
    private final class Worker: Sendable {
        private let target: CodegenTarget
        private let region: CodeRegion
        private let isStopped = Atomic(false)
        private let hasEnded = Atomic(false)
        private let problem = Mutex<String?>(nil)

        var isDone: Bool { hasEnded.load(ordering: .acquiring) }
        var failure: String? { problem.withLock(\.self) }

        init(_ target: CodegenTarget, _ region: CodeRegion) {
            self.target = target
            self.region = region
        }

        func stop() { isStopped.store(true, ordering: .releasing) }

        @Sendable func work() {
            defer { hasEnded.store(true, ordering: .releasing) }
            do {
                try cycle()
            } catch {
                problem.withLock { $0 = "\(error)" }
            }
        }

        private func cycle() throws {
            let scratch = RandomScratch()
            var seed: UInt64 = 1
            while !isStopped.load(ordering: .acquiring) {
                let fragment = try RandomFragment.make(seed: seed)
                let compiled = try target.assemble(fragment, into: region)
                if target.instructionSet == InstructionSet.host {
                    try FragmentAgreement.check(fragment, compiled, scratch, "seed \(seed)")
                } else {
                    var patcher = CodePatcher(compiled)
                    try patcher.force(Set(compiled.forcibleExits))
                }
                seed += 1
            }
        }
    }
    #endif
}
