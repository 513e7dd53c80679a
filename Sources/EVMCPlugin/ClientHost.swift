import CEVMC
import EVMC
import Primitives
import VM

/// The client that runs our machine, as the machine sees it.
///
/// A function that a client leaves out answers as one that knows of nothing.
final class ClientHost: WorldHost {
    /// Valid as long as the client waits for an execution.
    private(set) var functions: UnsafePointer<evmc_host_interface>
    /// The client's own; handed back, never looked into.
    private(set) var context: OpaquePointer?

    init(_ functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?) {
        self.functions = functions
        self.context = context
    }

    /// Goes on with another client, none of whose frames are alive.
    func change(to functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?) {
        self.functions = functions
        self.context = context
    }

    func isOf(_ functions: UnsafePointer<evmc_host_interface>, _ context: OpaquePointer?) -> Bool {
        self.functions == functions && self.context == context
    }

    /// Has the client tell of block and transaction.
    func tellSurroundings(to place: UnsafeMutablePointer<evmc_tx_context>) {
        guard let tell = functions.pointee.get_tx_context else {
            return place.pointee = evmc_tx_context()
        }
        place.pointee = tell(context)
    }

    // MARK: Accounts

    func access(_ address: Address) -> Bool {
        var address = evmc_address(address)
        return functions.pointee.access_account?(context, &address) == EVMC_ACCESS_COLD
    }

    func exists(_ address: Address) -> Bool {
        var address = evmc_address(address)
        return functions.pointee.account_exists?(context, &address) ?? false
    }

    func balance(of address: Address) -> Word256 {
        var address = evmc_address(address)
        return Word256(functions.pointee.get_balance?(context, &address) ?? evmc_bytes32())
    }

    func codeSize(of address: Address) -> Int {
        var address = evmc_address(address)
        return Int(clamping: functions.pointee.get_code_size?(context, &address) ?? 0)
    }

    func codeHash(of address: Address) -> Word256 {
        var address = evmc_address(address)
        return Word256(functions.pointee.get_code_hash?(context, &address) ?? evmc_bytes32())
    }

    func copyCode(
        of address: Address, from offset: Int, to target: UnsafeMutableRawBufferPointer
    ) -> Int {
        var address = evmc_address(address)
        let bytes = target.assumingMemoryBound(to: UInt8.self)
        let count = functions.pointee.copy_code?(
            context, &address, numericCast(offset), bytes.baseAddress, numericCast(bytes.count))
        return min(Int(clamping: count ?? 0), target.count)
    }

    func selfDestruct(_ address: Address, beneficiary: Address) -> Bool {
        var address = evmc_address(address)
        var beneficiary = evmc_address(beneficiary)
        return functions.pointee.selfdestruct?(context, &address, &beneficiary) ?? false
    }

    // MARK: Storage

    func access(_ address: Address, slot key: Word256) -> Bool {
        var address = evmc_address(address)
        var key = evmc_bytes32(key)
        return functions.pointee.access_storage?(context, &address, &key) == EVMC_ACCESS_COLD
    }

    func storage(of address: Address, at key: Word256) -> Word256 {
        var address = evmc_address(address)
        var key = evmc_bytes32(key)
        return Word256(
            functions.pointee.get_storage?(context, &address, &key) ?? evmc_bytes32())
    }

    func setStorage(of address: Address, at key: Word256, to value: Word256) -> StorageChange {
        var address = evmc_address(address)
        var key = evmc_bytes32(key)
        var value = evmc_bytes32(value)
        let status = functions.pointee.set_storage?(context, &address, &key, &value)
        return StorageChange(status ?? EVMC_STORAGE_ASSIGNED)
    }

    func transientStorage(of address: Address, at key: Word256) -> Word256 {
        var address = evmc_address(address)
        var key = evmc_bytes32(key)
        return Word256(
            functions.pointee.get_transient_storage?(context, &address, &key) ?? evmc_bytes32())
    }

    func setTransientStorage(of address: Address, at key: Word256, to value: Word256) {
        var address = evmc_address(address)
        var key = evmc_bytes32(key)
        var value = evmc_bytes32(value)
        functions.pointee.set_transient_storage?(context, &address, &key, &value)
    }

    // MARK: The rest

    func add(_ log: Log) {
        var address = evmc_address(log.address)
        let topics = log.topics.map(evmc_bytes32.init)
        log.data.withUnsafeBufferPointer { data in
            topics.withUnsafeBufferPointer { topics in
                functions.pointee.emit_log?(
                    context, &address, data.baseAddress, numericCast(data.count),
                    topics.baseAddress, numericCast(topics.count))
            }
        }
    }

    func blockHash(of number: UInt64) -> Word256 {
        guard let number = Int64(exactly: number) else { return .zero }
        return Word256(functions.pointee.get_block_hash?(context, number) ?? evmc_bytes32())
    }

    func perform(
        _ call: HostedCall, output: (UnsafeRawBufferPointer) -> Void
    ) -> HostedCallResult {
        var message = evmc_message(call)
        guard let result = functions.pointee.call?(context, &message) else {
            return HostedCallResult(halt: .outOfGas, gasLeft: 0, refund: 0, created: .zero)
        }
        defer { result.releaseResources() }
        let halt = Halt(result.status_code) ?? .outOfGas
        if halt.isSuccess || halt == .revert { output(result.output) }
        return HostedCallResult(
            halt: halt, gasLeft: min(max(0, result.gas_left), call.gas),
            refund: halt.isSuccess ? result.gas_refund : 0,
            created: Address(result.create_address))
    }
}

extension evmc_message {
    /// What a client is asked to perform.
    init(_ call: HostedCall) {
        self.init()
        kind = evmc_call_kind(call.kind)
        flags = call.isStatic ? EVMC_STATIC.rawValue : 0
        if call.delegate != nil { flags |= EVMC_DELEGATED.rawValue }
        depth = Int32(clamping: call.depth)
        gas = call.gas
        recipient = evmc_address(call.recipient)
        sender = evmc_address(call.caller)
        input_data = call.input.assumingMemoryBound(to: UInt8.self).baseAddress
        input_size = numericCast(call.input.count)
        value = evmc_bytes32(call.value)
        create2_salt = evmc_bytes32(call.salt)
        code_address = evmc_address(call.delegate ?? call.target)
    }
}
