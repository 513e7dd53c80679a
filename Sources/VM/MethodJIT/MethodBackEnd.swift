import Codegen
import Primitives

/// Turns a method's LIR into something that runs.
///
/// Machine code of all methods lies in one region, and all run with one record: one thread uses a
/// back end and what it made.
struct MethodBackEnd {
    /// What machine code needs that is not part of a method.
    private struct Native {
        let region: CodeRegion
        let record: NativeRecord
        let options: AssemblerOptions
    }

    /// Nil where methods run on the LIR interpreter.
    private let native: Native?

    /// Where methods run: the LIR interpreter where the host has no back end, or no room for code.
    var execution: MethodExecution { native == nil ? .lirInterpreter : .native }

    init(_ execution: MethodExecution, options: AssemblerOptions) {
        switch execution {
        case .lirInterpreter: native = nil
        case .native: native = Self.makeNative(options)
        }
    }

    private static func makeNative(_ options: AssemblerOptions) -> Native? {
        #if arch(x86_64)
        guard let region = try? CodeRegion(byteCount: options.codeRegionByteCount) else {
            return nil
        }
        return Native(region: region, record: NativeRecord(), options: options)
        #else
        return nil
        #endif
    }

    func executor(for fragment: Fragment) throws(CompileFailure) -> MethodExecutor {
        guard let native else { return .interpreted(LIRInterpreter(fragment)) }
        #if arch(x86_64)
        do throws(AssemblyError) {
            // Contracts take about five bytes an instruction; what is too much is never touched.
            let backEnd = X64Backend.host(
                maximumByteCount: native.options.maximumCodeByteCount,
                expectedByteCount: fragment.buffer.count * 6, faults: native.options.faults)
            let code = try Assembler.assemble(
                fragment, backend: backEnd, into: native.region, options: native.options)
            return .native(code, native.record)
        } catch {
            throw .backEnd(error)
        }
        #else
        return .interpreted(LIRInterpreter(fragment))
        #endif
    }
}

/// The memory through which machine code and its caller exchange registers.
final class NativeRecord {
    let record = ExecutionRecord()
}

/// What runs a method.
///
/// A closed choice in place of `any FragmentExecutor`: it is entered at every start of a frame and
/// behind every call.
enum MethodExecutor {
    case native(CompiledFragment, NativeRecord)
    case interpreted(LIRInterpreter)

    /// The fragment in machine code; nil on the LIR interpreter.
    var code: CompiledFragment? {
        switch self {
        case .native(let code, _): code
        case .interpreted: nil
        }
    }

    func run(entry: Int, state: inout StateRegisters) -> ExecutionOutcome {
        switch self {
        case .native(let code, let memory):
            return code.run(entry: entry, state: &state, record: memory.record)
        case .interpreted(let interpreter):
            let result = interpreter.run(entry: entry, state: state)
            state = result.state
            return result.outcome
        }
    }

    /// Calls `body` with each slot of the exit that the last run took.
    func forEachRestoredSlot(of exit: LIRExit, _ body: (Int32, SlotLimbs) -> Void) {
        switch self {
        case .native(let code, let memory):
            code.forEachRestoredSlot(of: exit, in: memory.record, body)
        case .interpreted(let interpreter):
            for slot in interpreter.restoredSlots { body(slot.index, slot.limbs) }
        }
    }
}
