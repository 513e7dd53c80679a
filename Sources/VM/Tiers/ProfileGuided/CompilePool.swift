import Primitives

/// A piece of work for a `CompilePool`.
///
/// Its closures own all that they touch, so that it can run whatever has become of whoever
/// submitted it. Exactly one of them is called, once.
package struct CompileJob: Sendable {
    let run: @Sendable () -> Void
    let cancel: @Sendable () -> Void

    /// - Parameters:
    ///   - run: the work, on a thread of the pool's.
    ///   - cancel: what is done instead where the work is called off before it began, by whoever
    ///     calls it off.
    package init(
        run: @escaping @Sendable () -> Void, cancel: @escaping @Sendable () -> Void = {}
    ) {
        self.run = run
        self.cancel = cancel
    }
}

/// A few threads that do jobs in the order in which they came, from a queue that has an end.
///
/// Threads are started when there is work for them, so a pool that is never used has none; once a
/// job was accepted there is one. They hold the queue and not the pool: a pool can go while one of
/// them is in the middle of a job.
package final class CompilePool: Sendable {
    /// What has become of a job.
    package enum Submission: Hashable, Sendable {
        /// It will run, or be cancelled by `cancelWaiting` or `shutDown`.
        case accepted
        /// The queue is full, or the system has no thread to give: to be tried again later.
        case full
        /// The pool has been shut down.
        case closed
    }

    private let threads: Int
    private let queueCapacity: Int
    private let queue = Monitor(Queue())

    /// - Parameters:
    ///   - threads: the most jobs that run at a time.
    ///   - queueCapacity: the most jobs that wait.
    /// - Precondition: there is at least one thread, and room for one job.
    package init(threads: Int, queueCapacity: Int) {
        precondition(threads >= 1 && queueCapacity >= 1)
        self.threads = threads
        self.queueCapacity = queueCapacity
    }

    deinit { shutDown(within: 0) }

    /// Jobs that wait at the moment.
    package var depth: Int { queue.withLock { $0.depth } }
    /// The most jobs that have ever waited.
    package var largestDepth: Int { queue.withLock { $0.largestDepth } }
    /// Jobs that run at the moment.
    package var runningCount: Int { queue.withLock { $0.running } }
    /// Threads that have been started and have not ended.
    package var threadCount: Int { queue.withLock { $0.threads } }

    /// Hands in a job; never waits for another.
    package func submit(_ job: CompileJob) -> Submission {
        let submission = queue.withLock { state -> Submission in
            guard !state.isClosed else { return .closed }
            guard state.depth < queueCapacity else { return .full }
            guard hasThread(&state) else { return .full }
            state.append(job)
            return .accepted
        }
        if submission == .accepted { queue.wakeAll() }
        return submission
    }

    /// Whether a thread will take one more job: starts one where all have enough to do.
    private func hasThread(_ state: inout Queue) -> Bool {
        guard state.threads < threads, state.running + state.depth >= state.threads else {
            return true
        }
        do throws(SystemFailure) {
            state.started.append(try StartedThread { [queue] in Self.work(queue) })
            state.threads += 1
            return true
        } catch {
            return state.threads > 0
        }
    }

    /// Calls off all jobs that have not begun.
    package func cancelWaiting() {
        for job in queue.withLock({ $0.takeAll() }) { job.cancel() }
    }

    /// Takes no more jobs, calls off those that wait, and gives those that run some time.
    ///
    /// A job that takes longer goes on with what it owns; its thread ends behind it.
    ///
    /// - Parameter seconds: how long to wait for jobs that run, and for the threads.
    /// - Returns: whether all threads have done their last work, and so are gone.
    @discardableResult
    package func shutDown(within seconds: Double) -> Bool {
        queue.withLock { $0.isClosed = true }
        cancelWaiting()
        queue.wakeAll()
        let areDone = queue.wait(within: seconds) { $0.threads == 0 }
        // Who is done does nothing any more that could wait for the one who asks.
        for thread in queue.withLock({ $0.takeStarted() }) {
            if areDone { thread.join() } else { thread.detach() }
        }
        return areDone
    }

    /// What a thread does until the queue is closed.
    private static func work(_ queue: Monitor<Queue>) {
        while runNext(queue) {
            queue.withLock { $0.running -= 1 }
            queue.wakeAll()
        }
        queue.withLock { $0.threads -= 1 }
        queue.wakeAll()
    }

    /// Runs one job, and lets go of what it owned before it counts as ended.
    ///
    /// - Returns: false if there will be no more.
    private static func runNext(_ queue: Monitor<Queue>) -> Bool {
        switch queue.wait(for: { $0.next() }) {
        case .job(let job):
            job.run()
            return true
        case .end: return false
        }
    }
}

/// What the threads of a pool share.
private struct Queue: Sendable {
    /// What a thread is to do next.
    enum Turn {
        case job(CompileJob)
        case end
    }

    /// The jobs that came first, the very first last; and behind them those that came later.
    private var first: [CompileJob] = []
    private var later: [CompileJob] = []
    var running = 0
    var threads = 0
    /// The threads that are still to be joined or let go.
    var started: [StartedThread] = []
    var isClosed = false
    private(set) var largestDepth = 0

    var depth: Int { first.count + later.count }

    mutating func append(_ job: CompileJob) {
        later.append(job)
        largestDepth = max(largestDepth, depth)
    }

    /// A job, which counts as running from now on; nil if there is none yet.
    mutating func next() -> Turn? {
        if first.isEmpty {
            first = later.reversed()
            later.removeAll(keepingCapacity: true)
        }
        guard let job = first.popLast() else { return isClosed ? .end : nil }
        running += 1
        return .job(job)
    }

    mutating func takeStarted() -> [StartedThread] {
        defer { started.removeAll() }
        return started
    }

    mutating func takeAll() -> [CompileJob] {
        defer {
            first.removeAll()
            later.removeAll()
        }
        return first.reversed() + later
    }
}
