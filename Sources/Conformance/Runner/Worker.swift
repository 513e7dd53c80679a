#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A worker process: reads units from its input, runs them, and writes their results.
///
/// What it is doing is also noted in a file that the parent has open, so that the case in which a
/// worker dies is known without a message for each.
package struct Worker {
    /// The descriptor of the file for notes.
    package static let noteDescriptor: Int32 = 3

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
            let configuration = try RunConfiguration(from: &message)
            let runner: UnitRunner
            do {
                runner = try UnitRunner(configuration)
            } catch {
                var writer = WireWriter()
                writer.write(WireKind.failure.rawValue)
                writer.write(error.description)
                return output.send(writer) ? 0 : 1
            }
            while var message = try channel.receive() {
                guard WireKind(rawValue: try message.integer()) == .unit else {
                    throw WireError()
                }
                guard run(try WorkUnit(from: &message), runner) else { return 1 }
            }
            return 0
        } catch {
            return 3
        }
    }

    private func run(_ unit: WorkUnit, _ runner: UnitRunner) -> Bool {
        var notes = WorkerNote()
        notes.unit = unit.number
        runner.run(unit) { ordinal, name in
            notes.ordinal = ordinal
            notes.name = name
            notes.sequence += 1
            notes.write(to: Self.noteDescriptor)
        } didRun: { [output] batch in
            var writer = WireWriter()
            writer.write(WireKind.batch.rawValue)
            batch.write(to: &writer)
            return output.send(writer)
        }
        var writer = WireWriter()
        writer.write(WireKind.done.rawValue)
        runner.takeStatistics().write(to: &writer)
        return output.send(writer)
    }
}

/// What a worker is doing, in a file that both ends have open.
package struct WorkerNote: Equatable {
    package var unit = -1
    package var ordinal = -1
    /// Grows with every case.
    package var sequence = 0
    package var name = ""

    package init() {}

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
