package import Conformance

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Carries out tasks of a campaign in a worker process.
package struct FuzzDuty: WorkerDuty {
    private let configuration: FuzzConfiguration
    private let seeds: [FuzzCase]
    private let memory = FeatureMemory()

    package init(_ configuration: FuzzConfiguration) {
        self.configuration = configuration
        seeds = configuration.seeds.compactMap(SeedCorpus.item)
    }

    package func carryOut(_ task: FuzzTask, _ link: WorkerLink) throws(SubjectFailure) {
        var note = WorkerNote()
        note.unit = task.number
        var isLimited = false
        renewAlarm()
        defer { alarm(0) }
        let runner = TaskRunner(configuration, seeds: seeds, memory: memory) { ordinal, what in
            // When the first case runs, the machines have reserved what they need.
            if !isLimited { ProcessMemory.limit(to: configuration.memory(for: task)) }
            isLimited = true
            renewAlarm()
            note.ordinal = ordinal
            note.name = what
            note.sequence += 1
            link.note(note)
        }
        try runner.run(task) { answer in
            link.tell { answer.write(to: &$0) }
        }
    }

    /// Ends this process if nothing new is begun for longer than a parent would wait: should that be
    /// ended itself, nobody else would end a worker that hangs.
    private func renewAlarm() {
        let longest = max(configuration.caseTimeout, TaskPool.largestMinimisation)
        alarm(UInt32(clamping: Int(longest.rounded(.up)) + 60))
    }

    package func writeEnd(to writer: inout WireWriter) {}
}

extension FuzzConfiguration {
    /// Bytes that a worker may take when the machines for its task are made.
    ///
    /// Where more than a batch is run, more machines are made, which reserve much and use little;
    /// so does an emulator, which ends the process if it cannot have it.
    fileprivate func memory(for task: FuzzTask) -> Int {
        let ofMachines = (subjects.count + 3) * 2 * (1 << 30 + 128 << 20)
        let ofEmulators = subjects.count(where: \.isEmulated) * 4 << 30
        return task.needsFreshProcess ? memory + ofMachines + ofEmulators : memory
    }
}
