package import Codegen

/// Why a contract has no compiled code; the interpreter runs it.
package enum CompileFailure: Error, Hashable, Sendable {
    /// The predicate turned it down.
    case rejected(RejectionReason, byteCount: Int)
    /// No head that code could be entered at: it ends at once.
    case noEntry
    /// A pass produced LIR that breaks a rule: a fault of ours, reported as such.
    case violation(LIRViolation)
    /// The back end gave up, for this reason.
    case backEnd(AssemblyError)
}

/// Where compiled methods run.
package enum MethodExecution: Sendable {
    /// Machine code of the host.
    case native
    /// Machine code of whatever instruction set, by a processor that is not the host's.
    case emulated(any Processor)
    /// The LIR interpreter: on any host, and the oracle for the back ends.
    case lirInterpreter
}

extension MethodExecution {
    /// Seconds that an emulator took so far.
    package var emulatedSeconds: Double {
        switch self {
        case .emulated(let processor): processor.seconds
        case .native, .lirInterpreter: 0
        }
    }
}

extension MethodExecution: Equatable {
    package static func == (left: MethodExecution, right: MethodExecution) -> Bool {
        switch (left, right) {
        case (.native, .native), (.lirInterpreter, .lirInterpreter): true
        case (.emulated(let left), .emulated(let right)): left === right
        case (.native, _), (.emulated, _), (.lirInterpreter, _): false
        }
    }
}

/// Compiles whole contracts, on any thread.
package struct MethodCompiler: Sendable {
    /// The longest code that is compiled, in bytes: 21 times what EIP-3860 allows initcode to have,
    /// as older forks allow any length.
    package static let codeLimit = 1 << 20

    #if DEBUG
    private static let isValidating = true
    #else
    private static let isValidating = false
    #endif

    private let backEnd: MethodBackEnd
    private let instructionLimit: Int
    /// Mistakes to make; see `Fault`.
    private let faults: Faults
    private let choice: CompileChoice

    /// Where what it compiles runs; see `MethodBackEnd.execution`.
    package var execution: MethodExecution { backEnd.execution }

    /// - Parameters:
    ///   - execution: where methods are to run, if the host can.
    ///   - options: how machine code is made.
    ///   - faults: mistakes to make in all that is compiled.
    ///   - choice: what is compiled, and by which passes.
    package init(
        _ execution: MethodExecution, options: AssemblerOptions = AssemblerOptions(),
        faults: Faults = [], choice: CompileChoice = .all
    ) {
        self.faults = faults
        self.choice = choice
        var options = options
        options.faults.formUnion(faults.codeGenerator)
        options.foldsLoads = options.foldsLoads && choice.passes.contains(.loadFolding)
        instructionLimit = options.maximumInstructionCount
        backEnd = MethodBackEnd(execution, options: options)
    }

    /// Compiles one contract under one fork's rules.
    ///
    /// Time is linear in the size of the code. No byte string makes it fail otherwise than by
    /// throwing.
    package func compile(
        _ code: Code, _ instructions: InstructionTable
    ) throws(CompileFailure) -> CompiledMethod {
        let (code, instructions) = (faults.code(code), faults.instructions(instructions))
        let table = try blocks(of: code, instructions)
        let (fragment, lowering) = try lower(code, instructions, table)
        let entries = zip(table.blocks, lowering.entries).map {
            choice.allows(code, $0) ? $1 : -1
        }
        return CompiledMethod(
            table: table, entries: entries, exits: lowering.exits,
            jumpMap: lowering.jumpMap, executor: try backEnd.executor(for: fragment))
    }

    /// The LIR of a contract, as the back end is given it; for a reader.
    ///
    /// Addresses in it may be of what is gone by now: it cannot be run.
    package func fragment(
        of code: Code, _ instructions: InstructionTable
    ) throws(CompileFailure) -> Fragment {
        let (code, instructions) = (faults.code(code), faults.instructions(instructions))
        return try lower(code, instructions, try blocks(of: code, instructions)).fragment
    }

    private func blocks(
        of code: Code, _ instructions: InstructionTable
    ) throws(CompileFailure) -> BlockTable {
        switch Self.verdict(on: code) {
        case .rejected(let reason): throw .rejected(reason, byteCount: code.count)
        case .unknown, .suitable, .failed: return BlockTable(code, instructions)
        }
    }

    /// Whether a contract is one to compile: the one place where code is judged.
    ///
    /// - Parameters:
    ///   - code: the contract.
    ///   - minimumByteCount: the length from which compiling earns anything; who has to run
    ///     compiled code has no such length.
    ///   - largestInstructionCount: see `Suitability`; whoever waits for compiled code anyway has
    ///     time for any amount, up to what the assembler takes.
    /// - Returns: that it is suitable, or why it is rejected.
    package static func verdict(
        on code: Code, minimumByteCount: Int = 0, largestInstructionCount: Int = .max
    ) -> CompileVerdict {
        Suitability.verdict(
            on: code.bytes, minimumByteCount: minimumByteCount, largestByteCount: codeLimit,
            largestInstructionCount: largestInstructionCount)
    }

    private func lower(
        _ code: Code, _ instructions: InstructionTable, _ table: BlockTable
    ) throws(CompileFailure) -> (fragment: Fragment, lowering: MethodLowering) {
        // Contracts take three to five instructions a byte; what is too much is never touched.
        let fragment = Fragment(
            kind: .method, buffer: LIRBuffer(expectedCount: 256 + code.count * 5))
        let pipeline = PassPipeline(passes: choice.passes, isValidating: Self.isValidating)
        let chain = pipeline.chain(to: fragment.buffer, faults: faults.codeGenerator)
        let lowering = MethodLowering(
            code, instructions, table: table, faults: faults,
            leavingPC: choice.leavingPC(in: code), out: chain)
        guard lowering.lower(limit: instructionLimit) else { throw .backEnd(.tooManyInstructions) }
        guard !fragment.buffer.entries.isEmpty else { throw .noEntry }
        do throws(LIRViolation) { try chain.finish() } catch { throw .violation(error) }
        return (fragment, lowering)
    }
}
