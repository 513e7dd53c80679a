import Codegen
import Emulation
import Foundation
import Fuzz
import Primitives
import Testing
import VM

/// The comparison is right only if it finds what is wrong: mistakes that the compiler is told to
/// make must be reported, at the head where they first show.
@Suite struct FaultTests {
    /// Runs a fault's case with a switch at every head.
    private func check(
        _ item: FaultCase, _ execution: MethodExecution, faults: Faults
    ) throws -> LockstepReport {
        let lockstep = Lockstep(MethodTier(execution, faults: faults))
        let reference = try Lockstep.reference(item.item)
        return try lockstep.compare(
            reference, .everyHead(of: reference.trail, in: .method), forcing: item.forced)
    }

    @Test func `every fault has one case`() {
        let faults = FaultCase.all.map(\.fault) + SharedFaultCase.all.map(\.fault)
        // What overflows the native stack is looked for in processes that may die of it.
        #expect(Set(faults) == Set(Fault.allCases).subtracting([.callsUseNativeStack]))
        #expect(faults.count == Fault.allCases.count - 1)
    }

    /// Real virtual machines' bugs, by the letters that faults take their names from.
    private static let bugs = [
        "A": [1, 2, 3, 4, 6, 7, 8, 10, 12, 13],
        "B": [1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 14, 15, 16, 17, 18],
        "C": [1, 2, 3, 6, 7, 8],
        "D": [1, 2, 4, 5, 6],
        "E": [1, 2, 3, 6],
        "F": [1, 4, 5, 6, 7, 8, 9, 10, 12],
        "G": [1, 3, 4, 5, 7, 8, 10, 11, 12],
        "H": [1],
    ]

    /// The names in the first column of docs/faults-left-out.md that have a reason in the last.
    private func leftOut() throws -> [String] {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = try String(contentsOfFile: "/\(root)/docs/faults-left-out.md", encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ") }
            guard cells.count == 3, cells.allSatisfy({ $0.count > 1 }) else { return nil }
            let name = cells[0].prefix { $0 != " " }
            return name.last?.isNumber == true ? "\(name)" : nil
        }
    }

    @Test func `every known bug is planted, or left out for a reason`() throws {
        let known = Self.bugs.flatMap { letter, numbers in numbers.map { "\(letter)\($0)" } }
        let planted = Fault.allCases.map(\.rawValue).filter { !$0.contains("-") }
        let leftOut = try leftOut()
        #expect(Set(planted).union(leftOut) == Set(known))
        #expect(Set(planted).isDisjoint(with: leftOut), "planted by now: strike it from the list")
        #expect(Set(leftOut).count == leftOut.count)
    }

    @Test(arguments: FaultCase.all.filter { $0.wrongAt != .death })
    func `a planted fault is reported at the first head that it makes wrong`(
        _ item: FaultCase
    ) throws {
        try checkReport(of: item, on: .native)
        if !item.isNativeOnly { try checkReport(of: item, on: .lirInterpreter) }
    }

    @Test(arguments: FaultCase.all.filter(\.isNativeOnly))
    func `a fault in how machine code is made does not show on the LIR interpreter`(
        _ item: FaultCase
    ) throws {
        let report = try check(item, .lirInterpreter, faults: [item.fault])
        #expect(report.agrees, "\(report.differences)")
    }

    @Test(arguments: FaultCase.all.filter { $0.isNativeOnly && $0.wrongAt != .death })
    func `a fault in how machine code is made shows in that for either machine`(
        _ item: FaultCase
    ) throws {
        for instructionSet in InstructionSet.allCases {
            try checkReport(of: item, on: .emulated(try Emulator(instructionSet)))
        }
    }

    /// What kills on x86-64 is a wrong quotient here.
    @Test func `a wrong dividend is a divergence on AArch64`() throws {
        let item = try #require(FaultCase.all.first { $0.fault == .divisionKeepsHighHalf })
        let execution = MethodExecution.emulated(try Emulator(.aarch64))
        #expect(try !check(item, execution, faults: [item.fault]).agrees)
        #expect(try check(item, execution, faults: []).agrees)
    }

    #if arch(x86_64)
    @Test func `a crash that compiled code is planted with ends the process`() async {
        #expect(
            FaultCase.all.filter { $0.wrongAt == .death }.map(\.fault)
                == [.mulmodIndexesLimbs, .divisionKeepsHighHalf])
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            try FaultTests.run(.mulmodIndexesLimbs, on: .native)
        }
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            try FaultTests.run(.mulmodIndexesLimbs, on: .lirInterpreter)
        }
        await #expect(processExitsWith: .signal(SIGFPE)) {
            try FaultTests.run(.divisionKeepsHighHalf, on: .native)
        }
    }
    #endif

    private static func run(_ fault: Fault, on execution: MethodExecution) throws {
        guard let item = FaultCase.all.first(where: { $0.fault == fault }) else { return }
        _ = try FaultTests().check(item, execution, faults: [fault])
    }

    private func checkReport(of item: FaultCase, on execution: MethodExecution) throws {
        let report = try check(item, execution, faults: [item.fault])
        switch item.wrongAt {
        case .head(let frame, let pc):
            let head = try #require(
                report.mismatch?.expected, "\(item.fault): \(report.differences)")
            #expect(Int(head.frame) == frame && Int(head.pc) == pc, "\(report.differences)")
        case .end(let observable):
            #expect(report.mismatch == nil)
            #expect(report.differences.map { $0.prefix { $0 != ":" } } == [observable[...]])
        case .death:
            Issue.record("the process was to die")
        }
    }

    @Test(arguments: FaultCase.all, [MethodExecution.lirInterpreter, .native])
    func `without its fault a case runs the same in both tiers`(
        _ item: FaultCase, _ execution: MethodExecution
    ) throws {
        let report = try check(item, execution, faults: [])
        #expect(report.agrees, "\(item.fault): \(report.differences)")
        #expect(report.compiledInstructions > 0)
        #expect(report.helperExitCount == item.forced.events.count)
    }

    /// The counter has no bias where no switch is due, and nothing else makes a helper leave.
    @Test(arguments: [Fault.gasIsBiased, .helperExitRepeats])
    func `without a schedule some faults do not show`(_ fault: Fault) throws {
        let item = try #require(FaultCase.all.first { $0.fault == fault })
        let lockstep = Lockstep(MethodTier(.native, faults: [fault]))
        let reference = try Lockstep.reference(item.item)
        #expect(try lockstep.compare(reference, .none).agrees)
    }

    @Test func `a tier's faults are its own`() throws {
        let item = FaultCase.all[0]
        #expect(try !check(item, .native, faults: [item.fault]).agrees)
        #expect(try check(item, .native, faults: []).agrees)
    }

    /// An exit out of a block that was charged too little gives back what was never taken.
    @Test func `code that is left with more gas than it was entered with counts for nothing`()
        throws
    {
        let logs = String(repeating: "DUP1 DUP1 DUP1 DUP1 DUP1 DUP1 LOG4 ", count: 35)
        // Memory costs some 100,000 before a; the block there would cost 67,000 more.
        let call = "0 0 0 0 0 0xbbb 0 CALL POP "
        var item = LockstepCase(
            .osaka,
            code: assemble(
                "0 204800 MLOAD POP " + call + "a: 0 CALLDATALOAD MLOAD POP " + logs))
        item.data = [UInt8](repeating: 1, count: 32)
        item.gas = 140_000
        let reference = try Lockstep.reference(item)
        let lockstep = Lockstep(MethodTier(.native, faults: [.blockGasOverflows]))
        let report = try lockstep.compare(reference, .none)
        #expect(report.compiledInstructions <= reference.trail.instructions)
    }

    /// Programs that are to find a fault: what is not found takes them all.
    #if DEBUG
    private static let programs = 20
    #else
    private static let programs = 50
    #endif

    @Test func `random programs find most faults`() throws {
        var cases = LockstepCaseGenerator(seed: 1)
        let references = try (0..<Self.programs).map { index in
            try Lockstep.reference(cases.program(Fork.allCases[index % Fork.allCases.count]))
        }
        var found: [Fault] = []
        for fault in Fault.allCases where !fault.mayCrash && !Fault.shared.contains(fault) {
            let lockstep = Lockstep(MethodTier(.native, faults: [fault]))
            let first = try references.firstIndex {
                try !lockstep.compare($0, .everyHead(of: $0.trail, in: .method)).agrees
            }
            if first != nil { found.append(fault) }
            print("fault \(fault.rawValue):", first.map { "case \($0 + 1)" } ?? "not found")
        }
        #expect(found.count >= 23, "of \(Fault.allCases.count)")
    }
}
