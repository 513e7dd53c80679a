import ArgumentParser
import Conformance
import Fuzz
import Primitives
import VM

/// Makes a saved case small.
struct MinimizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "minimize",
        abstract: "Makes a diverging case small: nothing can be left out of what it writes.",
        discussion: """
            Code, call data, gas, state, transactions, schedule and conditions become smaller as \
            long as the case diverges in the same way (its signature). What is written is run \
            again in a process of its own. The file must hold one case, or --filter must leave \
            one. The exit code is 1 where the case diverges, 0 where there is nothing to do.

            EXAMPLES
              synchromesh minimize findings/head-stack/case.yaml --out small.yaml
              synchromesh minimize spec-fixtures/arithmetic/sub.yaml --plant sub-operands \\
                  --fork Osaka --filter '*#2, dynamic*' --json -
            """,
        aliases: ["minimise"])

    @Argument(help: ArgumentHelp("A file with the case.", valueName: "case"))
    var path: String

    @OptionGroup(title: "Which case") var selection: SelectionOptions

    @Option(
        help: ArgumentHelp(
            "A subject to compare with the interpreter; can be repeated. 'method' if none is given.",
            valueName: "subject"))
    var subject: [String] = []

    @OptionGroup var planted: PlantOptions

    @Option(help: ArgumentHelp("Write the small case here, not to stdout.", valueName: "file"))
    var out: String?

    @Option(help: ArgumentHelp("Write what became of it as JSON.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("End after so many runs with what there is.", valueName: "count"))
    var runs = 40_000

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("End after so long with what there is: 90, 10m.", valueName: "time"))
    var duration = "10m"

    /// Says by the exit code whether the case has this signature: what the fresh process does.
    @Option(help: .hidden) var check: String?

    func run() throws {
        do {
            try carryOut()
        } catch let error as InexpressibleCase {
            Console.say("error: the small case cannot be saved: \(error.description)")
            throw ExitCode(3)
        } catch let error as SubjectFailure {
            Console.say("error: \(error.description)")
            throw ExitCode(3)
        }
    }

    private func carryOut() throws {
        guard 1...1_000_000_000 ~= runs else {
            throw ValidationError("there cannot be \(runs) runs; expected 1 to 1,000,000,000")
        }
        let seconds = try TimeSpan.seconds(duration)
        let item = try selection.oneCase(in: path)
        let faults = try planted.faults()
        let subjects = try (subject.isEmpty ? ["method"] : subject).map(SubjectOptions.subject)
        let found = try Minimisation(of: item, subjects: subjects, faults: faults)
        if let check { throw ExitCode(found?.signature.description == check ? 1 : 0) }
        guard var found else {
            let lack = try item.lackOfVerdict()
            Console.say("\(item.name): \(lack ?? "the subjects agree with the interpreter")")
            return
        }
        Console.say("\(item.name): \(found.subject) differs: \(found.what)")
        let progress = MinimizeProgress()
        try found.reduce(largestRunCount: runs, largestSeconds: seconds, progress: progress.show)
        progress.finish()
        try write(found, name: item.name)
        throw ExitCode(1)
    }

    /// Writes the small case, has another process look at it, and says what became of it.
    private func write(_ found: Minimisation, name: String) throws {
        let text = try found.suite()
        let isConfirmed = isConfirmed(found, text)
        let file = out == "-" ? nil : out
        if file.map({ isSaved(text, to: $0) }) != true {
            // A case that cannot be saved is not lost: where JSON takes one way, it takes the other.
            if json == "-" { Console.mutter(text) } else { Console.write(text) }
        }
        let size = "\(found.after.codeByteCount) bytes, \(found.after.schedule.eventCount) switches"
        Console.say("\(size), after \(found.runs) runs: \(found.what)")
        if !found.isComplete {
            Console.say("warning: ended early, so that more could be left out: --for, --runs")
        }
        if !isConfirmed {
            Console.say("warning: a process of its own did not see this; it may depend on luck")
        }
        if let json { _ = isSaved(found.json(name: name, isConfirmed: isConfirmed), to: json) }
    }

    /// Whether another process sees it: in a file of its own, as `out` may have any name.
    private func isConfirmed(_ found: Minimisation, _ text: String) -> Bool {
        let path = FreshProcess.temporaryPath
        guard isSaved(text, to: path) else { return false }
        defer { FreshProcess.remove(path) }
        let command =
            ["minimize", path, "--check", found.signature.description]
            + ["--subject", found.subject.text] + planted.plant.flatMap { ["--plant", $0] }
        return FreshProcess.exitCode(of: [ThisProgram.path] + command) == 1
    }

    /// Writes a file, or says why there is none: that the case diverges is said all the same.
    private func isSaved(_ text: String, to path: String) -> Bool {
        guard let problem = Console.write(text, toFile: path) else { return true }
        Console.say("\(path):1:1: error: found no way to write it (\(problem)), expected one")
        return false
    }
}

/// Says how small the case is by now, not too often.
private final class MinimizeProgress {
    private var lastTime = ContinuousClock.now
    private var isShown = false

    func show(_ item: FuzzCase, runs: Int) {
        let now = ContinuousClock.now
        guard now - lastTime > .milliseconds(Console.isTerminal ? 100 : 2000) else { return }
        lastTime = now
        let events = item.schedule.isEveryHead ? "every head" : "\(item.schedule.eventCount)"
        let line = "\(runs) runs: \(item.codeByteCount) bytes, switches: \(events)"
        if Console.isTerminal {
            Console.mutter("\r\u{1b}[K\(line)")
            isShown = true
        } else {
            Console.say(line)
        }
    }

    func finish() {
        if isShown { Console.mutter("\r\u{1b}[K") }
    }
}
