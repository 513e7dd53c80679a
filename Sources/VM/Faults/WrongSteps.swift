import Precompiles
import Primitives

/// The faults planted in one machine's shared code, and what they remember.
final class PlantedFaults {
    fileprivate let faults: Faults
    /// The caller's memory that the identity contract was last given, until its caller goes on.
    fileprivate var identityInput: UnsafeRawBufferPointer?

    /// - Returns: nil if none of the faults is one of shared code.
    init?(_ faults: Faults) {
        self.faults = faults.intersection(Fault.shared)
        if self.faults.isEmpty { return nil }
    }

    fileprivate func contains(_ fault: Fault) -> Bool { faults.contains(fault) }
}

/// The steps of a machine in whose shared code faults are planted.
enum WrongSteps: SharedSteps {
    /// What every call takes of the native stack, in blocks of 1 KiB.
    private static let stackBlocks = 128
    /// As deep as `stackBlocks` are said to let calls go.
    private static let nativeDepthLimit = 64

    // MARK: Calls

    static func charge(
        _ charge: CallCharge, requested: Word256, of frame: FramePointer
    ) -> CallCharge {
        guard frame.plants(.callGasIsSigned), let gas = requested.asUInt64, gas > Int64.max,
            charge.cost <= UInt64(frame.pointee.gas)
        else { return charge }
        return CallCharge(
            cost: min(charge.cost, charge.calleeGas), calleeGas: charge.calleeGas)
    }

    static func obstacle(
        to invocation: Invocation, in machine: UnsafeMutablePointer<Machine>
    ) -> Completion? {
        if machine.plants(.callsUseNativeStack) {
            _ = descend(blocks: invocation.depth * stackBlocks)
        }
        if machine.plants(.nativeFaultIsHalt), invocation.depth > nativeDepthLimit {
            return Completion(invocation, .outOfGas, gas: 0)
        }
        return nil
    }

    /// Uses as much of the native stack as a driver would that calls itself.
    @inline(never)
    private static func descend(blocks: Int) -> UInt8 {
        withUnsafeTemporaryAllocation(byteCount: 1 << 10, alignment: 16) { block in
            block.initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: blocks))
            return blocks > 0 ? descend(blocks: blocks - 1) ^ block[blocks & 0x3ff] : block[0]
        }
    }

    static func transfer(
        _ invocation: Invocation, in machine: UnsafeMutablePointer<Machine>
    ) -> Bool {
        guard machine.plants(.transferAfterDestruction),
            machine.pointee.world.wasDestroyedEarlier(invocation.recipient)
        else { return RightSteps.transfer(invocation, in: machine) }
        return machine.pointee.world.subtractBalance(invocation.value, from: invocation.caller)
    }

    static func memory(
        of invocation: Invocation, calledBy caller: FramePointer
    ) -> UnsafeMutableRawPointer {
        guard caller.plants(.callReusesMemory), invocation.code === caller.pointee.codeObject
        else { return RightSteps.memory(of: invocation, calledBy: caller) }
        return caller.pointee.memory
    }

    // MARK: Return data

    static func didRun(
        _ precompile: Precompile, _ invocation: Invocation,
        in machine: UnsafeMutablePointer<Machine>
    ) {
        guard precompile == .identity, machine.pointee.frameCount > 0 else { return }
        machine.pointee.planted?.identityInput = invocation.callData
    }

    static func didResume(_ frame: FramePointer) {
        let machine = frame.pointee.machine
        guard let planted = machine.pointee.planted, let input = planted.identityInput else {
            return
        }
        planted.identityInput = nil
        if planted.contains(.identityReturnsView), let start = input.baseAddress {
            frame.pointee.returnData = start
        }
        if planted.contains(.outputOverwritesReturnData) {
            machine.pointee.returnBuffer.replace(with: input)
            frame.pointee.returnData = UnsafeRawPointer(machine.pointee.returnBuffer.base)
        }
    }

    static func showsOutput(ofCreationEndedBy halt: Halt, to frame: FramePointer) -> Bool {
        halt.isSuccess && frame.plants(.creatorReadsCode)
            || RightSteps.showsOutput(ofCreationEndedBy: halt, to: frame)
    }

    // MARK: Creations

    static func limitsInitcode(worth value: Word256, of frame: FramePointer) -> Bool {
        guard frame.plants(.balanceBeforeInitcodeSize) else { return true }
        return frame.pointee.machine.pointee.world.balance(of: frame.pointee.address) >= value
    }

    static func isOccupied(
        _ address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Bool {
        machine.plants(.failedInitcodeKeepsStorage)
            ? machine.pointee.world.hasCodeOrNonce(address)
            : RightSteps.isOccupied(address, in: machine)
    }

    static func createAccount(
        at address: Address, in machine: UnsafeMutablePointer<Machine>
    ) {
        guard machine.plants(.failedInitcodeKeepsStorage) else {
            return RightSteps.createAccount(at: address, in: machine)
        }
        let kept = machine.pointee.world.entries(of: address)
        machine.pointee.world.createAccount(at: address)
        for entry in kept {
            machine.pointee.world.setStorage(of: address, at: entry.key, to: entry.value)
        }
    }

    // MARK: Ends of frames

    static func halt(_ halt: Halt, of frame: FramePointer) -> Halt {
        guard frame.plants(.selfDestructIsStaticFirst), halt == .outOfGas,
            frame.pointee.isStatic,
            frame.pointee.code[frame.pointee.pc] == Opcode.selfdestruct.rawValue
        else { return halt }
        return .writeProtection
    }

    static func undo(_ frame: FramePointer, endedBy halt: Halt) {
        let machine = frame.pointee.machine
        let address = frame.pointee.address
        let refund = machine.pointee.world.refund
        let isCreation = frame.pointee.kind.isCreation
        let entries =
            isCreation && machine.plants(.failedInitcodeKeepsStorage)
            ? machine.pointee.world.entries(of: address) : []
        RightSteps.undo(frame, endedBy: halt)
        machine.pointee.world.leave(entries, at: address)
        if isCreation, halt.isSuccess, machine.plants(.failedDepositKeepsRefund) {
            machine.pointee.world.refund = refund
        }
    }
}

extension UnsafeMutablePointer where Pointee == Machine {
    fileprivate func plants(_ fault: Fault) -> Bool { pointee.planted?.contains(fault) ?? false }
}

extension UnsafeMutablePointer where Pointee == Frame {
    fileprivate func plants(_ fault: Fault) -> Bool { pointee.machine.plants(fault) }
}

extension WorldState {
    /// Whether the account went when an earlier transaction ended, and did not come back since.
    fileprivate func wasDestroyedEarlier(_ address: Address) -> Bool {
        guard let account = find(address) else { return false }
        let destroyed = accounts[account].destroyedEpoch
        return destroyed != 0 && destroyed != epoch && !accounts[account].exists
    }

    /// What the account's storage holds, also where there is no account.
    fileprivate func entries(of address: Address) -> [StorageEntry] {
        guard let account = find(address) else { return [] }
        return slots.indices.compactMap { slot in
            let value = value(ofSlot: slot)
            guard Int(slots[slot].account) == account, !value.isZero else { return nil }
            return StorageEntry(key: slots[slot].key, value: value)
        }
    }

    /// Puts values into storage that nothing takes back.
    fileprivate mutating func leave(_ entries: [StorageEntry], at address: Address) {
        guard let account = find(address) else { return }
        for entry in entries {
            let slot = slotRecord(entry.key, account: account)
            write(entry.value, generation: accounts[account].storageGeneration, slot: slot)
        }
    }
}
