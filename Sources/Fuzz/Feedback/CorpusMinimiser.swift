package import Conformance
import VM

/// Chooses few cases that together reach what many do, by coverage.
package final class CorpusMinimiser {
    /// A case that could be kept.
    private struct Candidate {
        var item: FuzzCase
        var recording: Recording
        var features: [Int]
    }

    private let runner: DifferentialRunner
    private var candidates: [Candidate] = []
    private var reached = [Bool](repeating: false, count: Coverage.size)
    /// Cases that were left out: they came to no end, or the subject differs on them.
    package private(set) var refused = 0
    /// Features that all cases reach together.
    package private(set) var featureCount = 0
    /// Those of them that the chosen ones reach.
    package private(set) var reachedCount = 0

    /// - Throws: that this process has no room for a machine.
    package init() throws(SubjectFailure) { runner = try DifferentialRunner() }

    package var caseCount: Int { candidates.count + refused }

    /// Runs a case, left and entered again at every head if it brings no schedule.
    ///
    /// - Throws: that it cannot be run here at all.
    package func add(_ item: Case) throws(SubjectFailure) {
        guard let item = try SavedCase(item).cases(runner).last else {
            refused += 1
            return
        }
        let trial = try runner.run(item)
        guard trial.isCompared, trial.divergence == nil else {
            refused += 1
            return
        }
        var coverage = Coverage()
        let features = coverage.add(trial)
        candidates.append(
            Candidate(item: item, recording: trial.recording, features: features))
    }

    /// The chosen cases as suites, those that reach most first.
    ///
    /// - Parameters:
    ///   - limit: the most of them.
    ///   - largestSize: bytes that all of them may have.
    package func choose(limit: Int, largestSize: Int) -> [String] {
        featureCount = Set(candidates.flatMap(\.features)).count
        var texts: [String] = []
        var size = 0
        var open = Array(candidates.indices)
        while texts.count < limit, let best = best(among: &open) {
            let candidate = candidates[best]
            let name = "seed-\(texts.count + 1)"
            guard let text = CaseWriter.seed(candidate.item, candidate.recording, named: name),
                size + text.utf8.count <= largestSize
            else { continue }
            texts.append(text)
            size += text.utf8.count
            for feature in candidate.features where !reached[feature] {
                reached[feature] = true
                reachedCount += 1
            }
        }
        return texts
    }

    /// The case that reaches most of what is missing, of equals the one of less code; taken out.
    private func best(among open: inout [Int]) -> Int? {
        open.removeAll { gain($0) == 0 }
        let best = open.max {
            (gain($0), -candidates[$0].item.codeByteCount, -$0)
                < (gain($1), -candidates[$1].item.codeByteCount, -$1)
        }
        open.removeAll { $0 == best }
        return best
    }

    private func gain(_ index: Int) -> Int { candidates[index].features.count { !reached[$0] } }
}
