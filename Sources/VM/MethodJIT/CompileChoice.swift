package import Codegen
package import Primitives

/// Which parts of methods are compiled, and by which passes: for whoever looks for the part that
/// is wrong.
package struct CompileChoice: Hashable, Sendable {
    /// A head of some code.
    package struct Place: Hashable, Sendable {
        package var codeHash: Word256
        package var pc: Int

        package init(codeHash: Word256, pc: Int) {
            self.codeHash = codeHash
            self.pc = pc
        }
    }

    /// The heads at which compiled code is entered; nil for all.
    ///
    /// Runs that leave it at every head then run no other block compiled.
    package var heads: Set<Place>?
    /// The instruction before which compiled code leaves for good: the interpreter executes it and
    /// what stands behind it in its block.
    package var leaving: Place?
    /// The passes that a method's LIR goes through.
    package var passes = CompileChoice.methodPasses

    /// The passes that earn in methods what they cost there.
    ///
    /// A head ends what is known, so a block seldom asks twice. In 29 contracts of 216,853 bytes
    /// the other passes find no guard that could go and 125 stores of 153,165, and compiling takes
    /// 0.9 % (conditions), 4 % (guards) and 6 % (dead-stores) more instructions.
    package static let methodPasses: Set<LIRPass> = [
        .expression, .commonSubexpression, .carry, .loadFolding,
    ]

    /// Everything, as in use.
    package static let all = CompileChoice()

    package init() {}

    func leavingPC(in code: Code) -> Int? {
        leaving.flatMap { $0.codeHash == code.hash ? $0.pc : nil }
    }

    func allows(_ code: Code, _ block: Block) -> Bool {
        heads?.contains(Place(codeHash: code.hash, pc: block.startPC)) ?? true
    }
}
