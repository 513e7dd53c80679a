package import Codegen
import Primitives
import Synchronization

/// A processor of either instruction set, emulated by Unicorn in this process.
///
/// Making one takes over a millisecond, and what it translated is kept as long as the code lives:
/// one serves all that a thread runs.
package final class Emulator: Processor {
    /// Code that is gone, on whatever thread; the engine hears of it before it does anything else.
    private enum Farewell {
        case code(Range<UInt>, region: UInt)
        case region(UInt)
    }

    package let instructionSet: InstructionSet
    private let engine: Mutex<Engine>
    private let farewells = Mutex<[Farewell]>([])

    /// - Parameters:
    ///   - instructionSet: whose code it runs.
    ///   - translationLimit: bytes that translations may take, about, before all are dropped:
    ///     Unicorn frees none, and breaks down when a gibibyte is full.
    /// - Throws: what the emulator or the system refused.
    package init(
        _ instructionSet: InstructionSet, translationLimit: Int = 512 << 20
    ) throws(EmulatorFailure) {
        self.instructionSet = instructionSet
        let machine = EmulatedMachine(instructionSet)
        engine = Mutex(try Engine(machine, translationLimit: translationLimit))
    }

    /// Stretches of code that were translated since all translations were last dropped, and how
    /// often they were.
    package var translations: (count: Int, renewals: Int) {
        engine.withLock { ($0.translationCount, $0.renewalCount) }
    }

    // MARK: Code

    package func callAddress(of function: UInt) throws(AssemblyError) -> UInt {
        try locked { engine throws(EmulatorFailure) in try engine.returns.address(of: function) }
    }

    package func load(_ code: Range<UInt>, of region: Range<UInt>) throws(AssemblyError) {
        try locked { engine throws(EmulatorFailure) in try engine.load(code, of: region) }
    }

    package func unload(_ code: Range<UInt>, of region: Range<UInt>) {
        farewells.withLock { $0.append(.code(code, region: region.lowerBound)) }
    }

    package func close(_ region: Range<UInt>) {
        farewells.withLock { $0.append(.region(region.lowerBound)) }
    }

    /// Uses the engine, which must not be running: code is made and patched between runs.
    private func locked<Answer: Sendable>(
        _ body: (Engine) throws(EmulatorFailure) -> Answer
    ) throws(AssemblyError) -> Answer {
        do throws(EmulatorFailure) {
            let answer = try engine.withLockIfAvailable { engine throws(EmulatorFailure) in
                takeLeave(engine)
                return try body(engine)
            }
            if let answer { return answer }
        } catch {
            throw .processor(error.description)
        }
        throw .processor("code cannot be changed while it runs")
    }

    private func takeLeave(_ engine: Engine) {
        let gone = farewells.withLock { farewells in
            defer { if !farewells.isEmpty { farewells.removeAll(keepingCapacity: true) } }
            return farewells
        }
        for farewell in gone {
            switch farewell {
            case .code(let code, let region): engine.unload(code, region: region)
            case .region(let region): engine.close(region)
            }
        }
    }

    // MARK: Running

    package var seconds: Double { engine.withLock { $0.time } / .seconds(1) }

    package func call(_ function: UInt, _ argument: UInt) throws(ProcessorFault) -> UInt64 {
        let result = try engine.withLockIfAvailable { engine throws(ProcessorFault) in
            let start = ContinuousClock.now
            defer { engine.time += ContinuousClock.now - start }
            takeLeave(engine)
            return try engine.call(function, argument)
        }
        guard let result else { throw ProcessorFault(.busy, pc: UInt64(function)) }
        return result
    }
}

/// Why there is no emulator, or it did not take what it was given.
package struct EmulatorFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
