extension Assembler {
    /// Assembles a fragment for what runs the code of a region: its processor, or the host.
    ///
    /// - Throws: why there is no code; `unsupportedInstruction` on a host without a back end.
    package static func assemble(
        _ fragment: Fragment, into region: CodeRegion,
        options: AssemblerOptions = AssemblerOptions()
    ) throws(AssemblyError) -> CompiledFragment {
        // Contracts take about five bytes an instruction; what is too much is never touched.
        let expectedByteCount = fragment.buffer.count * 6
        switch region.instructionSet {
        case .x64:
            let backend = X64Backend(
                features: X64Features.of(region), maximumByteCount: options.maximumCodeByteCount,
                expectedByteCount: expectedByteCount, faults: options.faults)
            return try assemble(fragment, backend: backend, into: region, options: options)
        case .aarch64:
            let backend = A64Backend(
                maximumByteCount: options.maximumCodeByteCount,
                expectedByteCount: expectedByteCount, faults: options.faults)
            return try assemble(fragment, backend: backend, into: region, options: options)
        case nil:
            throw .unsupportedInstruction("any on this host")
        }
    }
}

extension X64Features {
    /// What that has which runs a region's code.
    fileprivate static func of(_ region: CodeRegion) -> X64Features {
        #if arch(x86_64)
        region.processor == nil ? .host : .all
        #else
        .all
        #endif
    }
}
