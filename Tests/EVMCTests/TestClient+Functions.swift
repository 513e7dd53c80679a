import CEVMC
import EVMC
import Primitives
import VM

extension TestClient {
    /// The functions at an address that stays: machines know a client by it.
    nonisolated(unsafe) static let interface = {
        let interface = UnsafeMutablePointer<evmc_host_interface>.allocate(capacity: 1)
        interface.initialize(to: functions)
        return UnsafePointer(interface)
    }()
}

/// The client behind a context, which outlives every execution that it asks for.
private func owner(_ context: OpaquePointer?) -> TestClient {
    guard let context else { preconditionFailure("the machine lost its context") }
    return Unmanaged.fromOpaque(UnsafeRawPointer(context)).takeUnretainedValue()
}

private func read(_ address: UnsafePointer<evmc_address>?) -> Address {
    address.map { Address($0.pointee) } ?? .zero
}

private func read(_ word: UnsafePointer<evmc_bytes32>?) -> Word256 {
    word.map { Word256($0.pointee) } ?? .zero
}

private var functions: evmc_host_interface {
    evmc_host_interface(
        account_exists: { context, address in
            let (client, address) = (owner(context), read(address))
            return client.fork >= .spuriousDragon
                ? !client.world.isEmpty(address) : client.world.exists(address)
        },
        get_storage: { context, address, key in
            evmc_bytes32(
                owner(context).world.storage(of: read(address), at: read(key)))
        },
        set_storage: { context, address, key, value in
            let (client, address, key) = (owner(context), read(address), read(key))
            let change = StorageChange(
                original: client.world.originalStorage(of: address, at: key),
                current: client.world.peekStorage(of: address, at: key), new: read(value))
            client.world.setStorage(of: address, at: key, to: change.new)
            return change.status
        },
        get_balance: { context, address in
            evmc_bytes32(owner(context).world.balance(of: read(address)))
        },
        get_code_size: { context, address in
            owner(context).world.code(of: read(address)).count
        },
        get_code_hash: { context, address in
            evmc_bytes32(owner(context).world.codeHash(of: read(address)))
        },
        copy_code: { context, address, offset, target, count in
            let code = owner(context).world.code(of: read(address))
            guard offset < code.count else { return 0 }
            let part = code.bytes[offset...].prefix(count)
            UnsafeMutableRawBufferPointer(start: target, count: count).copyBytes(from: part)
            return part.count
        },
        selfdestruct: { context, address, beneficiary in
            owner(context).world.selfDestruct(
                read(address), beneficiary: read(beneficiary))
        },
        call: { context, message in
            message.map { owner(context).answer($0.pointee) } ?? evmc_result(EVMC_FAILURE)
        },
        get_tx_context: { owner($0).surroundings },
        get_block_hash: { context, number in
            evmc_bytes32(owner(context).block.blockHashes.hash(of: UInt64(number)))
        },
        emit_log: { context, address, data, count, topics, topicCount in
            owner(context).world.addLog(
                Log(
                    address: read(address),
                    topics: UnsafeBufferPointer(start: topics, count: topicCount)
                        .map(Word256.init),
                    data: Array(UnsafeBufferPointer(start: data, count: count))))
        },
        access_account: { context, address in
            owner(context).world.warm(read(address))
                ? EVMC_ACCESS_COLD : EVMC_ACCESS_WARM
        },
        access_storage: { context, address, key in
            owner(context).world.warm(read(address), slot: read(key))
                ? EVMC_ACCESS_COLD : EVMC_ACCESS_WARM
        },
        get_transient_storage: { context, address, key in
            evmc_bytes32(
                owner(context).world.transientStorage(
                    of: read(address), at: read(key)))
        },
        set_transient_storage: { context, address, key, value in
            owner(context).world.setTransientStorage(
                of: read(address), at: read(key), to: read(value))
        })
}
