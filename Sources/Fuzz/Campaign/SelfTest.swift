import Conformance
import VM

/// What a campaign shows of itself before anything counts.
struct SelfTest {
    private static let cases = 2_000
    private static let cleanCases = 200

    private let configuration: FuzzConfiguration

    init(_ configuration: FuzzConfiguration) { self.configuration = configuration }

    /// What is wrong with the comparison; nil if it finds a fault, and none where there is none.
    func problem() throws(SubjectFailure) -> String? {
        var source = CaseSource(seed: 0)
        let same = try DifferentialRunner(.interpreter)
        for _ in 0..<Self.cleanCases {
            if let divergence = try same.run(source.next()).divergence {
                return "the interpreter differs from itself: \(divergence.description)"
            }
        }
        for subject in configuration.subjects where subject.compiles {
            guard try !finds(.subSwapsOperands, on: subject) else { continue }
            return "the fault sub-operands, planted in \(subject.text), is not found in "
                + "\(Self.cases) cases"
        }
        return nil
    }

    private func finds(
        _ fault: Fault, on subject: SubjectName
    ) throws(SubjectFailure) -> Bool {
        var own = FuzzConfiguration()
        own.subjects = [subject]
        var source = CaseSource(own.optionsForSubjects, seed: 0)
        let runner = try DifferentialRunner(subject, faults: [fault])
        for _ in 0..<Self.cases where try runner.run(source.next()).divergence != nil {
            return true
        }
        return false
    }
}
