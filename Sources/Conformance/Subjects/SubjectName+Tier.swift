package import VM

extension SubjectName {
    /// Makes the tier that runs a subject's frames.
    ///
    /// - Parameters:
    ///   - execution: where its methods run.
    ///   - conditions: how code is made.
    ///   - faults: mistakes of its compiler; none but to prove a comparison.
    ///   - choice: what it compiles, and by which passes.
    /// - Returns: nil for the interpreter, which needs none.
    /// - Throws: that the subject's options cannot be obeyed.
    package func makeTier(
        _ execution: MethodExecution, conditions: Conditions = .usual, faults: Faults = [],
        choice: CompileChoice = .all
    ) throws(SubjectFailure) -> (any MethodRunningTier)? {
        switch tier {
        case .interpreter, nil: return nil
        case .method:
            return MethodTier(
                execution, options: conditions.assemblerOptions, faults: faults, choice: choice)
        case .tiered:
            do {
                return TieredTier(
                    try TieringService(
                        tiering ?? TieringConfiguration(), execution: execution,
                        options: conditions.assemblerOptions, faults: faults, choice: choice))
            } catch {
                throw SubjectFailure("\(self): \(error)")
            }
        }
    }
}
