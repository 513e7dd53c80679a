import Codegen
import Conformance
import Testing
import VM

/// The names of tiered subjects, whose options are part of them.
@Suite struct SubjectNameTests {
    @Test(arguments: [
        "tiered", "tiered,calls=0,gas=0", "tiered@lir,compile=failing,cache=64k",
        "tiered,compile=background,threads=2",
    ])
    func `a canonical name is read back`(text: String) throws {
        let name = try SubjectName(parsing: text)
        #expect(name.text == text)
        #expect(name.tier == .tiered)
        #expect(try SubjectName(parsing: name.text) == name)
    }

    @Test func `every execution of compiled code is tiered, too`() throws {
        let sets = InstructionSet.allCases.map { SubjectName.Execution.emulated($0) }
        for execution in sets + [.native, .lir] {
            var tiering = TieringConfiguration()
            tiering.callThreshold = 0
            let name = SubjectName(tier: .tiered, execution: execution, tiering: tiering)
            #expect(try SubjectName(parsing: name.text) == name)
        }
    }

    @Test func `options that say nothing new are not part of the name`() throws {
        let defaults = TieringConfiguration()
        let name = try SubjectName(
            parsing: "tiered,gas=\(defaults.gasThreshold),calls=\(defaults.callThreshold + 1)")
        #expect(name.text == "tiered,calls=\(defaults.callThreshold + 1)")
        #expect(name.tiering?.callThreshold == defaults.callThreshold + 1)
        #expect(try SubjectName(parsing: "tiered,calls=0") != SubjectName(parsing: "tiered"))
    }

    @Test func `only the tiered subject has options`() throws {
        #expect(SubjectName(tier: .tiered, execution: .native).tiering == TieringConfiguration())
        #expect(try SubjectName(parsing: "tiered").tiering == TieringConfiguration())
        for tier in [Tier.interpreter, .method] {
            let name = SubjectName(
                tier: tier, execution: .native, tiering: TieringConfiguration())
            #expect(name.tiering == nil)
        }
    }

    @Test(arguments: [
        ("tiered,", "an option"),
        ("tiered,warp=9", "'warp'"),
        ("tiered,calls", "'calls=VALUE'"),
        ("tiered,calls=many", "'calls'"),
        ("tiered,window=0", "'window'"),
        ("tiered,calls=1,calls=2", "'calls'"),
        ("tiered@lir,compile=background", "of this machine"),
        ("tiered@lir:emulated", "'tiered'"),
        ("method,calls=0", "'tiered' takes options"),
        ("interpreter,calls=0", "'tiered' takes options"),
    ])
    func `an option that is none is named with what was expected`(text: String, part: String) {
        #expect {
            try SubjectName(parsing: text)
        } throws: { error in
            (error as? SubjectNameError)?.expected.contains(part) == true
        }
    }

    @Test func `emulated code is not compiled in the background`() {
        for set in InstructionSet.allCases {
            let name = SubjectName(tier: .tiered, execution: .emulated(set))
            #expect(throws: SubjectNameError.self) {
                try SubjectName(parsing: "\(name),compile=background")
            }
        }
    }

    @Test func `a case's list means a tier in all its ways`() throws {
        let name = try SubjectName(parsing: "tiered@lir,calls=0")
        for text in ["tiered", "tiered@lir", "tiered@lir,calls=0"] {
            #expect(name.isMeant(by: text), "\(text)")
        }
        for text in ["method", "tiered,calls=0", "tiered@lir,calls=1", "tiered@lir,gas=0"] {
            #expect(!name.isMeant(by: text), "\(text)")
        }
    }
}
