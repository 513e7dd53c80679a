/// Makes machine code of fragments.
package enum Assembler {
    /// Assembles a fragment and puts its code into executable pages.
    ///
    /// The fragment must have passed validation with adjacent flags, and the back end have nothing
    /// emitted yet. When it throws why there is no code, nothing is left behind.
    static func assembleGenerically<Backend: NativeBackend & ~Copyable>(
        _ fragment: Fragment, backend: consuming Backend, into region: CodeRegion,
        options: AssemblerOptions = AssemblerOptions()
    ) throws(AssemblyError) -> CompiledFragment {
        var assembly = FragmentAssembly(
            fragment, backend: backend, for: region.processor, options: options)
        try assembly.run()
        let parts = CompiledFragment.Parts(assembly)
        let code = assembly.finish()
        let writable = try region.allocate(byteCount: code.count)
        let size = code.count
        unsafe code.withBytes { bytes in unsafe writable.write(bytes) }
        return CompiledFragment(
            parts, code: try writable.seal(), codeByteCount: size,
            instructionSet: Backend.instructionSet,
            runner: CodeRunner(of: Backend.instructionSet, in: region),
            alwaysTaken: Backend.alwaysTaken)
    }
}

extension FragmentAssembly where Backend: ~Copyable {
    consuming func finish() -> CodeBuffer {
        backend.finish()
    }
}
