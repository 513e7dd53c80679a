import Codegen
import Disassembly
import Emulation
import Testing

/// A machine to make code for, on the host where it is the host's and emulated elsewhere.
enum CodegenTarget: CaseIterable, CustomTestStringConvertible, Sendable {
    case x64, x64Baseline, aarch64

    var testDescription: String {
        switch self {
        case .x64: "x86-64"
        case .x64Baseline: "x86-64 without extensions"
        case .aarch64: "aarch64"
        }
    }

    /// The machines that differ by more than what they lack.
    static let instructionSets: [CodegenTarget] = [.x64, .aarch64]

    var instructionSet: InstructionSet {
        switch self {
        case .x64, .x64Baseline: .x64
        case .aarch64: .aarch64
        }
    }

    /// A region whose code can be run.
    func region(byteCount: Int = AssemblerOptions().codeRegionByteCount) throws -> CodeRegion {
        let isNative = instructionSet == InstructionSet.host
        return try CodeRegion(
            byteCount: byteCount, for: isNative ? nil : try Emulator(instructionSet))
    }

    func assemble(
        _ fragment: Fragment, into region: CodeRegion,
        options: AssemblerOptions = AssemblerOptions()
    ) throws(AssemblyError) -> CompiledFragment {
        switch self {
        case .x64, .aarch64:
            return try Assembler.assemble(fragment, into: region, options: options)
        case .x64Baseline:
            let backend = X64Backend(
                features: .baseline, maximumByteCount: options.maximumCodeByteCount,
                faults: options.faults)
            return try Assembler.assemble(
                fragment, backend: backend, into: region, options: options)
        }
    }

    /// The instructions as text, or nil if some bytes are none.
    func lines(_ code: [UInt8]) -> [String]? {
        switch instructionSet {
        case .x64: X64Disassembler()?.lines(code)
        case .aarch64: A64Disassembler()?.lines(code)
        }
    }
}
