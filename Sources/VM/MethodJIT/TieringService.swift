package import Codegen
import Primitives
import Synchronization

/// What machines share that run code by one profile: the scheduler, and what it compiles with.
///
/// Machines of several threads share one that compiles in the background. Any other is one thread's
/// own, as it keeps the methods that this thread compiled.
package final class TieringService: Sendable {
    package typealias Scheduler = JITScheduler<Code, CompiledMethod>

    package let scheduler: Scheduler
    /// Names how its code is made, within this process: what services make otherwise is other code.
    package let generation: UInt64
    /// Whether cases are to find nothing of earlier ones.
    var forgetsCases: Bool { library != nil }
    /// Where methods run: the LIR interpreter on hosts without a back end, whatever was asked for.
    package let execution: MethodExecution

    private let breakdown: BreakdownNote
    /// What was compiled on the thread that asks, over all cases; nil in the background.
    private let library: MethodLibrary?

    /// - Parameters:
    ///   - configuration: every knob.
    ///   - execution: where methods are to run, if the host can; in the background `native` alone,
    ///     as all else belongs to one thread.
    ///   - options: how machine code is made.
    ///   - faults: mistakes to make in all that is compiled; none but to prove a comparison.
    ///   - choice: what is compiled, and by which passes.
    /// - Throws: the first knob that cannot be as it is.
    package init(
        _ configuration: TieringConfiguration, execution: MethodExecution = .native,
        options: AssemblerOptions = AssemblerOptions(), faults: Faults = [],
        choice: CompileChoice = .all
    ) throws(TieringConfigurationError) {
        let compiler = MethodCompiler(
            execution, options: options.holding(configuration), faults: faults, choice: choice)
        let library =
            configuration.compilation == .background ? nil : MethodLibrary(compiler)
        let note = BreakdownNote()
        scheduler = try Scheduler(configuration) { code in
            MethodCompiler.verdict(
                on: code, minimumByteCount: configuration.minimumByteCount,
                largestInstructionCount: Suitability.affordableInstructionCount)
        } compile: { key, code in
            do throws(CompileFailure) {
                let method =
                    if let library {
                        try library.method(for: code, in: key.fork)
                    } else {
                        try compiler.compile(code, InstructionTable.table(for: key.fork))
                    }
                return .compiled(method, byteCount: method.byteCount)
            } catch {
                if error.isBreakdown { note.note(.compiling(error)) }
                return .failed(MethodRefusal.notCompiled(error).text)
            }
        }
        self.execution = compiler.execution
        var hasher = Hasher()
        hasher.combine(options)
        hasher.combine(faults)
        hasher.combine(choice)
        generation = UInt64(bitPattern: Int64(hasher.finalize()))
        breakdown = note
        self.library = library
    }

    /// What compiling took so far.
    var effort: CompileEffort {
        if let library { return library.effort }
        let statistics = scheduler.statistics
        var effort = CompileEffort()
        effort.count = statistics.compiled
        effort.byteCount = statistics.byteCodeBytes
        effort.machineCodeByteCount = statistics.machineCodeBytes
        effort.seconds = statistics.compileTimes.seconds
        return effort
    }

    /// Hands out what broke while compiling, and forgets it.
    func takeBreakdown() -> Breakdown? { breakdown.take() }
}

/// The first mistake of the compiler's own, on whatever thread it was made.
private final class BreakdownNote: Sendable {
    private let first = Mutex<Breakdown?>(nil)

    func note(_ breakdown: Breakdown) {
        first.withLock { $0 = $0 ?? breakdown }
    }

    func take() -> Breakdown? {
        first.withLock { first in
            defer { first = nil }
            return first
        }
    }
}

extension AssemblerOptions {
    /// With room for a full cache, and for as much again that is dropped and still runs.
    fileprivate func holding(_ configuration: TieringConfiguration) -> AssemblerOptions {
        var options = self
        options.codeRegionByteCount = max(
            codeRegionByteCount, 2 * configuration.cacheByteCount + (1 << 20))
        return options
    }
}
