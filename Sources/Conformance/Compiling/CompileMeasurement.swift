package import Codegen
package import VM

/// What compiling one contract for one instruction set took.
package struct CompileMeasurement: Sendable {
    package let name: String
    package let instructionSet: InstructionSet
    /// Bytes of the whole code.
    package let byteCount: Int
    /// Bytes of its blocks: without data, and without what nothing leads to.
    package let reachedByteCount: Int
    /// Instructions of LIR.
    package let instructionCount: Int
    package let machineByteCount: Int
    /// Processor time of the compiling thread, the median of all rounds.
    package let seconds: Double

    package init(
        name: String, instructionSet: InstructionSet, byteCount: Int, reachedByteCount: Int,
        instructionCount: Int, machineByteCount: Int, seconds: Double
    ) {
        self.name = name
        self.instructionSet = instructionSet
        self.byteCount = byteCount
        self.reachedByteCount = reachedByteCount
        self.instructionCount = instructionCount
        self.machineByteCount = machineByteCount
        self.seconds = seconds
    }

    /// Whether more than half of the code is not compiled: finding that out is then most of the
    /// work, so the contract says nothing about compiling.
    package var isMostlyData: Bool { 2 * reachedByteCount < byteCount }

    /// Microseconds for each byte of the blocks.
    package var microsecondsPerByte: Double { seconds * 1e6 / Double(max(1, reachedByteCount)) }
}

/// Compiles contracts over and over, for any instruction set, and runs none.
package struct CompileBench {
    private let instructions: InstructionTable
    private let roundCount: Int
    private let compiler: MethodCompiler
    private let region: CodeRegion
    private let options = AssemblerOptions()

    /// - Parameters:
    ///   - fork: the rules that contracts are compiled under.
    ///   - roundCount: how often each is compiled.
    /// - Throws: that the system has no memory for code.
    package init(fork: Fork, roundCount: Int) throws(CompileFailure) {
        instructions = InstructionTable.table(for: fork)
        self.roundCount = max(1, roundCount)
        compiler = MethodCompiler(.lirInterpreter)
        do {
            region = try CodeRegion()
        } catch {
            throw .backEnd(.system(error))
        }
    }

    /// Compiles a contract, as often as was said; each time the code of the last time is gone.
    package func measure(
        _ contract: Contract, for instructionSet: InstructionSet
    ) throws(CompileFailure) -> CompileMeasurement {
        let instructionCount = try compiler.fragment(of: contract.code, instructions).buffer.count
        var machineByteCount = 0
        var times: [Double] = []
        times.reserveCapacity(roundCount)
        for _ in 0..<roundCount {
            let start = Clock.threadSeconds()
            let code = try compile(contract.code, for: instructionSet)
            times.append(Clock.threadSeconds() - start)
            machineByteCount = code.codeByteCount
        }
        let blocks = BlockTable(contract.code, instructions).blocks
        return CompileMeasurement(
            name: contract.name, instructionSet: instructionSet,
            byteCount: contract.code.count,
            reachedByteCount: blocks.reduce(0) { $0 + $1.endPC - $1.startPC },
            instructionCount: instructionCount, machineByteCount: machineByteCount,
            seconds: times.sorted()[times.count / 2])
    }

    private func compile(
        _ code: Code, for instructionSet: InstructionSet
    ) throws(CompileFailure) -> CompiledFragment {
        let fragment = try compiler.fragment(of: code, instructions)
        do throws(Codegen.AssemblyError) {
            let room = fragment.buffer.count * 6
            switch instructionSet {
            case .x64:
                let backend = X64Backend(features: Self.features, expectedByteCount: room)
                return try Assembler.assemble(
                    fragment, backend: backend, into: region, options: options)
            case .aarch64:
                let backend = A64Backend(expectedByteCount: room)
                return try Assembler.assemble(
                    fragment, backend: backend, into: region, options: options)
            }
        } catch {
            throw .backEnd(error)
        }
    }

    private static var features: X64Features {
        #if arch(x86_64)
        .host
        #else
        .all
        #endif
    }
}
