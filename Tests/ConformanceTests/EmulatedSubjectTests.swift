import Codegen
import Conformance
import Emulation
import TestSupport
import Testing
import VM

/// Subjects whose code runs on a processor that this machine is not.
@Suite struct EmulatedSubjectTests {
    init() { Emulators.handIn { try Emulator($0) } }

    /// Either instruction set, emulated whatever the host is.
    static let names = InstructionSet.allCases.map {
        SubjectName(tier: .method, execution: .emulated($0))
    }

    @Test(arguments: names)
    func `a name says what is emulated, and is read back`(_ name: SubjectName) throws {
        #expect(try SubjectName(parsing: name.text) == name)
        guard case .emulated(let set) = name.execution else { return }
        #expect(name.architecture == set.rawValue)
        #expect(try SubjectName(parsing: "method@\(set):emulated") == name)
        let plain = try SubjectName(parsing: "method@\(set)")
        #expect(plain.execution == (set == .host ? .native : name.execution))
        #expect(plain.architecture == set.rawValue)
        #expect(throws: SubjectNameError.self) { try SubjectName(parsing: "interpreter@\(set)") }
    }

    #if DEBUG
    static let folders = ["arithmetic", "tiers/nested.yaml", "tiers/exits.yaml"]
    #else
    static let folders = [
        "arithmetic", "control-flow", "environment", "log", "memory", "programs", "storage",
        "system", "tiers/nested.yaml", "tiers/exits.yaml",
    ]
    #endif

    @Test(arguments: names, folders)
    func `emulated code agrees with the interpreter at every head`(
        _ name: SubjectName, _ folder: String
    ) throws {
        let runner = try CaseRunner(
            subjects: ["interpreter", name.text], schedule: "every-head", seed: 1)
        let cases = try Suites(Project.path("spec-fixtures/\(folder)")).cases
        #expect(!cases.isEmpty)
        for item in cases {
            let result = runner.run(item)
            #expect(result.verdict == .pass, "\(item.name): \(result.explanation)")
        }
    }

    private static let sum = """
        suite: s
        cases:
          - {name: sum, code: PUSH 1 PUSH 2 ADD, gas: 100, fork: Osaka, tiers: [method], expect: {stack: [3]}}
        """

    @Test(arguments: names)
    func `a run tells how long the emulator took`(_ name: SubjectName) throws {
        let item = try #require(Loaded.suite(Self.sum).cases.first)
        var configuration = RunConfiguration()
        configuration.subjects = [name]
        let evaluator = try CaseEvaluator(configuration)
        #expect(evaluator.evaluate(item).verdict == .pass)
        let statistics = evaluator.takeStatistics()
        let entry = try #require(statistics.subjects[name])
        #expect(entry.emulatedSeconds > 0)
        #expect(statistics.subjects[.interpreter]?.emulatedSeconds == 0)
    }

    /// A processor on which nothing comes to an end that is any good.
    private final class BrokenProcessor: Processor {
        let instructionSet = InstructionSet.aarch64
        let seconds = 0.0

        func callAddress(of function: UInt) -> UInt { function }
        func load(_ code: Range<UInt>, of region: Range<UInt>) {}
        func unload(_ code: Range<UInt>, of region: Range<UInt>) {}
        func close(_ region: Range<UInt>) {}
        func call(_ function: UInt, _ argument: UInt) throws(ProcessorFault) -> UInt64 {
            throw ProcessorFault(.undefinedInstruction, pc: UInt64(function) + 8)
        }
    }

    @Test func `a fault in emulated code is a finding of its own, told with its place`() throws {
        let item = try #require(Loaded.suite(Self.sum).cases.first)
        let tier = MethodTier(.emulated(BrokenProcessor()))
        guard case .message(let message) = item.body else { return }
        let machine = VirtualMachine(
            world: item.world.makeWorld(), block: item.block, fork: item.fork,
            arenas: try MachineArenas())
        machine.machine.pointee.world.beginTransaction(fork: item.fork)
        machine.machine.pointee.compiledTier = tier
        machine.machine.pointee.heads = HeadWatch(tier: .method)
        let result = machine.run(message.message)
        // No status of the EVM's: the run is worthless.
        guard case .resourceLimit = result.outcome else {
            Issue.record("\(result.outcome)")
            return
        }
        let breakdown = try #require(tier.runner.takeBreakdown())
        #expect(breakdown.name == "compiled code")
        #expect(breakdown.text.contains("an undefined instruction (at offset 0x8, pc 0x"))
    }

    #if os(Linux)
    @Test func `a library without an emulator says what to do`() async {
        await #expect(processExitsWith: .success) {
            let name = SubjectName(tier: .method, execution: .emulated(.x64))
            do throws(SubjectFailure) {
                _ = try MachineSubject(name)
                Issue.record("there is an emulator")
            } catch {
                #expect(error.description.contains("\(name) needs an emulator"))
                #expect(error.description.contains("synchromesh"))
            }
        }
    }
    #endif
}
