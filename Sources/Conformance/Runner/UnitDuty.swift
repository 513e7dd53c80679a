/// Runs units of cases in a worker process.
package struct UnitDuty: WorkerDuty {
    private let runner: UnitRunner

    package init(_ configuration: RunConfiguration) throws(SubjectFailure) {
        runner = try UnitRunner(configuration)
    }

    package func carryOut(_ unit: WorkUnit, _ link: WorkerLink) {
        var note = WorkerNote()
        note.unit = unit.number
        runner.run(unit) { ordinal, name in
            note.ordinal = ordinal
            note.name = name
            note.sequence += 1
            link.note(note)
        } didRun: { batch in
            // A worker that dies later has told what its subjects did so far.
            return link.tell {
                batch.write(to: &$0)
                runner.takeStatistics().write(to: &$0)
            }
        }
    }

    package func writeEnd(to writer: inout WireWriter) {
        runner.takeStatistics().write(to: &writer)
    }
}
