import ArgumentParser
import Conformance
import Fuzz

/// A worker process of another command; not for people.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Runs cases for another process.", shouldDisplay: false)

    func run() throws {
        var worker = WorkerLoop<UnitDuty>()
        throw ExitCode(worker.run())
    }
}

/// The process of an EVMC machine; not for people.
struct EVMCWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: OutsideWorkers.argument,
        abstract: "Runs cases on an EVMC machine for another process.", shouldDisplay: false)

    func run() throws { OutsideWorker.run() }
}

/// A worker process that runs cases of a corpus; not for people.
struct CorpusWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus-worker", abstract: "Runs cases of a corpus for another process.",
        shouldDisplay: false)

    func run() throws {
        var worker = WorkerLoop<CorpusDuty>()
        throw ExitCode(worker.run())
    }
}

/// A worker process of a campaign; not for people.
struct FuzzWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz-worker", abstract: "Makes up and runs cases for another process.",
        shouldDisplay: false)

    func run() throws {
        var worker = WorkerLoop<FuzzDuty>()
        throw ExitCode(worker.run())
    }
}
