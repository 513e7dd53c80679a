import Primitives

// SLOAD, SSTORE, TLOAD and TSTORE.
extension Execution {
    @inline(always)
    mutating func sload() -> Bool { accept(StorageSemantics.load(frame, stack, gas), dropping: 0) }

    @inline(always)
    mutating func sstore() -> Bool {
        accept(StorageSemantics.store(frame, stack, gas, trueGas: gas), dropping: 2)
    }

    @inline(always)
    mutating func tload() -> Bool {
        accept(StorageSemantics.loadTransient(frame, stack, gas), dropping: 0)
    }

    @inline(always)
    mutating func tstore() -> Bool {
        accept(StorageSemantics.storeTransient(frame, stack, gas), dropping: 2)
    }
}

/// Storage, permanent and transient.
package enum StorageSemantics {
    /// SLOAD (EIP-2929).
    package static func load(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let key = stack[0]
        let address = frame.pointee.address
        // Gas
        let schedule = frame.pointee.schedule
        let isCold = isCold(frame, key)
        let outcome = GasOutcome.charging(
            isCold ? schedule.pointee.coldStorageLoad : 0, to: gas)
        guard !outcome.isHalt else { return outcome }
        // Operation
        if schedule.pointee.hasAccessLists {
            frame.pointee.machine.pointee.world.warm(address, slot: key)
        }
        stack[0] = frame.pointee.machine.pointee.world.storage(of: address, at: key)
        // Program counter: the next instruction
        return outcome
    }

    /// SSTORE (EIP-1283, EIP-2200, EIP-2929, EIP-3529).
    ///
    /// `gas` is what can be charged; `trueGas` what the frame really has, where compiled code keeps
    /// some of it back.
    package static func store(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64, trueGas: Int64
    ) -> GasOutcome {
        // Stack
        let key = stack[0]
        let address = frame.pointee.address
        // Gas
        let schedule = frame.pointee.schedule
        let change = StorageChange(
            original: frame.pointee.machine.pointee.world.originalStorage(of: address, at: key),
            current: frame.pointee.machine.pointee.world.peekStorage(of: address, at: key),
            new: stack[1])
        // The sentry looks at the gas before any of the instruction's, the static part included.
        let before = UInt64(trueGas) + schedule.pointee.storageRepeat
        guard schedule.pointee.storageSentry == 0 || before > schedule.pointee.storageSentry
        else { return .halted(.outOfGas) }
        let outcome = GasOutcome.charging(
            DynamicGas.storageStore(change, isCold: isCold(frame, key), schedule.pointee), to: gas)
        guard !outcome.isHalt else { return outcome }
        guard !frame.pointee.isStatic else { return .halted(.writeProtection) }
        // Operation
        if schedule.pointee.hasAccessLists {
            frame.pointee.machine.pointee.world.warm(address, slot: key)
        }
        let refund = DynamicGas.storageRefund(change, schedule.pointee)
        if refund != 0 { frame.pointee.machine.pointee.world.addRefund(refund) }
        frame.pointee.machine.pointee.world.setStorage(of: address, at: key, to: change.new)
        // Program counter: the next instruction
        return outcome
    }

    private static func isCold(_ frame: FramePointer, _ key: Word256) -> Bool {
        frame.pointee.schedule.pointee.hasAccessLists
            && !frame.pointee.machine.pointee.world.isWarm(frame.pointee.address, slot: key)
    }

    /// TLOAD (EIP-1153).
    package static func loadTransient(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let key = stack[0]
        // Gas: static
        // Operation
        stack[0] = frame.pointee.machine.pointee.world.transientStorage(
            of: frame.pointee.address, at: key)
        // Program counter: the next instruction
        return GasOutcome(gas: gas)
    }

    /// TSTORE (EIP-1153).
    package static func storeTransient(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64
    ) -> GasOutcome {
        // Stack
        let key = stack[0]
        let value = stack[1]
        // Gas: static
        guard !frame.pointee.isStatic else { return .halted(.writeProtection) }
        // Operation
        frame.pointee.machine.pointee.world.setTransientStorage(
            of: frame.pointee.address, at: key, to: value)
        // Program counter: the next instruction
        return GasOutcome(gas: gas)
    }
}
