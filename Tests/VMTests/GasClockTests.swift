import Fuzz
import Testing
import VM

/// Gas is the clock: a reference run that breaks the rule says so.
@Suite struct GasClockTests {
    private func trail(_ heads: [(frame: UInt32, gas: Int64)]) -> Trail {
        var recorder = TrailRecorder()
        for frame in 0...1 { recorder.begin(frame: frame, transaction: 0, code: Code([])) }
        for (index, head) in heads.enumerated() {
            recorder.append(
                Head(
                    frame: head.frame, pc: UInt32(index), gas: head.gas, instructions: 0,
                    digest: 0))
        }
        return recorder.finish()
    }

    @Test func `gas that falls in each frame is no finding`() {
        #expect(trail([(0, 100), (1, 60), (1, 50), (0, 90), (1, 49), (0, 1)]).gasFinding == nil)
    }

    @Test(
        arguments: [[(0, 100), (1, 60), (0, 100)], [(0, 100), (1, 60), (0, 101), (0, 102)]]
            as [[(frame: UInt32, gas: Int64)]])
    func `the first head at which gas did not fall is a finding`(
        heads: [(frame: UInt32, gas: Int64)]
    ) throws {
        let trail = trail(heads)
        #expect(trail.gasRise?.frame == 0)
        #expect(trail.gasRise?.pc == 2)
        let text = try #require(trail.gasFinding)
        #expect(text.contains("in frame 0 at pc 2, gas \(heads[2].gas)"))
    }

    @Test func `a frame may begin with the most gas that there is`() {
        #expect(trail([(0, .max), (0, .max - 3)]).gasFinding == nil)
        #expect(trail([(0, .max), (0, .max)]).gasFinding != nil)
    }

    @Test func `gas falls from head to head in random programs`() throws {
        var cases = LockstepCaseGenerator(seed: 3)
        for index in 0..<50 {
            let fork = Fork.allCases[index % Fork.allCases.count]
            let reference = try Lockstep.reference(cases.program(fork))
            #expect(reference.trail.gasFinding == nil)
            var last: [UInt32: Int64] = [:]
            for head in reference.trail.heads {
                #expect(head.gas < last[head.frame] ?? .max)
                last[head.frame] = head.gas
            }
        }
    }
}
