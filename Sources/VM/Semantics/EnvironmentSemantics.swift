package import Primitives

// ADDRESS to EXTCODEHASH, SELFBALANCE and BLOBHASH.
extension Execution {
    @inline(always)
    mutating func address() { pushWord(frame.pointee.address.asWord) }

    @inline(always)
    mutating func origin() { pushWord(frame.pointee.machine.pointee.transaction.origin.asWord) }

    @inline(always)
    mutating func caller() { pushWord(frame.pointee.caller.asWord) }

    @inline(always)
    mutating func callvalue() { pushWord(frame.pointee.value) }

    @inline(always)
    mutating func calldatasize() { pushNumber(UInt64(frame.pointee.callDataCount)) }

    @inline(always)
    mutating func codesize() { pushNumber(UInt64(frame.pointee.codeCount)) }

    @inline(always)
    mutating func gasprice() { pushWord(frame.pointee.machine.pointee.transaction.gasPrice) }

    @inline(always)
    mutating func returndatasize() { pushNumber(UInt64(frame.pointee.returnDataCount)) }

    @inline(always)
    mutating func selfbalance<World: WorldAccess>(in world: World.Type) {
        pushWord(World.balance(of: frame.pointee.address, in: frame.pointee.machine))
    }

    @inline(always)
    mutating func blobhash() {
        // Stack
        let index = stack[0]
        // Gas: static
        // Operation
        stack[0] = EnvironmentSemantics.blobHash(frame, index)
        // Program counter
        pc += 1
    }

    @inline(always)
    mutating func calldataload() {
        // Stack
        let offset = stack.clampedInt(at: 0)
        // Gas: static
        // Operation
        stack[0] = EnvironmentSemantics.callDataWord(frame, at: offset)
        // Program counter
        pc += 1
    }

    @inline(always)
    mutating func calldatacopy() -> Bool {
        accept(EnvironmentSemantics.copyCallData(frame, stack, gas), dropping: 3)
    }

    @inline(always)
    mutating func codecopy() -> Bool {
        accept(EnvironmentSemantics.copyCode(frame, stack, gas), dropping: 3)
    }

    @inline(always)
    mutating func returndatacopy() -> Bool {
        accept(EnvironmentSemantics.copyReturnData(frame, stack, gas), dropping: 3)
    }

    @inline(always)
    mutating func balance<World: WorldAccess>(in world: World.Type) -> Bool {
        accept(AccountSemantics<World>.balance(frame, stack, gas), dropping: 0)
    }

    @inline(always)
    mutating func extcodesize<World: WorldAccess>(in world: World.Type) -> Bool {
        accept(AccountSemantics<World>.codeSize(frame, stack, gas), dropping: 0)
    }

    @inline(always)
    mutating func extcodecopy<World: WorldAccess>(in world: World.Type) -> Bool {
        accept(AccountSemantics<World>.copyCode(frame, stack, gas), dropping: 4)
    }

    @inline(always)
    mutating func extcodehash<World: WorldAccess>(in world: World.Type) -> Bool {
        accept(AccountSemantics<World>.codeHash(frame, stack, gas), dropping: 0)
    }
}

/// What a frame can read of its input, its code and its last call's output.
package enum EnvironmentSemantics {
    /// 32 bytes of call data, with zeros beyond its end.
    package static func callDataWord(_ frame: FramePointer, at offset: Int) -> Word256 {
        let count = frame.pointee.callDataCount
        guard offset < count else { return .zero }
        let start = frame.pointee.callData + offset
        guard count - offset < 32 else { return Word256(bigEndian: start) }
        let present = count - offset
        let part = Word256(bigEndian: UnsafeRawBufferPointer(start: start, count: present))
        return part.shiftedLeft(by: UInt64(8 * (32 - present)))
    }

    /// The versioned hash of one of the transaction's blobs; zero beyond the last (EIP-4844).
    @inline(never)  // a look-up outside the loop
    package static func blobHash(_ frame: FramePointer, _ index: Word256) -> Word256 {
        let index = index.clampedToInt()
        let machine = frame.pointee.machine
        guard index < machine.pointee.transaction.blobVersionedHashes.count else { return .zero }
        return machine.pointee.transaction.blobVersionedHashes[index]
    }

    /// CALLDATACOPY.
    package static func copyCallData(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let window = stack.window(offset: 0, size: 2)
        let source = UnsafeRawBufferPointer(
            start: frame.pointee.callData, count: frame.pointee.callDataCount)
        // Gas, operation; program counter: the next instruction
        return MemorySemantics.copy(
            frame, from: source, offset: stack.clampedInt(at: 1), to: window, gas)
    }

    /// CODECOPY.
    package static func copyCode(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let window = stack.window(offset: 0, size: 2)
        let source = UnsafeRawBufferPointer(
            start: frame.pointee.code, count: frame.pointee.codeCount)
        // Gas, operation; program counter: the next instruction
        return MemorySemantics.copy(
            frame, from: source, offset: stack.clampedInt(at: 1), to: window, gas)
    }

    /// RETURNDATACOPY, which fails beyond the end of the data (EIP-211).
    package static func copyReturnData(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let window = stack.window(offset: 0, size: 2)
        let offset = stack.clampedInt(at: 1)
        let source = UnsafeRawBufferPointer(
            start: frame.pointee.returnData, count: frame.pointee.returnDataCount)
        // Gas: compared first, so that a frame short of it fails for that reason
        let cost = DynamicGas.sum(DynamicGas.copy(window), frame.expansion(to: window.end))
        guard cost <= UInt64(gas) else { return .halted(.outOfGas) }
        guard offset <= source.count, window.size <= source.count - offset else {
            return .halted(.returnDataOutOfBounds)
        }
        // Operation; program counter: the next instruction
        return MemorySemantics.copy(frame, from: source, offset: offset, to: window, gas)
    }
}

/// What a frame can read of accounts.
enum AccountSemantics<World: WorldAccess> {
    /// Charges the first access to the account at `address`, and makes it warm (EIP-2929).
    private static func access(
        _ frame: FramePointer, _ address: Address, _ gas: Int64
    ) -> GasOutcome {
        let outcome = GasOutcome.charging(coldCost(frame, address), to: gas)
        if !outcome.isHalt { warm(frame, address) }
        return outcome
    }

    private static func coldCost(_ frame: FramePointer, _ address: Address) -> UInt64 {
        let schedule = frame.pointee.schedule
        guard schedule.pointee.hasAccessLists,
            World.isCold(address, in: frame.pointee.machine)
        else { return 0 }
        return schedule.pointee.coldAccount
    }

    private static func warm(_ frame: FramePointer, _ address: Address) {
        guard frame.pointee.schedule.pointee.hasAccessLists else { return }
        World.warm(address, in: frame.pointee.machine)
    }

    /// BALANCE.
    static func balance(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let address = stack.address(at: 0)
        // Gas
        let outcome = access(frame, address, gas)
        guard !outcome.isHalt else { return outcome }
        // Operation
        stack[0] = World.balance(of: address, in: frame.pointee.machine)
        // Program counter: the next instruction
        return outcome
    }

    /// EXTCODESIZE.
    static func codeSize(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let address = stack.address(at: 0)
        // Gas
        let outcome = access(frame, address, gas)
        guard !outcome.isHalt else { return outcome }
        // Operation
        stack.set(UInt64(World.codeSize(of: address, in: frame.pointee.machine)), at: 0)
        // Program counter: the next instruction
        return outcome
    }

    /// EXTCODECOPY.
    static func copyCode(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let address = stack.address(at: 0)
        let window = stack.window(offset: 1, size: 3)
        let offset = stack.clampedInt(at: 2)
        // Gas
        let outcome = MemorySemantics.chargeCopy(
            frame, to: window, cost: coldCost(frame, address), gas)
        guard !outcome.isHalt else { return outcome }
        // Operation
        warm(frame, address)
        World.copyCode(of: address, offset: offset, to: window, of: frame)
        // Program counter: the next instruction
        return outcome
    }

    /// EXTCODEHASH (EIP-1052).
    static func codeHash(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let address = stack.address(at: 0)
        // Gas
        let outcome = access(frame, address, gas)
        guard !outcome.isHalt else { return outcome }
        // Operation
        stack[0] = World.codeHash(of: address, in: frame.pointee.machine)
        // Program counter: the next instruction
        return outcome
    }
}
