#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What can be read by a worker.
package protocol WireReadable {
    init(from reader: inout WireReader) throws(WireError)
}

/// What a worker process does with its tasks.
package protocol WorkerDuty {
    associatedtype Configuration: WireReadable
    associatedtype Task: WorkerTask & WireReadable

    /// - Throws: why this process cannot work at all.
    init(_ configuration: Configuration) throws(SubjectFailure)

    /// Carries out a task.
    ///
    /// - Throws: why this process cannot work at all.
    func carryOut(_ task: Task, _ link: WorkerLink) throws(SubjectFailure)

    /// Writes what is told when a task is done.
    func writeEnd(to writer: inout WireWriter)
}

/// What a worker process tells its parent while it works.
package struct WorkerLink {
    private let output: Channel

    fileprivate init(_ descriptor: Int32) { output = Channel(descriptor) }

    /// Tells a part of what came out.
    ///
    /// - Returns: whether anybody listens.
    package func tell(_ content: (inout WireWriter) -> Void) -> Bool { send(.batch, content) }

    /// Notes what the worker is doing.
    ///
    /// The note is a file that the parent has open, so that the case in which a worker dies is
    /// known without a message for each.
    package func note(_ note: WorkerNote) { note.write(to: WorkerNote.descriptor) }

    fileprivate func send(_ kind: WireKind, _ content: (inout WireWriter) -> Void) -> Bool {
        var writer = WireWriter()
        writer.write(kind.rawValue)
        content(&writer)
        return output.send(writer)
    }
}

/// The far end of a `WorkerProcess`: reads tasks from standard input, and answers.
package struct WorkerLoop<Duty: WorkerDuty> {
    private var input = Channel(STDIN_FILENO)
    private let link: WorkerLink

    /// - Parameter output: where answers go.
    package init(output: Int32 = STDOUT_FILENO) { link = WorkerLink(output) }

    /// Works until the input ends.
    ///
    /// - Returns: the process's exit code.
    package mutating func run() -> Int32 {
        do {
            guard let configuration: Duty.Configuration = try receive(.configuration) else {
                return 0
            }
            let duty: Duty
            do {
                duty = try Duty(configuration)
            } catch {
                return fail(error) ? 0 : 1
            }
            while let task: Duty.Task = try receive(.unit) {
                guard carryOut(task, duty) else { return 1 }
            }
            return 0
        } catch {
            return 3
        }
    }

    private mutating func receive<Content: WireReadable>(
        _ kind: WireKind
    ) throws(WireError) -> Content? {
        guard var message = try input.receive() else { return nil }
        guard WireKind(rawValue: try message.integer()) == kind else { throw WireError() }
        return try Content(from: &message)
    }

    /// - Returns: whether anybody listens.
    private func carryOut(_ task: Duty.Task, _ duty: Duty) -> Bool {
        do throws(SubjectFailure) {
            try duty.carryOut(task, link)
        } catch {
            return fail(error)
        }
        return link.send(.done) { duty.writeEnd(to: &$0) }
    }

    private func fail(_ error: SubjectFailure) -> Bool {
        link.send(.failure) { $0.write(error.description) }
    }
}
