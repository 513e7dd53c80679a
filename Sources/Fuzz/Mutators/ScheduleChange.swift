import Conformance
import Primitives
import VM

/// Changes where a run leaves its tier: one place of the schedule, or all of it.
package enum ScheduleChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        guard material.options.uses(.schedules) else { return }
        let isTiered = material.options.isTiered
        if isTiered, material.generator.oneIn(2) {
            changeTiering(&item.schedule.tiering, &material.generator)
            return
        }
        switch material.generator.below(4) {
        case 0:
            item.schedule = ScheduleGenerator.schedule(
                isTiered: isTiered, using: &material.generator)
        case 1:
            item.schedule.helperExits = ScheduleGenerator.helperExits(using: &material.generator)
        default: changeSwitch(&item.schedule, &material)
        }
    }

    private static func changeSwitch(
        _ schedule: inout FuzzSchedule, _ material: inout MutationMaterial
    ) {
        if schedule.isEveryHead || schedule.switches.isEmpty {
            schedule.isEveryHead = false
            schedule.switches = ScheduleGenerator.switches(
                isTiered: material.options.isTiered, using: &material.generator)
            return
        }
        let index = material.generator.below(schedule.switches.count)
        if material.generator.oneIn(2) {
            schedule.switches.remove(at: index)
        } else {
            let tier = schedule.switches[index].tier
            schedule.switches[index].tier = tier == .interpreter ? .method : .interpreter
        }
    }

    /// Adds an event, leaves one out, or has it happen at another moment.
    private static func changeTiering(
        _ events: inout [FuzzSchedule.Tiering], _ generator: inout SeededGenerator
    ) {
        guard !events.isEmpty else {
            events = ScheduleGenerator.tiering(using: &generator)
            return
        }
        let index = generator.below(events.count)
        switch generator.below(3) {
        case 0: events.remove(at: index)
        case 1:
            events[index].ordinal = max(1, events[index].ordinal + generator.between(-2...2))
        default:
            let event = ScheduleGenerator.event(at: events[index].ordinal, using: &generator)
            events.insert(event, at: index)
        }
    }
}
