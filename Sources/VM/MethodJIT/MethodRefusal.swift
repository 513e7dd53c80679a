/// Why compiled code did not execute what it was asked to.
package enum MethodRefusal: Hashable, Sendable {
    /// The contract has no compiled code.
    case notCompiled(CompileFailure)
    /// The place is no head at which code can be entered: the frame ends there at once.
    case noEntry
    /// Gas or stack do not suffice for the block: the interpreter finds out where it fails.
    case blockFails

    /// The reason in words.
    package var text: String {
        switch self {
        case .notCompiled(.rejected(let reason, let count)):
            "code of \(count) bytes is not compiled: \(reason.rawValue)"
        case .notCompiled(.noEntry): "code that ends at once"
        case .notCompiled(.violation(let violation)): "the compiler broke a rule: \(violation)"
        case .notCompiled(.backEnd(let error)): "the back end gave up: \(error)"
        case .noEntry: "a frame that ends at once"
        case .blockFails: "a block for which gas or stack do not suffice"
        }
    }
}
