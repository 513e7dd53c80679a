import Conformance
import VM

/// Drops whole accounts' code, then blocks of it.
struct CodeBlockReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        for site in reduction.item.codeSites {
            if try reduction.attempt({ $0.setCode([], at: site) }) { continue }
            let code = EditableCode(reduction.item.code(at: site), mendsTargets: true)
            try ListReduction.drop(from: code.blocks) { blocks throws(SubjectFailure) in
                try reduction.attempt(blocks.flatMap { $0 }, at: site)
            }
        }
    }
}

extension Reduction {
    /// Tries shorter code at a place, its schedule moved along.
    ///
    /// - Parameters:
    ///   - instructions: what is left of the code, from `EditableCode`.
    ///   - site: whose code it is.
    /// - Returns: whether it was taken.
    /// - Throws: that a case could not be run at all.
    func attempt(
        _ instructions: [EditableCode.Instruction], at site: CodeSite
    ) throws(SubjectFailure) -> Bool {
        var code = EditableCode([], mendsTargets: true)
        code.instructions = instructions
        guard let bytes = code.bytes, bytes.count < item.code(at: site).count else { return false }
        var candidate = item
        candidate.setCode(bytes, at: site)
        if try attemptMoved(candidate) { return true }
        // What looks like a jump's target may be a number.
        for index in code.instructions.indices { code.instructions[index].target = nil }
        guard let plain = code.bytes, plain != bytes else { return false }
        candidate.setCode(plain, at: site)
        return try attemptMoved(candidate)
    }
}
