import Codegen
import Conformance
import Disassembly
import Primitives
import VM

/// What a contract becomes on its way to machine code, as text.
enum MethodListings {
    static func listings(
        of block: BlockPlace, _ bench: Bench, _ faults: Faults
    ) -> [Explanation.Listing] {
        let table = InstructionTable.table(for: bench.item.fork)
        var bare = CompileChoice()
        bare.passes = []
        let options = bench.item.directives.conditions.assemblerOptions
        var listings = [
            Explanation.Listing(
                title: "Byte code of the block at pc \(block.startPC), frame \(block.frame)",
                lines: block.lines.map { "\(Self.pad("\($0.pc)", 6))  \($0.text)" })
        ]
        guard bench.name.compiles else { return listings }
        for (title, choice) in [("LIR as lowered", bare), ("LIR behind the passes", .all)] {
            let compiler = MethodCompiler(
                .lirInterpreter, options: options, faults: faults, choice: choice)
            guard let fragment = try? compiler.fragment(of: block.code, table) else { continue }
            let text = LIRPrinter.text(of: fragment)
            listings.append(
                Explanation.Listing(
                    title: title, lines: text.split(separator: "\n").map(String.init)))
        }
        // On the LIR interpreter there is no machine code: the host's is shown.
        let execution = bench.name.execution == .lir ? nil : try? bench.name.methodExecution()
        let compiler = MethodCompiler(
            execution ?? .native, options: options, faults: faults)
        if let method = try? compiler.compile(block.code, table) {
            if let code = method.code {
                listings.append(
                    Explanation.Listing(
                        title: "\(code.instructionSet)", lines: disassembly(of: code)))
            }
            listings.append(Explanation.Listing(title: "Side exits", lines: method.exitLines))
        }
        return listings
    }

    private static func disassembly(of code: CompiledFragment) -> [String] {
        switch code.instructionSet {
        case .x64: X64Disassembler()?.lines(code.bytes) ?? []
        case .aarch64: A64Disassembler()?.lines(code.bytes) ?? []
        }
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
