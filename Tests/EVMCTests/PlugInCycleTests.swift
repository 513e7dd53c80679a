#if os(Linux)
import CEVMC
import EVMCPlugin
import Foundation
import Primitives
import Testing

/// That instances come and go without leaving anything: each tier in a process of its own.
@Suite struct PlugInCycleTests {
    @Test func `instances that interpret leave nothing behind`() async {
        await #expect(processExitsWith: .success) {
            try Cycles.run("tier=interpreter")
        }
    }

    @Test func `instances that compile at once leave nothing behind`() async {
        await #expect(processExitsWith: .success) {
            try Cycles.run("tier=method")
        }
    }

    @Test func `instances that compile in the background leave nothing behind`() async {
        await #expect(processExitsWith: .success) {
            try Cycles.run("tier=tiered,calls=0,gas=0,minimum-size=0,threads=1")
        }
    }
}

/// Creates, executes and destroys, and compares what the process holds of the system's.
private enum Cycles {
    /// A debug build, which compiles a hundred times more slowly, does a part.
    #if DEBUG
    static let count = 500
    #else
    static let count = 10_000
    #endif

    /// What the allocator and the thread library keep for the next time is kept by then: stacks of
    /// ended threads (two mappings each) and arenas, of which there are as many as there were threads
    /// at once (two mappings each, and 64 MiB of address space).
    static let warmUp = 100

    /// Three threads at once: two that execute, and one that compiles.
    static let threadsAtOnce = 3

    /// - Throws: what differs at the end.
    static func run(_ options: String) throws {
        for number in 0..<warmUp { try cycle(number, options) }
        let before = ProcessFootprint()
        for number in 0..<count { try cycle(number, options) }
        let after = ProcessFootprint.settled(after: before)
        #expect(after.threads.isSubset(of: before.threads))
        #expect(after.descriptors == before.descriptors)
        #expect(before.codeMappings == 0 && after.codeMappings == 0)
        // Threads may meet as they never did during the warm-up.
        #expect(after.mappings <= before.mappings + 4 * threadsAtOnce)
        #expect(after.mappedBytes <= before.mappedBytes + threadsAtOnce * (72 << 20))
        #expect(after.residentBytes <= before.residentBytes + (4 << 20))
    }

    private static func cycle(_ number: Int, _ options: String) throws {
        let instance = try PlugInInstance(number % 4 == 3 ? "" : options)
        switch number % 8 {
        case 0: break  // never executes
        case 4:
            nonisolated(unsafe) let machine = instance.machine
            let threads = try (0..<2).map { _ in
                try StartedThread { for _ in 0..<3 { execute(on: machine) } }
            }
            for thread in threads { thread.join() }
        case 5:
            execute(on: instance.machine)
            #expect(instance.set("threads", "1") == EVMC_SET_OPTION_SUCCESS)
            #expect(instance.set("calls", "2") == EVMC_SET_OPTION_SUCCESS)
            execute(on: instance.machine)
        default: for _ in 0..<3 { execute(on: instance.machine) }
        }
        withExtendedLifetime(instance) {}
    }

    /// Counts down from 3: a loop that is worth compiling.
    private static let code: [UInt8] = [
        0x60, 0x03, 0x5b, 0x60, 0x01, 0x90, 0x03, 0x80, 0x60, 0x02, 0x57, 0x5f, 0x52, 0x60, 0x20,
        0x5f, 0xf3,
    ]

    private static func execute(on machine: UnsafeMutablePointer<evmc_vm>) {
        var functions = evmc_host_interface()
        var message = evmc_message()
        message.gas = 1000
        let result = machine.pointee.execute(
            machine, &functions, nil, EVMC_OSAKA, &message, code, code.count)
        #expect(result.status_code == EVMC_SUCCESS)
        #expect(result.output_size == 32)
        withUnsafePointer(to: result) { result.release?($0) }
    }
}
#endif
