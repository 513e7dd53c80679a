import Fuzz
import Primitives
import Testing
import VM

/// Frames above frames in every mix of tiers: the same heads, states and results as in the
/// interpreter, however deep and however often the tier changes.
@Suite struct CallChainTests {
    /// Some contracts that call each other, and how many frames they make by the rules of the EVM.
    struct Chain: Sendable, CustomTestStringConvertible {
        let name: String
        let fork: Fork
        let program: String
        /// The code at 0xbbb.
        var other = ""
        var gas: Int64 = 1_000_000
        let frames: ClosedRange<Int>

        var testDescription: String { "\(name) in \(fork.name)" }

        var item: LockstepCase {
            var item = LockstepCase(fork, code: assemble(program))
            item.gas = gas
            item.accounts[Address(number: 0xbbb)] = AccountContent(
                nonce: 1, balance: 5, code: Code(assemble(other)))
            return item
        }
    }

    /// Calls itself until a counter in storage comes to 256: one frame each.
    private static let counted =
        "0 SLOAD 1 ADD DUP1 0 SSTORE 256 EQ @end JUMPI 0 0 0 0 0 ADDRESS GAS CALL POP end:"
    /// Calls itself until calls may go no deeper: the first frame, and 1,024 above it.
    private static let deepest = "0 SLOAD 1 ADD 0 SSTORE 0 0 0 0 0 ADDRESS GAS CALL 0 SLOAD"
    private static let callOther = "0 0 0 0 0 0xbbb GAS CALL POP "
    private static let downFromTop = " 1 SWAP1 SUB DUP1 @top JUMPI"

    static let all: [Chain] = deep + loops + creations

    private static let deep = [Fork.byzantium, .osaka].flatMap { fork in
        [
            Chain(
                name: "256 deep", fork: fork, program: counted, gas: 1_000_000_000_000,
                frames: 256...256),
            Chain(
                name: "1,024 deep", fork: fork, program: deepest, gas: 10_000_000_000_000,
                frames: 1025...1025),
        ]
    }

    private static let loops = [Fork.frontier, .byzantium, .osaka].flatMap { fork in
        [
            // Ten calls, each answered by one that has gas for part of the loop only.
            Chain(
                name: "a loop of calls back", fork: fork,
                program: "10 top: 0 0 0 0 0 0xbbb 20000 CALL POP" + downFromTop,
                other: "0 0 0 0 0 0xc0de 9000 CALL 0 SSTORE", frames: 21...1000),
            // Twenty calls; the callee is gone or not, as the fork has it, and receives again.
            Chain(
                name: "a loop of self-destructs", fork: fork,
                program: "20 top: 0 0 0 0 1 0xbbb 60000 CALL POP" + downFromTop,
                other: "ADDRESS BALANCE 0 SSTORE 0xc0de SELFDESTRUCT", gas: 2_000_000,
                frames: 21...21),
        ]
    }

    private static let creations = [Fork.frontier, .byzantium, .shanghai, .osaka].flatMap { fork in
        [
            // The code is its own initcode.
            Chain(
                name: "creates inside creates", fork: fork,
                program: "CODESIZE 0 0 CODECOPY CODESIZE 0 0 CREATE 0 SSTORE", gas: 3_000_000,
                frames: 20...1025),
            // Creates what destroys itself while it is created, and calls the remains.
            Chain(
                name: "creates of self-destructs", fork: fork,
                program: "5 top: 0x30ff 0 MSTORE 2 30 1 CREATE"
                    + " 0 0 0 0 0 DUP6 50000 CALL POP POP" + downFromTop,
                frames: 6...6),
        ]
    }

    @Test(arguments: all, [MethodExecution.lirInterpreter, .native])
    func `chains of frames run the same in every mix of tiers`(
        _ chain: Chain, _ execution: MethodExecution
    ) throws {
        let reference = try Lockstep.reference(chain.item)
        #expect(
            chain.frames.contains(reference.trail.frames.count), "\(reference.trail.frames.count)")
        let lockstep = Lockstep(MethodTier(execution))
        var generator = SeededGenerator(seed: 7)
        for policy in [SchedulePolicy.none, .everyHead, .alternate, .random(3)] {
            let report = try lockstep.check(reference, policy, using: &generator)
            #expect(report.agrees, "\(policy.name): \(report.differences)")
            #expect(report.compiledInstructions > 0)
            let heads = reference.trail.heads.count
            switch policy {
            case .everyHead: #expect(report.switchCount == heads)
            case .alternate: #expect(report.switchCount == 2 * heads)
            case .none, .random, .sweep, .fixed: break
            }
        }
    }
}
