package import Primitives
package import VM

/// Makes random programs that mostly run: operands are there, jumps land, loops end.
///
/// Straight code of every family, counted loops hot enough to matter, branches both ways, calls to
/// self and to known accounts, creates, memory at small and at absurd offsets, gas at the edge.
/// One program is a pure function of the generator's state.
package struct ProgramGenerator {
    /// Rules that the program runs under; opcodes of later forks appear rarely, as undefined bytes.
    package let fork: Fork
    /// Instructions after which no new part is begun.
    package var sizeLimit = 64
    /// Accounts that calls go to, besides the program's own address and the precompiles.
    package var callees: [Address] = []
    package var features = ProgramFeatures.all
    /// Whether operands reach every limb; small and uniformly random ones where not.
    package var usesLimbs = true

    package init(fork: Fork) {
        self.fork = fork
    }

    /// A program, and call data that it reads operands from.
    package struct Program {
        package var code: [UInt8]
        package var data: [UInt8]
    }

    /// Makes one program.
    package func program(using generator: inout SeededGenerator) -> Program {
        var program = ProgramWriter(self, generator.split())
        for _ in 0..<program.generator.below(4) { program.pushOperand() }
        while program.code.instructionCount < sizeLimit { program.writePart() }
        program.writeEnd()
        return program.finish()
    }

    /// Makes one part, to be put anywhere into a program.
    package func part(using generator: inout SeededGenerator) -> [UInt8] {
        var program = ProgramWriter(self, generator.split())
        program.writePart()
        return program.finish().code
    }
}
