package import Codegen

/// The method tier of one thread's machines: compiles code when it first runs and executes it.
package final class MethodTier: MethodRunningTier {
    package let runner = MethodRunner()
    private let library: MethodLibrary
    /// How a run of a contract ends that has no compiled code.
    private let rejection: RunEnd

    /// - Parameters:
    ///   - execution: where methods are to run, if the host can.
    ///   - options: how machine code is made.
    ///   - faults: mistakes to make in all that is compiled; none but to prove a comparison.
    ///   - choice: what is compiled, and by which passes.
    ///   - capacity: how many contracts are kept compiled.
    package init(
        _ execution: MethodExecution, options: AssemblerOptions = AssemblerOptions(),
        faults: Faults = [], choice: CompileChoice = .all, capacity: Int = 4096
    ) {
        library = MethodLibrary(
            MethodCompiler(execution, options: options, faults: faults, choice: choice),
            capacity: capacity)
        rejection = faults.contains(.rejectionIsFinal) ? .resourceLimit : .exitToInterpreter
    }

    package var effort: CompileEffort { library.effort }

    /// Where methods run: the LIR interpreter on hosts without a back end, whatever was asked for.
    package var executionUsed: MethodExecution { library.execution }

    package func run(_ frame: FramePointer) -> RunEnd {
        do throws(CompileFailure) {
            let method = try library.method(
                for: frame.pointee.codeObject, in: frame.pointee.machine.pointee.fork)
            return runner.run(frame, method)
        } catch {
            runner.note(error)
            return rejection
        }
    }

    /// A code's method under one fork's rules, compiled when it is first asked for.
    ///
    /// - Throws: why there is none.
    package func method(
        for code: Code, in fork: Fork
    ) throws(CompileFailure) -> CompiledMethod {
        try library.method(for: code, in: fork)
    }
}
