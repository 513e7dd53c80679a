import Conformance
import Primitives

/// Changes what compiled code finds where nothing may be read.
///
/// How code is made is not changed case by case, as that costs all code compiled so far: a source of
/// cases does it for many at once.
package enum ConditionsChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        item.conditions.poison = ScheduleGenerator.poison(using: &material.generator)
    }
}
