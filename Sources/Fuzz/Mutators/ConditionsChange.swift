import Primitives

/// Changes how compiled code is made.
///
/// Never chosen at random: changing it costs all code compiled so far, so a source of cases does it
/// for many cases at once.
package enum ConditionsChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        item.conditions = ScheduleGenerator.conditions(using: &material.generator)
    }
}
