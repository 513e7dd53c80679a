/// A tier that runs compiled methods: what its owner asks of it besides running frames.
package protocol MethodRunningTier: CompiledTier {
    /// Runs its methods.
    var runner: MethodRunner { get }
    /// What compiling took so far.
    var effort: CompileEffort { get }

    /// Hands out what broke, in compiling or in compiled code, and forgets it.
    func takeBreakdown() -> Breakdown?
}

extension MethodRunningTier {
    package func takeBreakdown() -> Breakdown? { runner.takeBreakdown() }
}
