import Conformance
import Fuzz
import Primitives
import Testing
import VM

/// What programs are made of.
@Suite struct GeneratorTests {
    /// The bytes at which an instruction begins.
    private func instructions(_ code: [UInt8]) -> Set<UInt8> {
        var (found, pc) = (Set<UInt8>(), 0)
        while pc < code.count {
            found.insert(code[pc])
            pc += 1 + (OpcodeTable.byByte[Int(code[pc])]?.immediate ?? 0)
        }
        return found
    }

    @Test(arguments: Fork.allCases)
    func `every instruction of every fork is generated`(_ fork: Fork) {
        var generator = SeededGenerator(seed: 1)
        var programs = ProgramGenerator(fork: fork)
        // Undefined bytes would pass for any instruction.
        programs.features.features.remove(.rarities)
        var missing = Set(
            OpcodeTable.rows.filter { $0.since <= fork }.map(\.opcode.rawValue))
        for _ in 0..<2_000 where !missing.isEmpty {
            missing.subtract(instructions(programs.program(using: &generator).code))
        }
        #expect(missing.isEmpty, "\(missing.compactMap(Opcode.init(rawValue:)))")
    }

    @Test(arguments: OpcodeTable.rows.map(\.opcode))
    func `a family's generator writes each of its instructions`(_ opcode: Opcode) throws {
        let row = try #require(OpcodeTable.byByte[Int(opcode.rawValue)])
        var programs = ProgramGenerator(fork: .bpo2)
        programs.sizeLimit = 1
        programs.features.families = [row.family]
        programs.features.features = []
        var generator = SeededGenerator(seed: 2)
        let isWritten = (0..<4_000).contains { _ in
            instructions(programs.part(using: &generator)).contains(opcode.rawValue)
        }
        #expect(isWritten)
    }

    @Test func `made-up code mostly runs to an end that it was written with`() throws {
        var source = CaseSource(seed: 5)
        let runner = try DifferentialRunner()
        var (normal, all) = (0, 0)
        for _ in 0..<400 {
            for result in try runner.record(source.next()).outcome.results {
                guard let halt = result.halt else { continue }
                all += 1
                if halt.isSuccess || halt == .revert { normal += 1 }
            }
        }
        #expect(normal * 2 > all, "\(normal) of \(all)")
    }

    @Test func `all kinds of cases are made up`() {
        var source = CaseSource(seed: 3)
        var kinds: Set<Transaction.Kind> = []
        var (messages, forks, everyHead, switches, exits) = (0, Set<Fork>(), 0, 0, 0)
        for _ in 0..<2_000 {
            let item = source.next()
            forks.insert(item.fork)
            switch item.body {
            case .message: messages += 1
            case .transactions(let items): kinds.formUnion(items.map(\.transaction.kind))
            }
            everyHead += item.schedule.isEveryHead ? 1 : 0
            switches += item.schedule.switches.isEmpty ? 0 : 1
            exits += item.schedule.helperExits.isEmpty ? 0 : 1
        }
        #expect(kinds == Set(Transaction.Kind.allCases))
        #expect(forks == Set(Fork.allCases))
        #expect(min(messages, everyHead, switches, exits) > 100)
    }

    @Test func `options leave out what they say`() {
        var options = FuzzOptions()
        options.without = [.schedules]
        options.forks = [.london, .osaka]
        var source = CaseSource(options, seed: 4)
        for _ in 0..<200 {
            let item = source.next()
            #expect(item.schedule == .none)
            #expect(options.forks.contains(item.fork))
        }
    }
}
