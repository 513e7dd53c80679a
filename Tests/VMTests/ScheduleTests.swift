import Primitives
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

    private static let hash = "0x" + String(repeating: "0", count: 62) + "c5"

    @Test func `what happens to code is in the order of its events, and reads back`() throws {
        let hash = Word256(0xc5)
        let written = [
            TieringEvent(ordinal: 12, action: .evict, codeHash: hash),
            TieringEvent(ordinal: 2, action: .compile, codeHash: hash),
            TieringEvent(ordinal: 12, action: .compile, codeHash: .zero),
            TieringEvent(ordinal: 7, action: .publish, codeHash: hash),
        ]
        var schedule = Schedule(
            fork: .osaka,
            events: [ScheduleEvent(transaction: 0, frame: 0, gas: 9, action: .enter(.tiered))],
            tiering: written)
        #expect(schedule.tiering == [written[1], written[3], written[0], written[2]])
        #expect(try Schedule(parsing: schedule.text) == schedule)
        schedule.tiering.append(TieringEvent(ordinal: 1, action: .fail, codeHash: hash))
        #expect(schedule.tiering.first?.action == .fail)
        #expect(try Schedule(parsing: schedule.text) == schedule)
    }

    @Test func `tiering events' lines may stand anywhere behind the first`() throws {
        let written = Self.hash.uppercased().replacing("X", with: "x")
        let text = "v1\ne0x0c evict \(written) # why\nt0 f0 g1 -> tiered\ne2 compile \(Self.hash)\n"
        #expect(
            try Schedule(parsing: text).text
                == "v1\nt0 f0 g1 -> tiered\ne2 compile \(Self.hash)\ne12 evict \(Self.hash)\n")
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
        ("v1\ne0 evict \(hash)", 2, 1, "'e0'"),
        ("v1\nevict \(hash)", 2, 1, "'evict'"),
        ("v1\ne1 drop \(hash)", 2, 4, "'drop'"),
        ("v1\ne1 evict", 2, 9, "the end of the line"),
        ("v1\ne1 evict 0xc5", 2, 10, "'0xc5'"),
        ("v1\ne1 evict \(hash)0", 2, 10, "'\(hash)0'"),
        ("v1\ne1 evict \(hash.dropLast())g", 2, 10, "'\(hash.dropLast())g'"),
        ("v1\ne1 evict \(hash.dropFirst(2))00", 2, 10, "'\(hash.dropFirst(2))00'"),
        ("v1\ne1 evict \(hash) now", 2, 77, "'now'"),
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
