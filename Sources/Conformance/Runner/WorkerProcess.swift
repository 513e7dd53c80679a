#if canImport(Glibc)
// `environ` is a variable: it is only read here, before any thread could change it.
@preconcurrency import Glibc
#else
@preconcurrency import Darwin
#endif

/// What can be sent to a worker.
package protocol WireWritable {
    func write(to writer: inout WireWriter)
}

/// Something for a worker to do.
package protocol WorkerTask: WireWritable {
    /// Tells tasks apart; the worker's notes name it.
    var number: Int { get }
}

/// A worker process, from the parent's side.
package final class WorkerProcess<Task: WorkerTask> {
    private let process: pid_t
    private let input: Channel
    /// What the worker sends.
    package var output: Channel
    private let notes: Int32
    private let words: Int32

    /// What the worker is at; nil if it waits for work.
    package var unit: Task?
    /// When the worker was last seen to begin a case or a unit, in seconds.
    package var lastSign = 0.0
    private var lastSequence = -1
    private var isInputClosed = false

    /// Starts a worker and tells it what to do.
    ///
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - configuration: what the worker is told.
    /// - Throws: why there can be no worker.
    package init(
        command: [String], configuration: some WireWritable
    ) throws(SubjectFailure) {
        // A worker that died shows in its output; writing to it must not end this process.
        signal(SIGPIPE, SIG_IGN)
        let toWorker = try Self.pipe()
        let fromWorker = try Self.pipe()
        notes = try Self.temporaryFile()
        words = try Self.temporaryFile()
        _ = fcntl(words, F_SETFL, O_APPEND)
        process = try Self.spawn(
            command, input: toWorker.read, output: fromWorker.write, notes: notes, words: words)
        Interruption.add(process)
        close(toWorker.read)
        close(fromWorker.write)
        input = Channel(toWorker.write)
        output = Channel(fromWorker.read)
        var writer = WireWriter()
        writer.write(WireKind.configuration.rawValue)
        configuration.write(to: &writer)
        _ = input.send(writer)
    }

    deinit {
        closeInput()
        close(output.descriptor)
        close(notes)
        close(words)
    }

    /// Gives the worker a unit; if it is gone, that shows when its output is read.
    package func start(_ unit: Task, now: Double) {
        self.unit = unit
        lastSign = now
        lastSequence = -1
        var writer = WireWriter()
        writer.write(WireKind.unit.rawValue)
        unit.write(to: &writer)
        _ = input.send(writer)
    }

    /// The case that the worker is in, if it has begun one of its unit.
    package var note: WorkerNote? {
        WorkerNote(readingFrom: notes).flatMap { $0.unit == unit?.number ? $0 : nil }
    }

    /// Says whether the worker has been in one case for longer than `timeout` seconds.
    ///
    /// To be asked a few times within that span, as it looks whether another case has begun.
    package func isHanging(now: Double, timeout: Double) -> Bool {
        guard unit != nil else { return false }
        let sequence = note?.sequence ?? -1
        if sequence != lastSequence {
            lastSequence = sequence
            lastSign = now
        }
        return now - lastSign > timeout
    }

    /// Forgets what the worker wrote so far, so that its last words are of what it does next.
    package func forgetWords() { _ = ftruncate(words, 0) }

    /// Ends the worker, which is in a case that does not end.
    package func terminate() { _ = kill(process, SIGKILL) }

    /// Waits for the end of the process and says how it came.
    package func end() -> WorkerEnd {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        Interruption.remove(process)
        let signal = status & 0x7f
        let how =
            signal == 0
            ? "exit code \((status >> 8) & 0xff)"
            : "signal \(signal) (\(String(cString: strsignal(signal))))"
        return WorkerEnd(
            description: how, signal: signal == 0 ? nil : signal,
            lastWords: lastWords())
    }

    /// The first line that matters of what the worker wrote before it died.
    private func lastWords() -> String {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = bytes.withUnsafeMutableBytes { pread(words, $0.baseAddress, $0.count, 0) }
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        let lines = text.split(separator: "\n").filter { $0.contains { !$0.isWhitespace } }
        let telling = lines.first { $0.contains("rror") } ?? lines.first
        return telling.map { String($0.prefix(300)) } ?? ""
    }

    /// Tells the worker that there is no more work, and waits for it to go.
    package func finish() {
        closeInput()
        _ = end()
    }

    private func closeInput() {
        if !isInputClosed { close(input.descriptor) }
        isInputClosed = true
    }
}

/// How a worker process ended.
package struct WorkerEnd {
    package var description: String
    /// What ended it; nil if it ended by itself.
    package var signal: Int32?
    package var lastWords: String

    package init(description: String, signal: Int32? = nil, lastWords: String) {
        self.description = description
        self.signal = signal
        self.lastWords = lastWords
    }
}

// MARK: The system

extension WorkerProcess {
    private static func pipe() throws(SubjectFailure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        #if canImport(Glibc)
        let result = Glibc.pipe(&ends)
        #else
        let result = Darwin.pipe(&ends)
        #endif
        guard result == 0 else {
            throw SubjectFailure("no pipe to a worker: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// A file without a name, gone when it is closed.
    private static func temporaryFile() throws(SubjectFailure) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/synchromesh-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw SubjectFailure("no temporary file: \(String(cString: strerror(errno)))")
        }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private static func spawn(
        _ command: [String], input: Int32, output: Int32, notes: Int32, words: Int32
    ) throws(SubjectFailure) -> pid_t {
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        #else
        var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, words, STDERR_FILENO)
        posix_spawn_file_actions_adddup2(&actions, notes, WorkerNote.descriptor)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        arguments.append(nil)
        // A worker that crashes shall be gone at once, not after seconds of printing its stack.
        var variables = environmentVariables.filter { !$0.hasPrefix("SWIFT_BACKTRACE=") }
        variables.append("SWIFT_BACKTRACE=enable=no")
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) }
        environment.append(nil)
        defer { for pointer in arguments + environment { free(pointer) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, command[0], &actions, nil, arguments, environment)
        guard status == 0 else {
            throw SubjectFailure(
                "no worker process from \(command[0]): \(String(cString: strerror(status)))")
        }
        return process
    }

    private static var environmentVariables: [String] {
        var variables: [String] = []
        var next = environ
        while let entry = next.pointee {
            variables.append(String(cString: entry))
            next += 1
        }
        return variables
    }
}
