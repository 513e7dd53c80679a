package import Conformance

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
        let unit = WorkUnit(number: 1, suite: text)
        let death = try worker.carryOut(unit, timeout: timeout) { (_) throws(WireError) in }
        if death == nil { worker.finish() }
        return death
    }
}
