import Conformance

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A worker process of a campaign: reads tasks from its input, carries them out, and answers.
///
/// What it is doing is also noted in a file that the parent has open, as `Worker` does.
package struct FuzzWorker {
    private var channel = Channel(STDIN_FILENO)
    private let output = Channel(STDOUT_FILENO)

    package init() {}

    /// Works until the input ends.
    ///
    /// - Returns: the process's exit code.
    package mutating func run() -> Int32 {
        do {
            guard var message = try channel.receive() else { return 0 }
            guard WireKind(rawValue: try message.integer()) == .configuration else {
                throw WireError()
            }
            let configuration = try FuzzConfiguration(from: &message)
            while var message = try channel.receive() {
                guard WireKind(rawValue: try message.integer()) == .unit else {
                    throw WireError()
                }
                guard carryOut(try FuzzTask(from: &message), configuration) else { return 1 }
            }
            return 0
        } catch {
            return 3
        }
    }

    /// - Returns: whether anybody listens.
    private func carryOut(_ task: FuzzTask, _ configuration: FuzzConfiguration) -> Bool {
        var note = WorkerNote()
        note.unit = task.number
        var isLimited = false
        let runner = TaskRunner(configuration) { ordinal, what in
            // When the first case runs, the machines have reserved what they need.
            if !isLimited { ProcessMemory.limit(to: configuration.memory(for: task)) }
            isLimited = true
            note.ordinal = ordinal
            note.name = what
            note.sequence += 1
            note.write(to: Worker.noteDescriptor)
        }
        do throws(SubjectFailure) {
            try runner.run(task) { answer in
                send(.batch) { answer.write(to: &$0) }
            }
        } catch {
            return send(.failure) { $0.write(error.description) }
        }
        return send(.done) { _ in }
    }

    private func send(_ kind: WireKind, _ content: (inout WireWriter) -> Void) -> Bool {
        var writer = WireWriter()
        writer.write(kind.rawValue)
        content(&writer)
        return output.send(writer)
    }
}

extension FuzzConfiguration {
    /// Bytes that a worker may take when the machines for its task are made.
    ///
    /// Where more than a batch is run, more machines are made, which reserve much and use little.
    fileprivate func memory(for task: FuzzTask) -> Int {
        let ofMachines = (subjects.count + 3) * 2 * (1 << 30 + 128 << 20)
        return task.needsFreshProcess ? memory + ofMachines : memory
    }
}

/// How much memory this process may take.
enum ProcessMemory {
    /// Lets allocations fail that go beyond what the process has now and `bytes` more.
    static func limit(to bytes: Int) {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(current + bytes))
        _ = setrlimit(resource, &limit)
    }

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
    private static let resource = RLIMIT_AS
    #endif

    /// Bytes of addresses in use; 0 where the system does not say.
    private static var current: Int {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(
            separator: " ")
        return (words.first.flatMap { Int($0) } ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
