import Conformance
import Primitives
import VM

/// Changes where a run leaves its tier: one place of the schedule, or all of it.
package enum ScheduleChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        guard material.options.uses(.schedules) else { return }
        switch material.generator.below(4) {
        case 0: item.schedule = ScheduleGenerator.schedule(using: &material.generator)
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
            schedule.switches = ScheduleGenerator.switches(using: &material.generator)
            return
        }
        let index = material.generator.below(schedule.switches.count)
        if material.generator.oneIn(2) {
            schedule.switches.remove(at: index)
        } else {
            let tier = schedule.switches[index].tier
            schedule.switches[index].tier = tier == .method ? .interpreter : .method
        }
    }
}
