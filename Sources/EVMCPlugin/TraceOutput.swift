import Primitives
import Synchronization
import VM

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where the lines of traced executions go: a file, to which they are added, or standard error.
///
/// Each line is written as a whole and at once, so that those of several threads do not run into
/// each other, and a client that dies leaves all that came before.
final class TraceOutput: Sendable {
    private let path: String?
    private let descriptor: Int32
    private let hasFailed = Atomic(false)

    /// Standard error.
    init() {
        path = nil
        descriptor = STDERR_FILENO
    }

    /// The file at a path, which is made where there is none; nil if it cannot be written.
    init?(path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return nil }
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        if path != nil { close(descriptor) }
    }

    /// Writes a line; what cannot be written is said once, on standard error.
    func write(_ line: String) {
        var line = line
        line.append("\n")
        let isWritten = line.withUTF8 {
            DescriptorWriter.write(UnsafeRawBufferPointer($0), to: descriptor)
        }
        guard !isWritten else { return }
        let reason = String(cString: strerror(errno))
        guard !hasFailed.exchange(true, ordering: .relaxed), let path else { return }
        var complaint = "synchromesh: cannot write the trace to \(path): \(reason)\n"
        complaint.withUTF8 {
            _ = DescriptorWriter.write(UnsafeRawBufferPointer($0), to: STDERR_FILENO)
        }
    }
}

extension TraceOutput {
    /// Sums an execution up that lies inside no other; its state is the client's to tell of.
    func write(_ result: HostedResult, of message: HostedMessage, _ fork: Fork) {
        var line = "{\"output\":\"\(Hex.encode(result.output, prefix: false))\""
        line += ",\"gasUsed\":\"0x\(String(message.gas - result.gasLeft, radix: 16))\""
        line += ",\"pass\":\(result.outcome.isSuccess),\"fork\":\"\(fork.name)\""
        switch result.outcome {
        case .ended(let halt) where halt.isSuccess: break
        case .ended(let halt): line += ",\"error\":\"\(halt)\""
        case .resourceLimit: line += ",\"error\":\"resourceLimit\""
        }
        write(line + "}")
    }
}

extension TraceOutput: Equatable {
    static func == (left: TraceOutput, right: TraceOutput) -> Bool { left === right }
}
