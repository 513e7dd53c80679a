import Codegen
import VM

/// Machine code that proves itself: a long chain of arithmetic, which no half-written, mixed-up or
/// freed code would get right.
final class StubCode: Sendable {
    let number: Int
    private let code: CompiledFragment

    private static let rounds = 0..<40 as Range<UInt64>
    private static let factor: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// `pause` is called in the middle of a run, with the run's second argument.
    init(
        _ number: Int, in region: CodeRegion,
        pause: (@convention(c) (UInt64) -> UInt64)? = nil
    ) throws {
        self.number = number
        let buffer = LIRBuffer()
        let writer = PassPipeline(passes: [], isValidating: true).chain(to: buffer)
        _ = writer.entry()
        var value = writer.state(0)
        for round in Self.rounds {
            let step = writer.immediate(Self.step(number, round))
            value = writer.add(writer.mul(value, writer.immediate(Self.factor)), step)
            if let pause, round == 20 {
                let descriptor = CallDescriptor(
                    name: "pause",
                    address: UInt(bitPattern: unsafeBitCast(pause, to: UnsafeRawPointer.self)),
                    argumentCount: 1, callClass: .noexit)
                value = writer.add(value, writer.call(descriptor, [writer.state(1)]))
            }
        }
        writer.ret(value)
        try writer.finish()
        code = try Assembler.assemble(Fragment(buffer: buffer), into: region)
    }

    var byteCount: Int { code.codeByteCount }

    private static func step(_ number: Int, _ round: UInt64) -> UInt64 {
        (UInt64(number) << 32 | round) &* factor
    }

    /// Runs the code, and says whether it computed what this does in Swift; `pause` is handed the
    /// second argument, and is to return 0.
    func isRight(_ argument: UInt64, _ second: UInt64 = 0, _ record: borrowing ExecutionRecord)
        -> Bool
    {
        var expected = argument
        for round in Self.rounds { expected = expected &* Self.factor &+ Self.step(number, round) }
        var state: StateRegisters = (argument, second, 0)
        return code.run(entry: 0, state: &state, record: record) == .returned(expected)
    }
}
