import Codegen
import Testing

/// One fragment's code on a machine, with the interpreter to compare it with.
final class CompiledSubject {
    let target: CodegenTarget
    let fragment: Fragment
    let region: CodeRegion
    let compiled: CompiledFragment

    init(
        _ target: CodegenTarget, _ options: AssemblerOptions = AssemblerOptions(),
        regionByteCount: Int = 1 << 20, _ body: (any LIRWriter) -> Void
    ) throws {
        self.target = target
        fragment = try CompiledSubject.fragment(body)
        region = try target.region(byteCount: regionByteCount)
        compiled = try target.assemble(fragment, into: region, options: options)
    }

    /// The instructions from an entry on.
    func lines(entry: Int = 0, count: Int) throws -> [String] {
        let code = Array(compiled.bytes.dropFirst(compiled.offset(ofEntry: entry)))
        return Array(try #require(target.lines(code)).prefix(count))
    }

    /// The result of both executors, if they agree.
    func run(entry: Int = 0, state: StateRegisters = (0, 0, 0)) throws -> ExecutionResult {
        let interpreter = LIRInterpreter(fragment)
        let machine = NativeExecutor(compiled)
        let expected = interpreter.run(entry: entry, state: state)
        let found = machine.run(entry: entry, state: state)
        try #require(expected.outcome == found.outcome)
        try #require(expected.state == found.state)
        try #require(interpreter.restoredSlots == machine.restoredSlots)
        return found
    }

    static func fragment(_ body: (any LIRWriter) -> Void) throws -> Fragment {
        let buffer = LIRBuffer()
        let writer = PassPipeline(passes: [], isValidating: true).chain(to: buffer)
        body(writer)
        try writer.finish()
        return Fragment(buffer: buffer)
    }

    /// Four selections by one comparison.
    static func selectLimbs(_ writer: any LIRWriter) {
        writer.entry()
        let base = writer.state(0)
        let words = (0..<8 as Range<Int32>).map {
            writer.load(base, 8 * $0, access: memory)
        }
        let condition = writer.ltu(writer.state(1), writer.state(2))
        let chosen = (0..<4).map { writer.cmov(condition, words[$0], words[$0 + 4]) }
        for (limb, word) in chosen.enumerated() {
            writer.store(word, base, Int32(64 + 8 * limb), access: memory)
        }
        writer.ret(writer.immediate(0))
    }

    /// Memory that nothing else in these tests touches.
    static let memory = AccessSet(aliasClass: 0)
}
