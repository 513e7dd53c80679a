import Primitives

/// The reference tier: a switch over raw byte code that checks and charges every instruction.
///
/// It uses no table of blocks, so it is a second, independent account of gas and stack to
/// which the compiled tiers are held. Order of checks at an instruction: undefined, underflow,
/// overflow, static gas, then whatever its semantics checks.
package enum Interpreter {
    /// Runs a frame from its pc until it ends, or until the driver must do something.
    package static func run(_ frame: FramePointer) -> RunEnd {
        frame.pointee.machine.pointee.runsPlain ? runPlain(frame) : runOtherwise(frame)
    }

    @inline(never)  // keeps the choice of the usual loop to one comparison
    private static func runOtherwise(_ frame: FramePointer) -> RunEnd {
        switch (
            frame.pointee.machine.pointee.hostLink == nil,
            frame.pointee.machine.pointee.tracer == nil
        ) {
        case (true, true): runPlain(frame)
        case (true, false): runTracing(frame)
        case (false, true): runHosted(frame)
        case (false, false): runHostedTracing(frame)
        }
    }

    @inline(never)  // the loop by itself: keeps its registers apart from the driver's
    private static func runPlain(_ frame: FramePointer) -> RunEnd {
        run(frame, observer: NoObserver.self, world: OwnWorld.self)
    }

    @inline(never)  // a loop by itself, too
    private static func runHosted(_ frame: FramePointer) -> RunEnd {
        run(frame, observer: NoObserver.self, world: HostWorld.self)
    }

    @inline(never)  // cold
    private static func runTracing(_ frame: FramePointer) -> RunEnd {
        run(frame, observer: TracingObserver.self, world: OwnWorld.self)
    }

    @inline(never)  // cold
    private static func runHostedTracing(_ frame: FramePointer) -> RunEnd {
        run(frame, observer: TracingObserver.self, world: HostWorld.self)
    }

    @inline(always)
    private static func run<Observer: InstructionObserver, World: WorldAccess>(
        _ frame: FramePointer, observer: Observer.Type, world: World.Type
    ) -> RunEnd {
        var execution = Execution(frame)
        let goesOn = !frame.pointee.isAtHead || execution.passesHead()
        frame.pointee.isAtHead = false
        if goesOn { run(&execution, observer: observer, world: world) }
        execution.save()
        return execution.end
    }

    /// The loop; `execution.end` says why it ended.
    ///
    /// A case that can fail ends the loop when it does. The switch has no default: an
    /// instruction without semantics does not compile.
    @inline(always)
    private static func run<Observer: InstructionObserver, World: WorldAccess>(
        _ execution: inout Execution, observer: Observer.Type, world: World.Type
    ) {
        instructions: while true {
            observer.willRun(execution)
            let row = execution.row
            guard execution.charge(row) else { break }
            switch row.opcode {
            case .add: execution.add()
            case .mul: execution.mul()
            case .sub: execution.sub()
            case .div: execution.div()
            case .sdiv: execution.sdiv()
            case .mod: execution.mod()
            case .smod: execution.smod()
            case .addmod: execution.addmod()
            case .mulmod: execution.mulmod()
            case .signextend: execution.signextend()
            case .lt: execution.lt()
            case .gt: execution.gt()
            case .slt: execution.slt()
            case .sgt: execution.sgt()
            case .eq: execution.eq()
            case .iszero: execution.iszero()
            case .and: execution.and()
            case .or: execution.or()
            case .xor: execution.xor()
            case .not: execution.not()
            case .byte: execution.byte()
            case .shl: execution.shl()
            case .shr: execution.shr()
            case .sar: execution.sar()
            case .clz: execution.clz()
            case .address: execution.address()
            case .origin: execution.origin()
            case .caller: execution.caller()
            case .callvalue: execution.callvalue()
            case .calldataload: execution.calldataload()
            case .calldatasize: execution.calldatasize()
            case .codesize: execution.codesize()
            case .gasprice: execution.gasprice()
            case .returndatasize: execution.returndatasize()
            case .blockhash: execution.blockhash(in: world)
            case .coinbase: execution.coinbase()
            case .timestamp: execution.timestamp()
            case .number: execution.number()
            case .prevrandao: execution.prevrandao()
            case .gaslimit: execution.gaslimit()
            case .chainid: execution.chainid()
            case .selfbalance: execution.selfbalance(in: world)
            case .basefee: execution.basefee()
            case .blobhash: execution.blobhash()
            case .blobbasefee: execution.blobbasefee()
            case .msize: execution.msize()
            case .pop: execution.popWord()
            case .pc: execution.programCounter()
            case .gas: execution.gasLeft()
            case .push0: execution.push(0)
            case .push1: execution.push(1)
            case .push2: execution.push(2)
            case .push3: execution.push(3)
            case .push4: execution.push(4)
            case .push5: execution.push(5)
            case .push6: execution.push(6)
            case .push7: execution.push(7)
            case .push8: execution.push(8)
            case .push9: execution.push(9)
            case .push10: execution.push(10)
            case .push11: execution.push(11)
            case .push12: execution.push(12)
            case .push13: execution.push(13)
            case .push14: execution.push(14)
            case .push15: execution.push(15)
            case .push16: execution.push(16)
            case .push17: execution.push(17)
            case .push18: execution.push(18)
            case .push19: execution.push(19)
            case .push20: execution.push(20)
            case .push21: execution.push(21)
            case .push22: execution.push(22)
            case .push23: execution.push(23)
            case .push24: execution.push(24)
            case .push25: execution.push(25)
            case .push26: execution.push(26)
            case .push27: execution.push(27)
            case .push28: execution.push(28)
            case .push29: execution.push(29)
            case .push30: execution.push(30)
            case .push31: execution.push(31)
            case .push32: execution.push(32)
            case .dup1: execution.dup(1)
            case .dup2: execution.dup(2)
            case .dup3: execution.dup(3)
            case .dup4: execution.dup(4)
            case .dup5: execution.dup(5)
            case .dup6: execution.dup(6)
            case .dup7: execution.dup(7)
            case .dup8: execution.dup(8)
            case .dup9: execution.dup(9)
            case .dup10: execution.dup(10)
            case .dup11: execution.dup(11)
            case .dup12: execution.dup(12)
            case .dup13: execution.dup(13)
            case .dup14: execution.dup(14)
            case .dup15: execution.dup(15)
            case .dup16: execution.dup(16)
            case .swap1: execution.swap(1)
            case .swap2: execution.swap(2)
            case .swap3: execution.swap(3)
            case .swap4: execution.swap(4)
            case .swap5: execution.swap(5)
            case .swap6: execution.swap(6)
            case .swap7: execution.swap(7)
            case .swap8: execution.swap(8)
            case .swap9: execution.swap(9)
            case .swap10: execution.swap(10)
            case .swap11: execution.swap(11)
            case .swap12: execution.swap(12)
            case .swap13: execution.swap(13)
            case .swap14: execution.swap(14)
            case .swap15: execution.swap(15)
            case .swap16: execution.swap(16)
            case .exp: guard execution.exp() else { break instructions }
            case .keccak256: guard execution.keccak256() else { break instructions }
            case .balance: guard execution.balance(in: world) else { break instructions }
            case .calldatacopy: guard execution.calldatacopy() else { break instructions }
            case .codecopy: guard execution.codecopy() else { break instructions }
            case .extcodesize: guard execution.extcodesize(in: world) else { break instructions }
            case .extcodecopy: guard execution.extcodecopy(in: world) else { break instructions }
            case .returndatacopy: guard execution.returndatacopy() else { break instructions }
            case .extcodehash: guard execution.extcodehash(in: world) else { break instructions }
            case .mload: guard execution.mload() else { break instructions }
            case .mstore: guard execution.mstore() else { break instructions }
            case .mstore8: guard execution.mstore8() else { break instructions }
            case .mcopy: guard execution.mcopy() else { break instructions }
            case .sload: guard execution.sload(in: world) else { break instructions }
            case .sstore: guard execution.sstore(in: world) else { break instructions }
            case .tload: guard execution.tload(in: world) else { break instructions }
            case .tstore: guard execution.tstore(in: world) else { break instructions }
            case .jump: guard execution.jump() else { break instructions }
            case .jumpi: guard execution.jumpi() else { break instructions }
            case .jumpdest: guard execution.jumpdest() else { break instructions }
            case .log0: guard execution.log(topics: 0, in: world) else { break instructions }
            case .log1: guard execution.log(topics: 1, in: world) else { break instructions }
            case .log2: guard execution.log(topics: 2, in: world) else { break instructions }
            case .log3: guard execution.log(topics: 3, in: world) else { break instructions }
            case .log4: guard execution.log(topics: 4, in: world) else { break instructions }
            case .stop:
                execution.stop()
                break instructions
            case .return:
                execution.endWithOutput(.return)
                break instructions
            case .revert:
                execution.endWithOutput(.revert)
                break instructions
            case .selfdestruct:
                execution.selfdestruct(in: world)
                break instructions
            case .invalid:
                execution.end = .ended(.invalidOpcode)
                break instructions
            case .call:
                execution.callDriver(.call)
                break instructions
            case .callcode:
                execution.callDriver(.callcode)
                break instructions
            case .delegatecall:
                execution.callDriver(.delegatecall)
                break instructions
            case .staticcall:
                execution.callDriver(.staticcall)
                break instructions
            case .create:
                execution.callDriver(.create)
                break instructions
            case .create2:
                execution.callDriver(.create2)
                break instructions
            }
        }
        observer.didEnd(execution)
    }
}

extension Execution {
    /// Checks that the instruction of `row` may run, and charges its static gas.
    @inline(always)
    fileprivate mutating func charge(_ row: InstructionRow) -> Bool {
        let height = stack.height(above: stackBase)
        // One comparison: undefined instructions have no height at which they may run.
        let above = UInt(bitPattern: height &- Int(row.minimumHeight))
        guard _fastPath(above < UInt(row.heightCount)) else {
            return fail(Self.stackFailure(row, height: height))
        }
        let left = gas &- Int64(row.staticGas)
        guard _fastPath(left >= 0) else { return fail(.outOfGas) }
        gas = left
        return true
    }
}
