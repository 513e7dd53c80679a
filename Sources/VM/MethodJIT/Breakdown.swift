package import Codegen

/// A mistake of the compiler's own that shows by itself, before anything is compared.
///
/// No program may cause one: a contract that is not compiled for it would pass, as the interpreter
/// runs it.
package enum Breakdown: Hashable, Sendable {
    /// A contract is not compiled for a reason that is no limit.
    case compiling(CompileFailure)
    /// Compiled code came upon what cannot be.
    case running(ExecutionFailure)
    /// Compiled code returned a word that means nothing.
    case returning(UInt64)

    /// What went wrong, in a word that is the same for all that is like it.
    package var name: String {
        switch self {
        case .compiling: "compiler"
        case .running, .returning: "compiled code"
        }
    }

    /// What went wrong.
    package var text: String {
        switch self {
        case .compiling(let failure): MethodRefusal.notCompiled(failure).text
        case .running(.fault(let fault)): "emulated code broke down: \(fault)"
        case .running(let failure): "compiled code broke down: \(failure)"
        case .returning(let word): "compiled code returned \(word), which means nothing"
        }
    }
}

extension CompileFailure {
    /// Whether the compiler broke a rule; else the contract is beyond what it takes on.
    package var isBreakdown: Bool {
        switch self {
        case .violation, .backEnd(.unsupportedInstruction), .backEnd(.branchOutOfRange): true
        case .rejected, .noEntry, .backEnd(.spillFrameFull), .backEnd(.codeBufferFull),
            .backEnd(.codeRegionFull), .backEnd(.tooManyInstructions), .backEnd(.system),
            .backEnd(.processor):
            false
        }
    }
}
