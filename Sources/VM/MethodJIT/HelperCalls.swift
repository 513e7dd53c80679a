import Codegen
import Primitives

/// A function that compiled code calls for one instruction: frame, next free slot of the operand
/// stack, gas that the block has charged for what comes behind; it answers a `HelperStatus`.
private typealias Helper =
    @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer, UInt64) -> UInt64

/// An instruction's work, from the gas counter to what it leaves of it.
private typealias Work = (FramePointer, OperandStack, Int64) -> GasOutcome

// Every function that compiled code calls. Costs are compared before anything is changed: a helper
// that cannot go on asks to leave, and only the interpreter fails.
extension CallDescriptor {
    private init(_ name: String, _ helper: Helper) {
        self.init(
            name: name, address: UInt(bitPattern: unsafeBitCast(helper, to: Int.self)),
            argumentCount: 3, callClass: .leaf)
    }

    // MARK: Arithmetic

    static let mul = CallDescriptor("mul") { binary(.mul, $0, $1, $2) { $0 &* $1 } }
    static let div = CallDescriptor("div") { binary(.div, $0, $1, $2) { $0.divided(by: $1) } }
    static let sdiv = CallDescriptor("sdiv") {
        binary(.sdiv, $0, $1, $2) { $0.signedDivided(by: $1) }
    }
    static let mod = CallDescriptor("mod") { binary(.mod, $0, $1, $2) { $0.remainder(by: $1) } }
    static let smod = CallDescriptor("smod") {
        binary(.smod, $0, $1, $2) { $0.signedRemainder(by: $1) }
    }
    static let addmod = CallDescriptor("addmod") {
        ternary(.addmod, $0, $1, $2) { $0.addModulo($1, $2) }
    }
    static let mulmod = CallDescriptor("mulmod") {
        ternary(.mulmod, $0, $1, $2) { $0.mulModulo($1, $2) }
    }
    static let exp = CallDescriptor("exp") { perform(.exp, $0, $1, $2, ArithmeticSemantics.exp) }
    static let signextend = CallDescriptor("signextend") {
        binary(.signextend, $0, $1, $2) { $1.signExtended(fromByte: $0) }
    }

    // MARK: Bitwise

    static let byte = CallDescriptor("byte") { binary(.byte, $0, $1, $2) { $1.byte(at: $0) } }
    static let shl = CallDescriptor("shl") {
        binary(.shl, $0, $1, $2) { $1.shiftedLeft(by: $0) }
    }
    static let shr = CallDescriptor("shr") {
        binary(.shr, $0, $1, $2) { $1.shiftedRight(by: $0) }
    }
    static let sar = CallDescriptor("sar") {
        binary(.sar, $0, $1, $2) { $1.arithmeticShiftedRight(by: $0) }
    }
    static let clz = CallDescriptor("clz") {
        unary(.clz, $0, $1, $2) { _, word in Word256(UInt64(word.leadingZeroBitCount)) }
    }

    // MARK: Keccak, logs, memory

    static let keccak256 = CallDescriptor("keccak256") {
        perform(.keccak256, $0, $1, $2, KeccakSemantics.hash)
    }
    static let mcopy = CallDescriptor("mcopy") {
        perform(.mcopy, $0, $1, $2, MemorySemantics.copy)
    }
    static let setOutput = CallDescriptor("setoutput") {
        perform(.return, $0, $1, $2, SystemSemantics.setOutput)
    }

    /// Charges and performs the growth of memory to hold some bytes: frame, offset, count.
    static let growMemory = CallDescriptor("growmemory") { frame, offset, size in
        let frame = frame.assumingMemoryBound(to: Frame.self)
        let outcome = MemorySemantics.reserve(
            frame, Int(size), at: Int(bitPattern: offset), frame.pointee.gas)
        guard !outcome.isHalt else { return HelperStatus.exitBefore }
        frame.pointee.gas = outcome.rawValue
        return HelperStatus.done
    }

    static func log(topics: Int) -> CallDescriptor { logs[topics] }

    private static let logs = [
        CallDescriptor("log0") { logging(.log0, 0, $0, $1, $2) },
        CallDescriptor("log1") { logging(.log1, 1, $0, $1, $2) },
        CallDescriptor("log2") { logging(.log2, 2, $0, $1, $2) },
        CallDescriptor("log3") { logging(.log3, 3, $0, $1, $2) },
        CallDescriptor("log4") { logging(.log4, 4, $0, $1, $2) },
    ]

    // MARK: Storage

    static let sload = CallDescriptor("sload") {
        inWorld(
            .sload, $0, $1, $2, StorageSemantics<OwnWorld>.load, StorageSemantics<HostWorld>.load)
    }
    static let sstore = CallDescriptor("sstore") { frame, top, ahead in
        // EIP-2200 looks at the gas that is really left.
        inWorld(.sstore, frame, top, ahead) { frame, stack, gas in
            let trueGas = gas + frame.pointee.gasBias + Int64(bitPattern: ahead)
            return StorageSemantics<OwnWorld>.store(frame, stack, gas, trueGas: trueGas)
        } _: { frame, stack, gas in
            let trueGas = gas + frame.pointee.gasBias + Int64(bitPattern: ahead)
            return StorageSemantics<HostWorld>.store(frame, stack, gas, trueGas: trueGas)
        }
    }
    static let tload = CallDescriptor("tload") {
        inWorld(
            .tload, $0, $1, $2, StorageSemantics<OwnWorld>.loadTransient,
            StorageSemantics<HostWorld>.loadTransient)
    }
    static let tstore = CallDescriptor("tstore") {
        inWorld(
            .tstore, $0, $1, $2, StorageSemantics<OwnWorld>.storeTransient,
            StorageSemantics<HostWorld>.storeTransient)
    }

    // MARK: Environment

    static let balance = CallDescriptor("balance") {
        inWorld(
            .balance, $0, $1, $2, AccountSemantics<OwnWorld>.balance,
            AccountSemantics<HostWorld>.balance)
    }
    static let extcodesize = CallDescriptor("extcodesize") {
        inWorld(
            .extcodesize, $0, $1, $2, AccountSemantics<OwnWorld>.codeSize,
            AccountSemantics<HostWorld>.codeSize)
    }
    static let extcodecopy = CallDescriptor("extcodecopy") {
        inWorld(
            .extcodecopy, $0, $1, $2, AccountSemantics<OwnWorld>.copyCode,
            AccountSemantics<HostWorld>.copyCode)
    }
    static let extcodehash = CallDescriptor("extcodehash") {
        inWorld(
            .extcodehash, $0, $1, $2, AccountSemantics<OwnWorld>.codeHash,
            AccountSemantics<HostWorld>.codeHash)
    }
    static let calldatacopy = CallDescriptor("calldatacopy") {
        perform(.calldatacopy, $0, $1, $2, EnvironmentSemantics.copyCallData)
    }
    static let codecopy = CallDescriptor("codecopy") {
        perform(.codecopy, $0, $1, $2, EnvironmentSemantics.copyCode)
    }
    static let returndatacopy = CallDescriptor("returndatacopy") {
        perform(.returndatacopy, $0, $1, $2, EnvironmentSemantics.copyReturnData)
    }
    static let calldataload = CallDescriptor("calldataload") {
        unary(.calldataload, $0, $1, $2) { frame, offset in
            EnvironmentSemantics.callDataWord(frame, at: offset.clampedToInt())
        }
    }
    static let origin = CallDescriptor("origin") {
        pushing(.origin, $0, $1, $2) { $0.pointee.transaction.origin.asWord }
    }
    static let gasprice = CallDescriptor("gasprice") {
        pushing(.gasprice, $0, $1, $2) { $0.pointee.transaction.gasPrice }
    }
    static let selfbalance = CallDescriptor("selfbalance") { frame, top, ahead in
        let address = frame.assumingMemoryBound(to: Frame.self).pointee.address
        return pushing(.selfbalance, frame, top, ahead) {
            $0.pointee.hostLink == nil
                ? OwnWorld.balance(of: address, in: $0) : HostWorld.balance(of: address, in: $0)
        }
    }

    // MARK: Block

    static let blockhash = CallDescriptor("blockhash") {
        unary(.blockhash, $0, $1, $2) { frame, number in
            frame.pointee.machine.pointee.hostLink == nil
                ? BlockSemantics<OwnWorld>.blockHash(frame, number)
                : BlockSemantics<HostWorld>.blockHash(frame, number)
        }
    }
    static let blobhash = CallDescriptor("blobhash") {
        unary(.blobhash, $0, $1, $2, EnvironmentSemantics.blobHash)
    }
    static let coinbase = CallDescriptor("coinbase") {
        pushing(.coinbase, $0, $1, $2) { $0.pointee.block.coinbase.asWord }
    }
    static let timestamp = CallDescriptor("timestamp") {
        pushing(.timestamp, $0, $1, $2) { Word256($0.pointee.block.timestamp) }
    }
    static let number = CallDescriptor("number") {
        pushing(.number, $0, $1, $2) { Word256($0.pointee.block.number) }
    }
    static let prevrandao = CallDescriptor("prevrandao") {
        pushing(.prevrandao, $0, $1, $2) {
            $0.pointee.fork >= .paris ? $0.pointee.block.prevRandao : $0.pointee.block.difficulty
        }
    }
    static let gaslimit = CallDescriptor("gaslimit") {
        pushing(.gaslimit, $0, $1, $2) { Word256($0.pointee.block.gasLimit) }
    }
    static let chainid = CallDescriptor("chainid") {
        pushing(.chainid, $0, $1, $2) { $0.pointee.block.chainIdentifier }
    }
    static let basefee = CallDescriptor("basefee") {
        pushing(.basefee, $0, $1, $2) { $0.pointee.block.baseFee }
    }
    static let blobbasefee = CallDescriptor("blobbasefee") {
        pushing(.blobbasefee, $0, $1, $2) { $0.pointee.blobBaseFee }
    }
}

// MARK: Shapes

/// Does an instruction's work, or leaves on the side that the schedule asks for.
@inline(__always)
private func perform(
    _ opcode: Opcode, _ frame: UnsafeMutableRawPointer, _ top: UnsafeMutableRawPointer,
    _ ahead: UInt64, _ work: Work
) -> UInt64 {
    let frame = frame.assumingMemoryBound(to: Frame.self)
    let forced = frame.forcedExit(at: opcode, ahead: Int64(bitPattern: ahead))
    if forced == .before { return HelperStatus.exitBefore }
    let stack = OperandStack(top: top.assumingMemoryBound(to: UInt64.self))
    let outcome = work(frame, stack, frame.pointee.gas)
    guard !outcome.isHalt else { return HelperStatus.exitBefore }
    frame.pointee.gas = outcome.rawValue
    return forced == .after ? HelperStatus.exitAfter : HelperStatus.done
}

/// Does the work of an instruction that reaches the world, the machine's own or a host's.
@inline(__always)
private func inWorld(
    _ opcode: Opcode, _ frame: UnsafeMutableRawPointer, _ top: UnsafeMutableRawPointer,
    _ ahead: UInt64, _ own: Work, _ hosted: Work
) -> UInt64 {
    perform(opcode, frame, top, ahead) { frame, stack, gas in
        frame.pointee.machine.pointee.hostLink == nil
            ? own(frame, stack, gas) : hosted(frame, stack, gas)
    }
}

/// One word is replaced by another.
@inline(__always)
private func unary(
    _ opcode: Opcode, _ frame: UnsafeMutableRawPointer, _ top: UnsafeMutableRawPointer,
    _ ahead: UInt64, _ operation: (FramePointer, Word256) -> Word256
) -> UInt64 {
    perform(opcode, frame, top, ahead) { frame, stack, gas in
        stack[0] = operation(frame, stack[0])
        return GasOutcome(gas: gas)
    }
}

/// Two words are replaced by one.
@inline(__always)
private func binary(
    _ opcode: Opcode, _ frame: UnsafeMutableRawPointer, _ top: UnsafeMutableRawPointer,
    _ ahead: UInt64, _ operation: (Word256, Word256) -> Word256
) -> UInt64 {
    perform(opcode, frame, top, ahead) { _, stack, gas in
        stack[1] = operation(stack[0], stack[1])
        return GasOutcome(gas: gas)
    }
}

/// Three words are replaced by one.
@inline(__always)
private func ternary(
    _ opcode: Opcode, _ frame: UnsafeMutableRawPointer, _ top: UnsafeMutableRawPointer,
    _ ahead: UInt64, _ operation: (Word256, Word256, Word256) -> Word256
) -> UInt64 {
    perform(opcode, frame, top, ahead) { _, stack, gas in
        stack[2] = operation(stack[0], stack[1], stack[2])
        return GasOutcome(gas: gas)
    }
}

/// A word that the machine knows is pushed.
@inline(__always)
private func pushing(
    _ opcode: Opcode, _ frame: UnsafeMutableRawPointer, _ top: UnsafeMutableRawPointer,
    _ ahead: UInt64, _ word: (UnsafeMutablePointer<Machine>) -> Word256
) -> UInt64 {
    perform(opcode, frame, top, ahead) { frame, stack, gas in
        var stack = stack
        stack.push(word(frame.pointee.machine))
        return GasOutcome(gas: gas)
    }
}

@inline(__always)
private func logging(
    _ opcode: Opcode, _ topics: Int, _ frame: UnsafeMutableRawPointer,
    _ top: UnsafeMutableRawPointer, _ ahead: UInt64
) -> UInt64 {
    inWorld(opcode, frame, top, ahead) {
        LogSemantics<OwnWorld>.log($0, $1, $2, topics: topics)
    } _: {
        LogSemantics<HostWorld>.log($0, $1, $2, topics: topics)
    }
}

extension FramePointer {
    /// The side of an instruction on which the schedule has compiled code left, if any.
    @inline(__always)
    fileprivate func forcedExit(at opcode: Opcode, ahead: Int64) -> HelperMoment? {
        guard pointee.machine.pointee.heads.forcesHelperExits else { return nil }
        let own = Int64(pointee.rows[Int(opcode.rawValue)].staticGas)
        return pointee.machine.pointee.heads.helperExit(
            frame: pointee.ordinal, gas: pointee.trueGas + ahead + own)
    }
}
