package import Conformance

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Whose tasks a pool carries out.
package protocol TaskOwner: AnyObject {
    /// The next thing to do; nil if there is nothing, at least not now.
    func nextTask() -> FuzzTask?
    /// Takes an answer to a task.
    ///
    /// - Returns: the task, with what need not be done again left out.
    func take(_ answer: FuzzAnswer, to task: FuzzTask) -> FuzzTask
    /// Is told that a worker did not survive a task.
    func bury(_ task: FuzzTask, _ death: WorkerDeath)
    /// Is told that a worker cannot work at all.
    func fail(_ task: FuzzTask, _ reason: String)
    /// Is asked several times a second; whether a task that is not done is still wanted.
    func wants(_ task: FuzzTask) -> Bool
}

/// Worker processes that carry out tasks, and may die of them.
package final class TaskPool {
    private typealias FuzzProcess = WorkerProcess<FuzzTask>

    private let command: [String]
    private let configuration: FuzzConfiguration
    private let jobs: Int
    private let caseTimeout: Double
    private var workers: [FuzzProcess] = []
    private var hasWorked: Set<ObjectIdentifier> = []

    /// Seconds that making a case small may take.
    static let largestMinimisation = 900.0

    /// Seconds that a worker may take to its first case: reading what it starts from, the self-test.
    private static let largestStart = 60.0

    package init(
        command: [String], configuration: FuzzConfiguration, jobs: Int, caseTimeout: Double
    ) {
        self.command = command
        self.configuration = configuration
        self.jobs = jobs
        self.caseTimeout = caseTimeout
    }

    /// Works until nothing is left to do, or a signal asks for the end.
    ///
    /// - Throws: that there can be no worker.
    package func run(for owner: some TaskOwner) throws(SubjectFailure) {
        defer { dismiss() }
        while true {
            try assign(owner)
            let busy = workers.filter { $0.unit != nil }
            if busy.isEmpty { return }
            for worker in wait(for: busy) where !receive(from: worker, owner) {
                bury(worker, isHang: false, owner)
            }
            for worker in workers {
                guard let task = worker.unit else { continue }
                if Interruption.isRequested || !owner.wants(task) {
                    discard(worker)
                } else if isHanging(worker) {
                    worker.terminate()
                    bury(worker, isHang: true, owner)
                }
            }
        }
    }

    private func assign(_ owner: some TaskOwner) throws(SubjectFailure) {
        while !Interruption.isRequested, workers.count(where: { $0.unit != nil }) < jobs,
            let task = owner.nextTask()
        {
            let worker = try worker(for: task)
            hasWorked.insert(ObjectIdentifier(worker))
            worker.start(task, now: Clock.now())
        }
    }

    /// An idle worker, or a new one.
    private func worker(for task: FuzzTask) throws(SubjectFailure) -> FuzzProcess {
        if let idle = workers.first(where: { $0.unit == nil }) {
            if !task.needsFreshProcess || !hasWorked.contains(ObjectIdentifier(idle)) {
                return idle
            }
            idle.finish()
            forget(idle)
        }
        let worker = try FuzzProcess(command: command, configuration: configuration)
        workers.append(worker)
        return worker
    }

    private func forget(_ worker: FuzzProcess) {
        workers.removeAll { $0 === worker }
        hasWorked.remove(ObjectIdentifier(worker))
    }

    private func discard(_ worker: FuzzProcess) {
        worker.terminate()
        _ = worker.end()
        forget(worker)
    }

    private func dismiss() {
        for worker in workers where worker.unit != nil { worker.terminate() }
        for worker in workers { worker.finish() }
        workers = []
    }

    private func isHanging(_ worker: FuzzProcess) -> Bool {
        worker.isHanging(now: Clock.now(), timeout: timeout(of: worker))
    }

    /// Seconds after which a worker hangs in what it is doing.
    private func timeout(of worker: FuzzProcess) -> Double {
        guard let note = worker.note else { return max(Self.largestStart, caseTimeout) }
        return note.name == TaskRunner.minimising ? Self.largestMinimisation : caseTimeout
    }

    /// Waits until some worker has said something, for as long as hanging ones can wait.
    private func wait(for workers: [FuzzProcess]) -> [FuzzProcess] {
        var polls = workers.map {
            pollfd(fd: $0.output.descriptor, events: Int16(POLLIN), revents: 0)
        }
        let span = Int32(min(200, max(10, caseTimeout * 250)))
        guard poll(&polls, nfds_t(polls.count), span) > 0 else { return [] }
        return zip(workers, polls).filter { $1.revents != 0 }.map(\.0)
    }

    /// Takes what a worker has sent.
    ///
    /// - Returns: false if the worker is gone.
    private func receive(from worker: FuzzProcess, _ owner: some TaskOwner) -> Bool {
        guard worker.output.fill() else { return false }
        do {
            while var message = try worker.output.message() {
                try take(&message, from: worker, owner)
            }
            return true
        } catch {
            worker.terminate()
            return false
        }
    }

    private func take(
        _ message: inout WireReader, from worker: FuzzProcess, _ owner: some TaskOwner
    ) throws(WireError) {
        guard let task = worker.unit else { throw WireError() }
        switch WireKind(rawValue: try message.integer()) {
        case .batch: worker.unit = owner.take(try FuzzAnswer(from: &message), to: task)
        case .done: worker.unit = nil
        case .failure:
            owner.fail(task, try message.text())
            worker.unit = nil
        case .configuration, .unit, nil: throw WireError()
        }
    }

    private func bury(_ worker: FuzzProcess, isHang: Bool, _ owner: some TaskOwner) {
        let (task, note) = (worker.unit, worker.note)
        let timeout = isHang ? timeout(of: worker) : nil
        let end = worker.end()
        forget(worker)
        guard let task else { return }
        owner.bury(task, WorkerDeath(end, note, timeout: timeout))
    }
}
