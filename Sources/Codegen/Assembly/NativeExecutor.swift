/// Runs a compiled fragment behind the protocol that the LIR interpreter also has.
package final class NativeExecutor: FragmentExecutor {
    package let fragment: CompiledFragment
    package private(set) var restoredSlots: [RestoredSlot] = []
    private let record = ExecutionRecord()
    private var patcher: CodePatcher

    package init(_ fragment: CompiledFragment) {
        self.fragment = fragment
        patcher = CodePatcher(fragment)
    }

    package func run(entry: Int, state: StateRegisters) -> ExecutionResult {
        var state = state
        restoredSlots.removeAll(keepingCapacity: true)
        let outcome = fragment.run(entry: entry, state: &state, record: record)
        if case .exited(let exit) = outcome {
            var slots: [RestoredSlot] = []
            fragment.forEachRestoredSlot(of: exit, in: record) { index, limbs in
                slots.append(RestoredSlot(index: index, limbs: limbs))
            }
            restoredSlots = slots
        }
        return ExecutionResult(outcome: outcome, state: state)
    }

    package func forceExits(_ exits: Set<LIRExit>) throws(ExecutionFailure) {
        do {
            try patcher.force(exits)
        } catch {
            throw .patch(String(describing: error))
        }
    }
}
