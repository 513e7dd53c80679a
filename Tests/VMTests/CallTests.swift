import Primitives
import Testing
import VM

/// CALL, CALLCODE, DELEGATECALL and STATICCALL; expected gas is the Python specification's.
@Suite struct CallTests {
    private static let other = Address(number: 0xbbb)
    private static let returnWord = " 0 MSTORE 32 0 RETURN"

    /// Runs `program` with `callee` at 0xbbb, and gives what it returned as a word.
    private func run(
        _ program: String, callee: String? = nil, _ fork: Fork = .osaka, gas: Int64 = 100_000,
        value: Word256 = .zero
    ) throws -> (result: MessageResult, word: Word256, machine: TestMachine) {
        let content = callee.map { AccountContent(nonce: 1, code: Code(assemble($0))) }
        let machine = try TestMachine(
            fork, code: assemble(program + Self.returnWord),
            others: content.map { [Self.other: $0] } ?? [:])
        let result = machine.call(gas: gas, value: value)
        return (result, Word256(bigEndian: result.output), machine)
    }

    @Test(
        arguments: [
            (.byzantium, 9_999_993_682_275), (.istanbul, 9_999_996_753_075),
            (.osaka, 9_999_999_517_875),
        ] as [(Fork, Int64)])
    func `calls go 1024 deep and no deeper`(fork: Fork, gasLeft: Int64) throws {
        let program = "0 SLOAD 1 ADD 0 SSTORE 0 0 0 0 0 ADDRESS GAS CALL 0 SLOAD"
        let run = try run(program, fork, gas: 10_000_000_000_000)
        #expect(run.word == 1025)
        #expect(run.result.gasLeft == gasLeft)
        #expect(run.machine.machine.pointee.nextFrameOrdinal == 1025)
    }

    @Test(
        arguments: [
            (.tangerineWhistle, 97724, 99242), (.istanbul, 97724, 99242), (.berlin, 95854, 97342),
            (.osaka, 95854, 97342),
        ] as [(Fork, Word256, Int64)])
    func `a call hands on all but one part in 64`(
        fork: Fork, seen: Word256, gasLeft: Int64
    ) throws {
        let run = try run(
            "32 0 0 0 0 0xbbb GAS CALL 0 MLOAD", callee: "GAS" + Self.returnWord, fork)
        #expect(run.word == seen)
        #expect(run.result.gasLeft == gasLeft)
    }

    @Test(arguments: [Fork.frontier, .homestead])
    func `what a call asks for must be there before EIP-150`(fork: Fork) throws {
        let callee = "GAS" + Self.returnWord
        let exact = try run("32 0 0 0 0 0xbbb 5000 CALL 0 MLOAD", callee: callee, fork)
        #expect(exact.word == 4998)
        #expect(exact.result.gasLeft == 99901)
        let excessive = try run("32 0 0 0 0 0xbbb GAS CALL", callee: callee, fork)
        #expect(excessive.result.outcome == .ended(.outOfGas))
    }

    @Test(
        arguments: [
            (.frontier, 93201), (.tangerineWhistle, 92541), (.berlin, 90641), (.osaka, 90641),
        ] as [(Fork, Int64)])
    func `a call with value comes with a stipend of 2300`(fork: Fork, gasLeft: Int64) throws {
        let run = try run(
            "32 0 0 0 1 0xbbb 0 CALL 0 MLOAD", callee: "GAS" + Self.returnWord, fork)
        #expect(run.word == 2298)
        #expect(run.result.gasLeft == gasLeft)
        #expect(run.machine.machine.pointee.world.balance(of: Self.other) == 1)
        #expect(run.machine.machine.pointee.world.balance(of: TestMachine.contract) == 999)
    }

    @Test(arguments: [(.frontier, 93224), (.istanbul, 92564), (.osaka, 90664)] as [(Fork, Int64)])
    func `a call beyond the balance gives its gas back`(fork: Fork, gasLeft: Int64) throws {
        let run = try run("32 0 0 0 5000 0xbbb 0 CALL", callee: "INVALID", fork)
        #expect(run.word == 0)
        #expect(run.result.gasLeft == gasLeft)
        #expect(run.machine.machine.pointee.nextFrameOrdinal == 1)
    }

    @Test(arguments: [(.byzantium, 94259), (.osaka, 92359)] as [(Fork, Int64)])
    func `a callee that fails uses up what it was given`(fork: Fork, gasLeft: Int64) throws {
        let run = try run(
            "32 0 0 0 0 0xbbb 5000 CALL RETURNDATASIZE ADD", callee: "INVALID", fork)
        #expect(run.word == 0)
        #expect(run.result.gasLeft == gasLeft)
    }

    @Test(arguments: [(.byzantium, 99224), (.osaka, 97324)] as [(Fork, Int64)])
    func `a callee that reverts keeps its gas and says why`(fork: Fork, gasLeft: Int64) throws {
        let run = try run(
            "2 0 0 0 0 0xbbb 5000 CALL RETURNDATASIZE 256 MUL ADD 0 MLOAD ADD",
            callee: "2^256-1 0 MSTORE 5 0 REVERT", fork)
        // Two bytes of the five went to memory; the call's result is 0, the size 5.
        let copied = Word256(0xffff).shiftedLeft(by: 240 as UInt64)
        #expect(run.word == copied &+ 0x500)
        #expect(run.result.gasLeft == gasLeft)
    }

    @Test func `what a reverted callee did is undone`() throws {
        let run = try run(
            "0 0 0 0 1 0xbbb 60000 CALL", callee: "1 1 SSTORE 1 2 TSTORE 0 0 LOG0 0 0 REVERT")
        #expect(run.word == 0)
        let machine = run.machine.machine
        #expect(machine.pointee.world.storage(of: Self.other, at: 1) == 0)
        #expect(machine.pointee.world.transientStorage(of: Self.other, at: 2) == 0)
        #expect(machine.pointee.world.balance(of: Self.other) == 0)
        #expect(machine.pointee.world.logs.isEmpty)
    }

    @Test(
        arguments: [
            ("CALL", "ADDRESS", 0xbbb), ("CALL", "CALLER", 0xc0de), ("CALL", "CALLVALUE", 7),
            ("CALL", "SELFBALANCE", 7), ("CALLCODE", "ADDRESS", 0xc0de),
            ("CALLCODE", "CALLER", 0xc0de), ("CALLCODE", "CALLVALUE", 7),
            ("CALLCODE", "SELFBALANCE", 1003), ("DELEGATECALL", "ADDRESS", 0xc0de),
            ("DELEGATECALL", "CALLER", 0xca11e4), ("DELEGATECALL", "CALLVALUE", 3),
            ("DELEGATECALL", "SELFBALANCE", 1003), ("STATICCALL", "ADDRESS", 0xbbb),
            ("STATICCALL", "CALLER", 0xc0de), ("STATICCALL", "CALLVALUE", 0),
            ("STATICCALL", "SELFBALANCE", 0),
        ] as [(String, String, Word256)])
    func `each kind of call shows its callee a context`(
        kind: String, what: String, word: Word256
    ) throws {
        let value = kind == "CALL" || kind == "CALLCODE" ? "7 " : ""
        let run = try run(
            "32 0 0 0 \(value)0xbbb 5000 \(kind) POP 0 MLOAD", callee: what + Self.returnWord,
            value: 3)
        #expect(run.word == word)
    }

    @Test func `a static call stays static further down`() throws {
        // The callee calls itself once more, with call data, and then stores.
        let run = try run(
            "32 0 0 0 0xbbb 50000 STATICCALL POP 0 MLOAD",
            callee: """
                CALLDATASIZE @store JUMPI 0 0 1 0 0 ADDRESS 20000 CALL 5 ADD 0 MSTORE 32 0 RETURN \
                store: 1 1 SSTORE
                """)
        #expect(run.word == 5)
    }

    @Test func `the output goes where the caller wants, and no further than it wants`() throws {
        let run = try run(
            "2^256-1 0 MSTORE 4 2 0 0 0xbbb 50000 STATICCALL POP 0 MLOAD",
            callee: "0 0 MSTORE 2 0 RETURN")
        let mask = Word256(0xffff).shiftedLeft(by: (256 - 32) as UInt64)
        #expect(run.word == ~mask)
    }

    @Test func `memory grows for input and output, even if the call fails`() throws {
        let run = try run("1 1000 1 2000 5000 0xbbb 0 CALL POP MSIZE")
        #expect(run.word == 2016)
    }

    @Test func `a frame counts only if it executes a byte`() throws {
        let run = try run(
            "0 0 0 0 0 0x1234 0 CALL 0 0 0 0 0 4 5000 CALL 0 0 0 0 0xbbb 5000 STATICCALL",
            callee: "STOP")
        #expect(run.machine.machine.pointee.nextFrameOrdinal == 2)
    }

    @Test func `a call before EIP-161 brings an account into being`() throws {
        let before = try run("0 0 0 0 0 0x1234 0 CALL", .homestead)
        #expect(before.machine.exists(Address(number: 0x1234)))
        let since = try run("0 0 0 0 0 0x1234 0 CALL", .spuriousDragon)
        #expect(!since.machine.exists(Address(number: 0x1234)))
    }

    @Test func `RETURNDATACOPY reads the last call's output`() throws {
        let run = try run(
            "0 0 0 0 0xbbb 50000 STATICCALL POP 8 24 3 RETURNDATACOPY 0 MLOAD",
            callee: "0x0102030405060708 0 MSTORE 32 0 RETURN")
        #expect(run.word == Word256(0x0102_0304_0506_0708).shiftedLeft(by: (256 - 88) as UInt64))
    }
}

/// Accounts that delegate to the code of others (EIP-7702).
@Suite struct DelegatedCallTests {
    private static let delegating = Address(number: 0xdede)

    private func run(
        _ program: String, to target: Address, _ fork: Fork = .prague
    ) throws -> (result: MessageResult, word: Word256) {
        let machine = try TestMachine(
            fork, code: assemble(program + " 0 MSTORE 32 0 RETURN"),
            others: [
                Self.delegating: AccountContent(
                    nonce: 1, balance: 1, code: Code(delegatingTo: target)),
                Address(number: 0xbbb): AccountContent(
                    nonce: 1, code: Code(assemble("ADDRESS 0 MSTORE 32 0 RETURN"))),
            ])
        let result = machine.call(gas: 100_000)
        return (result, Word256(bigEndian: result.output))
    }

    @Test func `the target's code runs in the account's context, both cold`() throws {
        let run = try run("32 0 0 0 0 0xdede GAS CALL 0 MLOAD", to: Address(number: 0xbbb))
        #expect(run.word == 0xdede)
        #expect(run.result.gasLeft == 94742)
    }

    @Test func `a delegation is followed once`() throws {
        let run = try run("0 0 0 0 0 0xdede GAS CALL", to: Self.delegating)
        // The designator itself runs: 0xef is undefined.
        #expect(run.word == 0)
        #expect(run.result.gasLeft == 1505)
    }

    @Test func `a delegation to a precompiled contract runs nothing`() throws {
        let run = try run(
            "32 0 32 0 0 0xdede GAS CALL RETURNDATASIZE ADD", to: Address(number: 4))
        #expect(run.word == 1)
        #expect(run.result.gasLeft == 97260)
    }

    @Test func `EXTCODESIZE sees the designator`() throws {
        let run = try run("0xdede EXTCODESIZE", to: Address(number: 4))
        #expect(run.word == 23)
        #expect(run.result.gasLeft == 97382)
    }

    @Test func `before Prague the designator is code like any other`() throws {
        let run = try run("32 0 0 0 0 0xdede 5000 CALL", to: Address(number: 0xbbb), .cancun)
        #expect(run.word == 0)
        #expect(run.result.gasLeft == 92364)
    }
}
