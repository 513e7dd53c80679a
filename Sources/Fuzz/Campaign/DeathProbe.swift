package import Conformance

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Replays saved cases in processes that do nothing else, and says how those die.
package struct DeathProbe {
    private let configuration: RunConfiguration
    private let timeout: Double

    /// - Parameters:
    ///   - configuration: the campaign's.
    ///   - subject: what the cases are for.
    ///   - timeout: seconds after which a case counts as hanging.
    package init(_ configuration: FuzzConfiguration, _ subject: SubjectName, timeout: Double) {
        var replay = RunConfiguration()
        replay.subjects = [subject]
        replay.faults = configuration.faults
        replay.workerCommand = configuration.replayCommand
        replay.memory = configuration.memory
        replay.drill.planted = configuration.planted
        // Should this process be ended itself, nobody would end one that hangs.
        replay.lifetime = Int(timeout.rounded(.up)) + 60
        self.configuration = replay
        self.timeout = timeout
    }

    /// How a process dies that replays a suite of one case; nil if it survives.
    ///
    /// - Throws: that there can be no such process.
    package func death(of text: String) throws(SubjectFailure) -> WorkerDeath? {
        let worker = try WorkerProcess<WorkUnit>(
            command: configuration.workerCommand, configuration: configuration)
        worker.start(WorkUnit(number: 1, suite: text), now: Clock.now())
        while !Interruption.isRequested {
            var polls = [pollfd(fd: worker.output.descriptor, events: Int16(POLLIN), revents: 0)]
            if poll(&polls, 1, 50) > 0 {
                guard worker.output.fill() else {
                    return WorkerDeath(worker.end(), worker.note, timeout: nil)
                }
                if try isDone(worker) {
                    worker.finish()
                    return nil
                }
            }
            if worker.isHanging(now: Clock.now(), timeout: timeout) {
                worker.terminate()
                return WorkerDeath(worker.end(), worker.note, timeout: timeout)
            }
        }
        worker.terminate()
        worker.finish()
        return nil
    }

    private func isDone(_ worker: WorkerProcess<WorkUnit>) throws(SubjectFailure) -> Bool {
        do {
            while var message = try worker.output.message() {
                switch WireKind(rawValue: try message.integer()) {
                case .done: return true
                case .batch: continue
                case .failure, .configuration, .unit, nil: throw WireError()
                }
            }
            return false
        } catch {
            worker.terminate()
            worker.finish()
            throw SubjectFailure("a process that replays a case cannot work")
        }
    }
}
