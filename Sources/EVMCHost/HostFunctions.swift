import CEVMC
import EVMC
import Primitives
import VM

/// The tier behind a context, which outlives every execution that it asks for.
private func owner(_ context: OpaquePointer?) -> OutsideTier {
    guard let context,
        let object = UnsafeRawPointer(
            bitPattern: UnsafePointer<UInt>(context).pointee)
    else { preconditionFailure("the machine lost its context") }
    return Unmanaged.fromOpaque(object).takeUnretainedValue()
}

/// The machine of ours that a context stands for.
private func machine(_ context: OpaquePointer?) -> UnsafeMutablePointer<Machine> {
    guard let machine = owner(context).world else {
        preconditionFailure("the machine asks while it executes nothing")
    }
    return machine
}

private func read(_ address: UnsafePointer<evmc_address>?) -> Address {
    address.map { Address($0.pointee) } ?? .zero
}

private func read(_ word: UnsafePointer<evmc_bytes32>?) -> Word256 {
    word.map { Word256($0.pointee) } ?? .zero
}

/// What an EVMC machine can ask of a world of ours.
let hostFunctions = evmc_host_interface(
    account_exists: { context, address in
        let (machine, address) = (machine(context), read(address))
        return machine.pointee.fork >= .spuriousDragon
            ? !machine.pointee.world.isEmpty(address) : machine.pointee.world.exists(address)
    },
    get_storage: { context, address, key in
        evmc_bytes32(machine(context).pointee.world.storage(of: read(address), at: read(key)))
    },
    set_storage: { context, address, key, value in
        let (machine, address, key) = (machine(context), read(address), read(key))
        let change = StorageChange(
            original: machine.pointee.world.originalStorage(of: address, at: key),
            current: machine.pointee.world.peekStorage(of: address, at: key), new: read(value))
        machine.pointee.world.setStorage(of: address, at: key, to: change.new)
        return change.status
    },
    get_balance: { context, address in
        evmc_bytes32(machine(context).pointee.world.balance(of: read(address)))
    },
    get_code_size: { context, address in
        numericCast(machine(context).pointee.world.code(of: read(address)).count)
    },
    get_code_hash: { context, address in
        evmc_bytes32(machine(context).pointee.world.codeHash(of: read(address)))
    },
    copy_code: { context, address, offset, target, count in
        let code = machine(context).pointee.world.code(of: read(address))
        guard let target, offset < code.count else { return 0 }
        let part = code.bytes[Int(offset)...].prefix(Int(clamping: count))
        UnsafeMutableRawBufferPointer(start: target, count: part.count).copyBytes(from: part)
        return numericCast(part.count)
    },
    selfdestruct: { context, address, beneficiary in
        machine(context).pointee.world.selfDestruct(
            read(address), beneficiary: read(beneficiary))
    },
    call: { context, message in
        let owner = owner(context)
        guard let message else {
            owner.note(Misdeed("message of a call", "asked for a call without a message"))
            return evmc_result(EVMC_INTERNAL_ERROR)
        }
        owner.noteStack(at: withUnsafePointer(to: message.pointee) { UInt(bitPattern: $0) })
        return owner.answer(message.pointee)
    },
    get_tx_context: { owner($0).told },
    get_block_hash: { context, number in
        let machine = machine(context)
        let present = machine.pointee.block.number
        guard let number = UInt64(exactly: number), number < present, present - number <= 256
        else { return evmc_bytes32() }
        return evmc_bytes32(machine.pointee.block.blockHashes.hash(of: number))
    },
    emit_log: { context, address, data, count, topics, topicCount in
        guard topicCount <= 4, topics != nil || topicCount == 0, data != nil || count == 0 else {
            return owner(context).note(
                Misdeed(
                    "log",
                    "emitted a log of \(topicCount) topics and \(count) bytes, of which "
                        + "it shows less, or more than a log can have"))
        }
        machine(context).pointee.world.addLog(
            Log(
                address: read(address),
                topics: UnsafeBufferPointer(start: topics, count: Int(topicCount))
                    .map(Word256.init),
                data: Array(UnsafeBufferPointer(start: data, count: Int(clamping: count)))))
    },
    access_account: { context, address in
        machine(context).pointee.world.warm(read(address)) ? EVMC_ACCESS_COLD : EVMC_ACCESS_WARM
    },
    access_storage: { context, address, key in
        machine(context).pointee.world.warm(read(address), slot: read(key))
            ? EVMC_ACCESS_COLD : EVMC_ACCESS_WARM
    },
    get_transient_storage: { context, address, key in
        evmc_bytes32(
            machine(context).pointee.world.transientStorage(of: read(address), at: read(key)))
    },
    set_transient_storage: { context, address, key, value in
        machine(context).pointee.world.setTransientStorage(
            of: read(address), at: read(key), to: read(value))
    })
