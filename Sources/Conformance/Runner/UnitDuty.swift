#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Runs units of cases in a worker process.
package struct UnitDuty: WorkerDuty {
    private let configuration: RunConfiguration
    private let runner: UnitRunner

    package init(_ configuration: RunConfiguration) throws(SubjectFailure) {
        self.configuration = configuration
        if let lifetime = configuration.lifetime { alarm(UInt32(clamping: lifetime)) }
        runner = try UnitRunner(configuration)
    }

    package func carryOut(_ unit: WorkUnit, _ link: WorkerLink) {
        var note = WorkerNote()
        note.unit = unit.number
        var isLimited = false
        runner.run(unit) { ordinal, name in
            // When the first case runs, the machines have reserved what they need.
            if !isLimited, let memory = configuration.memory { ProcessMemory.limit(to: memory) }
            isLimited = true
            note.ordinal = ordinal
            note.name = name
            note.sequence += 1
            link.note(note)
        } didRun: { batch in
            link.tell {
                batch.write(to: &$0)
                // So that a worker that dies later has told what its subjects did so far.
                runner.takeStatistics().write(to: &$0)
            }
        }
    }

    package func writeEnd(to writer: inout WireWriter) {
        runner.takeStatistics().write(to: &writer)
    }
}
