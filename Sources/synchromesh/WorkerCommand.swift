import ArgumentParser
import Conformance

/// A worker process of another command; not for people.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Runs cases for another process.", shouldDisplay: false)

    func run() throws {
        var worker = Worker()
        throw ExitCode(worker.run())
    }
}
