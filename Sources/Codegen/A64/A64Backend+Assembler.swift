extension Assembler {
    /// Assembles a fragment for AArch64.
    ///
    /// The same as the generic function, which the compiler specialises only inside this module.
    package static func assemble(
        _ fragment: Fragment, backend: consuming A64Backend, into region: CodeRegion,
        options: AssemblerOptions = AssemblerOptions()
    ) throws(AssemblyError) -> CompiledFragment {
        try assembleGenerically(fragment, backend: backend, into: region, options: options)
    }
}
