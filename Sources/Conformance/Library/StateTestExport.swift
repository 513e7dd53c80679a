/// Makes state tests of cases by running them.
package enum StateTestExport {
    /// The text of a state test whose `post` is what the interpreter makes of it.
    ///
    /// - Parameter test: the case.
    /// - Returns: the whole file.
    /// - Throws: `SubjectFailure` where it cannot be run, `InexpressibleCase` where nothing is
    ///   known about its end.
    package static func text(of test: StateTestCase) throws -> String {
        var plan = RunPlan()
        plan.wantsAccounts = true
        let outcome = try SubjectFactory.make(.interpreter).run(test.item, plan: plan)
        if let limit = outcome.limit {
            throw InexpressibleCase("a run without an end: \(limit)")
        }
        if let missing = outcome.missingPrecompile {
            throw InexpressibleCase("a call of \(missing), which is not implemented")
        }
        return StateTestWriter.text(of: test, name: test.item.name, outcome: outcome)
    }
}
