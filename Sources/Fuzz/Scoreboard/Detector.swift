package import Conformance
import VM

/// How long a fault is looked for.
package struct DetectionLimits: Equatable, Sendable {
    package var seconds: Double
    package var cases: Int

    package init(seconds: Double = .infinity, cases: Int = .max) {
        self.seconds = seconds
        self.cases = cases
    }
}

/// What became of one search for a planted fault.
package struct DetectionResult: Equatable, Sendable {
    package var isFound = false
    /// Cases up to the one that showed it, or all that were tried.
    package var cases = 0
    /// From the first case to the one that showed it; making it small does not count.
    package var seconds = 0.0
    /// Bytes of code and switches named of the case that was made small; nil if there is none.
    package var bytes: Int?
    package var switches: Int?
    /// How it showed.
    package var signature = ""

    package init() {}
}

/// Plants a fault and looks for it.
package struct Detector {
    private let configuration: FuzzConfiguration
    private let watcher: TaskRunner.Watcher

    /// - Parameters:
    ///   - configuration: what cases are made up of, and the subject, which is the first.
    ///   - watcher: told of each case before it runs.
    package init(
        _ configuration: FuzzConfiguration, watcher: @escaping TaskRunner.Watcher = { _, _ in }
    ) {
        self.configuration = configuration
        self.watcher = watcher
    }

    /// Looks for a fault: how many cases it takes depends on the seed alone.
    ///
    /// - Parameters:
    ///   - task: what is looked for.
    ///   - found: told of the fault before its case is made small, of which this process may die.
    /// - Returns: what became of it.
    /// - Throws: that cases cannot be run here at all.
    package func detect(
        _ task: FuzzTask.Detection, found: (DetectionResult) -> Void = { _ in }
    ) throws(SubjectFailure) -> DetectionResult {
        var planted = configuration
        planted.faults = [task.fault]
        var result = DetectionResult()
        let start = Clock.now()
        var batch = 0
        while result.cases < task.limits.cases, result.seconds < task.limits.seconds {
            var cases = try BatchCases(
                Batch(
                    index: batch, seed: Campaign.seed(ofBatch: batch, campaign: task.seed)),
                planted)
            batch += 1
            while cases.ordinal < Batch.size, result.cases < task.limits.cases,
                result.seconds < task.limits.seconds
            {
                let ordinal = result.cases
                let item = cases.next()
                var isReference = true
                let trials = try cases.run(item) { subject in
                    watcher(ordinal, isReference ? TaskRunner.reference : subject.text)
                    isReference = false
                }
                result.cases += 1
                result.seconds = Clock.now() - start
                guard let divergence = trials.first?.divergence else { continue }
                result.isFound = true
                result.signature = Signature(divergence).description
                if task.isMinimised {
                    found(result)
                    try minimise(item, Signature(divergence), planted, &result)
                }
                return result
            }
        }
        return result
    }

    private func minimise(
        _ item: FuzzCase, _ signature: Signature, _ planted: FuzzConfiguration,
        _ result: inout DetectionResult
    ) throws(SubjectFailure) {
        guard let subject = planted.subjects.first else { return }
        watcher(result.cases - 1, TaskRunner.minimising)
        let runner = try DifferentialRunner(subject, faults: planted.faults)
        let small = Investigator.small(item, keeping: signature, runner)
        result.bytes = small.codeByteCount
        result.switches = small.schedule.eventCount
    }
}
