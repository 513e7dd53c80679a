import Codegen

/// Turns a method's LIR into something that runs.
struct MethodBackEnd {
    private let execution: MethodExecution

    init(_ execution: MethodExecution) {
        self.execution = execution
    }

    func executor(for fragment: Fragment) throws(CompileFailure) -> any FragmentExecutor {
        switch execution {
        case .lirInterpreter: LIRInterpreter(fragment)
        case .native: throw .backEnd("no back end for this host yet")
        }
    }
}
