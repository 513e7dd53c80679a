import Codegen
import Primitives

/// Turns a method's LIR into something that runs.
///
/// Machine code of all methods lies in one region; any thread may make some.
struct MethodBackEnd: Sendable {
    /// What machine code needs that is not part of a method.
    private struct Machine: Sendable {
        let region: CodeRegion
        let options: AssemblerOptions
    }

    /// Nil where methods run on the LIR interpreter.
    private let machine: Machine?

    /// Where methods run: the LIR interpreter where the host has no back end, or no room for code.
    let execution: MethodExecution

    init(_ wanted: MethodExecution, options: AssemblerOptions) {
        machine = Self.makeMachine(wanted, options)
        execution = machine == nil ? .lirInterpreter : wanted
    }

    private static func makeMachine(
        _ execution: MethodExecution, _ options: AssemblerOptions
    ) -> Machine? {
        let processor: (any Processor)?
        switch execution {
        case .lirInterpreter: return nil
        case .native where InstructionSet.host == nil: return nil
        case .native: processor = nil
        case .emulated(let emulated): processor = emulated
        }
        let size = options.codeRegionByteCount
        guard let region = try? CodeRegion(byteCount: size, for: processor) else { return nil }
        return Machine(region: region, options: options)
    }

    func executor(for fragment: Fragment) throws(CompileFailure) -> MethodExecutor {
        guard let machine else { return .interpreted(LIRInterpreter(fragment)) }
        do throws(AssemblyError) {
            let code = try Assembler.assemble(
                fragment, into: machine.region, options: machine.options)
            return .compiled(code)
        } catch {
            throw .backEnd(error)
        }
    }
}

/// What runs a method.
///
/// A closed choice in place of `any FragmentExecutor`: it is entered at every start of a frame and
/// behind every call.
enum MethodExecutor {
    case compiled(CompiledFragment)
    case interpreted(LIRInterpreter)

    /// The fragment in machine code; nil on the LIR interpreter.
    var code: CompiledFragment? {
        switch self {
        case .compiled(let code): code
        case .interpreted: nil
        }
    }

    func run(
        entry: Int, state: inout StateRegisters, record: borrowing ExecutionRecord
    ) -> ExecutionOutcome {
        switch self {
        case .compiled(let code):
            return code.run(entry: entry, state: &state, record: record)
        case .interpreted(let interpreter):
            let result = interpreter.run(entry: entry, state: state)
            state = result.state
            return result.outcome
        }
    }

    /// Calls `body` with each slot of the exit that the last run with the record took.
    func forEachRestoredSlot(
        of exit: LIRExit, in record: borrowing ExecutionRecord, _ body: (Int32, SlotLimbs) -> Void
    ) {
        switch self {
        case .compiled(let code):
            code.forEachRestoredSlot(of: exit, in: record, body)
        case .interpreted(let interpreter):
            for slot in interpreter.restoredSlots { body(slot.index, slot.limbs) }
        }
    }
}
