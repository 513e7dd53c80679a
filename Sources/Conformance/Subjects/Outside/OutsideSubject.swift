#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Runs cases on an EVMC machine in a process of its own, so that a machine that crashes, hangs or
/// writes over memory never touches the process that compares.
///
/// The process lives from case to case, and is started anew when it has died, or when the machine
/// did what none may.
package final class OutsideSubject: Subject {
    package let name: SubjectName
    package let mask = ComparisonMask.evmc
    /// The machine's own name and version.
    package private(set) var title = ""

    private let command: [String]
    private let configuration: OutsideConfiguration
    private let limits: OutsideLimits
    private var process: Process?
    private var taskCount = 0
    /// Why the machine cannot be had.
    private var refusal: String?

    /// The process of the machine, and what it was told of.
    private struct Process {
        let worker: WorkerProcess<OutsideTask>
        /// The accounts that it has.
        var world: PreState?
        /// Whether no case has run in it.
        var isFresh = true
    }

    /// What became of a task.
    private enum Answer {
        case outcome(Outcome)
        /// The process is gone; `isFresh` if the case was its first.
        case death(Misconduct, isFresh: Bool)
    }

    /// Starts the process and has it load the machine.
    ///
    /// - Throws: why the machine cannot be had.
    package init(
        _ name: SubjectName, _ outside: OutsideName, limits: OutsideLimits = OutsideLimits()
    ) throws(SubjectFailure) {
        self.name = name
        self.limits = limits
        command = try OutsideWorkers.find(for: name)
        configuration = OutsideConfiguration(outside, memory: limits.memory)
        switch try send(nil, RunPlan()) {
        case .outcome: break
        case .death(let misconduct, _):
            throw SubjectFailure("\(name): when it is loaded, it \(misconduct.text)")
        }
    }

    // Not asked to end by itself: a machine may hang in that, too.
    deinit { abandon() }

    package func run(_ item: Case, plan: RunPlan) throws(SubjectFailure) -> Outcome {
        var outcome = Outcome()
        switch try send(item, plan) {
        case .outcome(let found):
            // Who did what none may has a process to itself, which is not trusted any more.
            if found.misconduct != nil { abandon() }
            return found
        case .death(let misconduct, let isFresh):
            outcome.misconduct =
                isFresh ? misconduct : try confirm(misconduct, item, plan)
        }
        return outcome
    }

    /// Runs a case in which the machine died again, with nothing before it.
    private func confirm(
        _ misconduct: Misconduct, _ item: Case, _ plan: RunPlan
    ) throws(SubjectFailure) -> Misconduct {
        if case .death(let again, _) = try send(item, plan) { return again }
        return Misconduct(
            fields: misconduct.fields + ["behind other cases"],
            text: misconduct.text + "; not in a new process, so that a case before it may be to "
                + "blame")
    }

    // MARK: The process

    private func send(_ item: Case?, _ plan: RunPlan) throws(SubjectFailure) -> Answer {
        var process = try running()
        taskCount += 1
        var task = OutsideTask(number: taskCount, item: item, wantsAccounts: plan.wantsAccounts)
        task.hasSameWorld = item != nil && item?.world === process.world
        let isFresh = process.isFresh
        if let item {
            process.world = item.world
            process.isFresh = false
        }
        self.process = process
        process.worker.forgetWords()
        process.worker.start(task, now: Clock.now())
        return try receive(process.worker, isFresh: isFresh)
    }

    private func running() throws(SubjectFailure) -> Process {
        if let process { return process }
        return Process(worker: try WorkerProcess(command: command, configuration: configuration))
    }

    private func receive(
        _ worker: WorkerProcess<OutsideTask>, isFresh: Bool
    ) throws(SubjectFailure) -> Answer {
        let deadline = Clock.now() + limits.seconds
        var outcome = Outcome()
        while true {
            do throws(WireError) {
                if let answer = try take(from: worker, &outcome) { return answer }
            } catch {
                return .death(unreadable, isFresh: isFresh)
            }
            if let refusal { throw SubjectFailure("\(name): \(refusal)") }
            guard wait(for: worker, until: deadline) else {
                worker.terminate()
                _ = bury()
                return .death(hang, isFresh: true)
            }
            guard worker.output.fill() else {
                return .death(crash(bury()), isFresh: isFresh)
            }
        }
    }

    /// Takes what the process has sent.
    ///
    /// - Returns: nil if that is not all.
    private func take(
        from worker: WorkerProcess<OutsideTask>, _ outcome: inout Outcome
    ) throws(WireError) -> Answer? {
        while var message = try worker.output.message() {
            switch WireKind(rawValue: try message.integer()) {
            case .batch:
                title = try message.text()
                outcome = try Outcome(from: &message)
            case .done: return .outcome(outcome)
            case .failure:
                refusal = try message.text()
                return nil
            case .configuration, .unit, nil: throw WireError()
            }
        }
        return nil
    }

    private func wait(for worker: WorkerProcess<OutsideTask>, until deadline: Double) -> Bool {
        while true {
            let rest = deadline - Clock.now()
            guard rest > 0 else { return false }
            var polled = pollfd(fd: worker.output.descriptor, events: Int16(POLLIN), revents: 0)
            let count = poll(&polled, 1, Int32(min(60_000, (rest * 1000).rounded(.up))))
            if count > 0 { return true }
        }
    }

    private func bury() -> WorkerEnd? {
        defer { process = nil }
        return process?.worker.end()
    }

    private func abandon() {
        process?.worker.terminate()
        _ = bury()
    }

    // MARK: Findings

    private var hang: Misconduct {
        Misconduct(
            fields: ["hang"],
            text: "hangs: no end after \(Decimals.text(limits.seconds, 1)) seconds")
    }

    private var unreadable: Misconduct {
        abandon()
        return Misconduct(
            fields: ["crash"], text: "crashes: its process sent something unreadable")
    }

    private func crash(_ end: WorkerEnd?) -> Misconduct {
        let words = end?.lastWords ?? ""
        let how = end?.description ?? "no process"
        // Of what memory was touched, the place alone tells nothing of the mistake.
        let place = words.hasPrefix(Self.memoryError) ? String(words.prefix { $0 != "," }) : ""
        let what = place.dropFirst(Self.memoryError.count).split(separator: " at byte")
            .first.map(String.init)
        let isAddress = what?.contains("0x") ?? true
        return Misconduct(
            fields: ["crash", how] + (isAddress ? [] : [what ?? ""]),
            text: "crashes: its process ended with \(how)" + (words.isEmpty ? "" : ": \(words)"))
    }

    /// How a line begins that tells what memory was touched; see `CMachineHost`.
    private static let memoryError = "memory error: "
}
