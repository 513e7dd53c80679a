import Primitives

// SLOAD, SSTORE, TLOAD and TSTORE.
extension Execution {
    @inline(always)
    mutating func sload<World: WorldAccess>(in world: World.Type) -> Bool {
        accept(StorageSemantics<World>.load(frame, stack, gas), dropping: 0)
    }

    @inline(always)
    mutating func sstore<World: WorldAccess>(in world: World.Type) -> Bool {
        accept(StorageSemantics<World>.store(frame, stack, gas, trueGas: gas), dropping: 2)
    }

    @inline(always)
    mutating func tload<World: WorldAccess>(in world: World.Type) -> Bool {
        accept(StorageSemantics<World>.loadTransient(frame, stack, gas), dropping: 0)
    }

    @inline(always)
    mutating func tstore<World: WorldAccess>(in world: World.Type) -> Bool {
        accept(StorageSemantics<World>.storeTransient(frame, stack, gas), dropping: 2)
    }
}

/// Storage, permanent and transient.
enum StorageSemantics<World: WorldAccess> {
    /// SLOAD (EIP-2929).
    static func load(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let key = stack[0]
        // Gas
        let schedule = frame.pointee.schedule
        let isCold = isCold(frame, key)
        let outcome = GasOutcome.charging(
            isCold ? schedule.pointee.coldStorageLoad : 0, to: gas)
        guard !outcome.isHalt else { return outcome }
        // Operation
        if schedule.pointee.hasAccessLists { World.warm(slot: key, of: frame) }
        stack[0] = World.storage(at: key, of: frame)
        // Program counter: the next instruction
        return outcome
    }

    /// SSTORE (EIP-1283, EIP-2200, EIP-2929, EIP-3529).
    ///
    /// `gas` is what can be charged; `trueGas` what the frame really has, where compiled code keeps
    /// some of it back.
    static func store(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64, trueGas: Int64
    ) -> GasOutcome {
        // Stack
        let key = stack[0]
        let value = stack[1]
        // Gas
        let schedule = frame.pointee.schedule
        // The sentry looks at the gas before any of the instruction's, the static part included.
        let before = UInt64(trueGas) + schedule.pointee.storageRepeat
        guard schedule.pointee.storageSentry == 0 || before > schedule.pointee.storageSentry
        else { return .halted(.outOfGas) }
        let isCold = isCold(frame, key)
        let change = World.change(of: key, to: value, of: frame)
        let outcome = GasOutcome.charging(
            DynamicGas.storageStore(change, isCold: isCold, schedule.pointee), to: gas)
        guard !outcome.isHalt else { return outcome }
        guard !frame.pointee.isStatic else { return .halted(.writeProtection) }
        // Operation
        if schedule.pointee.hasAccessLists { World.warm(slot: key, of: frame) }
        let refund = DynamicGas.storageRefund(change, schedule.pointee)
        if refund != 0 { frame.pointee.machine.pointee.world.addRefund(refund) }
        World.setStorage(at: key, to: value, of: frame)
        // Program counter: the next instruction
        return outcome
    }

    private static func isCold(_ frame: FramePointer, _ key: Word256) -> Bool {
        frame.pointee.schedule.pointee.hasAccessLists
            && World.isCold(slot: key, of: frame)
    }

    /// TLOAD (EIP-1153).
    static func loadTransient(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let key = stack[0]
        // Gas: static
        // Operation
        stack[0] = World.transientStorage(at: key, of: frame)
        // Program counter: the next instruction
        return GasOutcome(gas: gas)
    }

    /// TSTORE (EIP-1153).
    static func storeTransient(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let key = stack[0]
        let value = stack[1]
        // Gas: static
        guard !frame.pointee.isStatic else { return .halted(.writeProtection) }
        // Operation
        World.setTransientStorage(at: key, to: value, of: frame)
        // Program counter: the next instruction
        return GasOutcome(gas: gas)
    }
}
