import Conformance

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension WorkerProcess {
    /// Lets the worker carry out one task, and waits for its end.
    ///
    /// - Parameters:
    ///   - task: what to do.
    ///   - timeout: seconds after which the worker hangs, and is ended.
    ///   - take: takes what it tells.
    /// - Returns: how the worker died, and is gone; nil if the task is done, or a signal asked for
    ///   the end.
    /// - Throws: that it cannot work at all; it is gone, too.
    func carryOut(
        _ task: Task, timeout: Double, take: (inout WireReader) throws(WireError) -> Void
    ) throws(SubjectFailure) -> WorkerDeath? {
        start(task, now: Clock.now())
        while !Interruption.isRequested {
            var polls = [pollfd(fd: output.descriptor, events: Int16(POLLIN), revents: 0)]
            if poll(&polls, 1, 50) > 0 {
                guard output.fill() else { return WorkerDeath(end(), note, timeout: nil) }
                if try isDone(take) { return nil }
            }
            if isHanging(now: Clock.now(), timeout: timeout) {
                terminate()
                return WorkerDeath(end(), note, timeout: timeout)
            }
        }
        terminate()
        return nil
    }

    private func isDone(
        _ take: (inout WireReader) throws(WireError) -> Void
    ) throws(SubjectFailure) -> Bool {
        do {
            while var message = try output.message() {
                switch WireKind(rawValue: try message.integer()) {
                case .done: return true
                case .batch: try take(&message)
                case .failure, .configuration, .unit, nil: throw WireError()
                }
            }
            return false
        } catch {
            terminate()
            finish()
            throw SubjectFailure("a process that runs a case cannot work")
        }
    }
}
