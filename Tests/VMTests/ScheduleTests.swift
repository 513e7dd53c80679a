import Testing
import VM

@Suite struct ScheduleTests {
    @Test func `canonical text reads back as the same schedule`() throws {
        let schedule = Schedule(
            fork: .cancun,
            events: [
                ScheduleEvent(
                    transaction: 0, frame: 0, gas: 29_977_855, action: .enter(.method)),
                ScheduleEvent(
                    transaction: 0, frame: 3, gas: 12_000, action: .enter(.interpreter)),
                ScheduleEvent(
                    transaction: 1, frame: 4, gas: 900,
                    action: .helperExit(pc: 0x1c, helper: "sload", moment: .before)),
            ])
        #expect(try Schedule(parsing: schedule.text) == schedule)
    }

    @Test func `comments, blank lines and hexadecimal numbers are read`() throws {
        let text = "\n# why\nv1 # no fork\n\n t0 f0x10 g0xff -> interpreter # last\n"
        let event = ScheduleEvent(
            transaction: 0, frame: 16, gas: 255, action: .enter(.interpreter))
        #expect(try Schedule(parsing: text) == Schedule(events: [event]))
    }

    @Test(arguments: [
        ("", 1, 1, "no version line"),
        ("t0 f0 g1 -> method", 1, 1, "'t0'"),
        ("v1 fork=Atlantis", 1, 4, "'fork=Atlantis'"),
        ("v1\nt0 x0 g1 -> method", 2, 4, "'x0'"),
        ("v1\nt0 f0 g-1 -> method", 2, 7, "'g-1'"),
        ("v1\nt0 f0 g99999999999999999999 -> method", 2, 7, "'g99999999999999999999'"),
        ("v1\nt0 f0 g1 -> warp", 2, 13, "'warp'"),
        ("v1\nt0 f0 g1 ->", 2, 12, "the end of the line"),
        ("v1\nt0 f0 g1 pc1 helper sload during", 2, 27, "'during'"),
        ("v1\nt0 f0 g1 -> method twice", 2, 20, "'twice'"),
    ])
    func `a line that does not parse is named by place`(
        text: String, line: Int, column: Int, found: String
    ) {
        #expect {
            try Schedule(parsing: text)
        } throws: { error in
            guard let error = error as? ScheduleError else { return false }
            return (error.line, error.column, error.found) == (line, column, found)
        }
    }

    @Test func `policies have names that are read back`() {
        for name in ["none", "every-head", "alternate", "sweep", "random:3"] {
            #expect(SchedulePolicy(named: name)?.name == name)
        }
        for name in ["", "random", "random:0", "random:-1", "random:x", "always"] {
            #expect(SchedulePolicy(named: name) == nil)
        }
    }
}
