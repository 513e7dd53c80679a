import CEVMC
import Conformance
import EVMC
import EVMCPlugin
import Precompiles
import Primitives
import VM

/// A client that keeps its state in a world of ours, and has all code executed by an EVMC machine.
///
/// It performs calls and creations itself, by the rules of the fork, so every frame below the
/// outermost re-enters the machine.
final class TestClient {
    let machine: UnsafeMutablePointer<evmc_vm>
    let fork: Fork
    let block: BlockEnvironment
    let transaction: TransactionContext
    var world: WorldState
    /// Executions, of which those that a call led to are `nested`.
    private(set) var executions = 0
    private(set) var nested = 0
    private var depth = 0
    /// How deep executions lay inside each other.
    private(set) var deepest = 0
    /// The most native stack, in bytes, that the machine used between being asked to execute code
    /// and asking for a call.
    private(set) var largestStack = 0
    /// Where the native stack stood when the innermost execution was asked for.
    private var stackPlace: UInt = 0

    init(_ machine: UnsafeMutablePointer<evmc_vm>, _ item: Case, _ context: TransactionContext) {
        self.machine = machine
        fork = item.fork
        block = item.block
        transaction = context
        world = item.world.makeWorld()
    }

    private var rules: PrecompileRules { PrecompileRules(fork) }

    // MARK: Messages

    /// Runs a case's message, and answers what came of it; the caller releases that.
    func run(_ item: CaseMessage) -> evmc_result {
        world.beginTransaction(fork: fork)
        if fork >= .berlin { warm(item) }
        let result = item.message.data.withUnsafeBytes { perform(item.message, $0) }
        if item.clearsDestroyed { world.finishTransaction() }
        return result
    }

    /// Warms up what every message of the fork finds warm (EIP-2929, EIP-3651).
    private func warm(_ item: CaseMessage) {
        world.warm(item.message.caller)
        world.warm(item.context.origin)
        world.warm(item.message.recipient)
        for precompile in rules.precompiles { world.warm(precompile.address) }
        if fork >= .shanghai { world.warm(block.coinbase) }
        for entry in item.accessList {
            world.warm(entry.address)
            for key in entry.keys { world.warm(entry.address, slot: key) }
        }
    }

    private func perform(_ item: Message, _ data: UnsafeRawBufferPointer) -> evmc_result {
        var message = evmc_message()
        message.kind = evmc_call_kind(item.kind)
        message.flags = item.isStatic ? EVMC_STATIC.rawValue : 0
        message.depth = Int32(clamping: item.depth)
        message.gas = item.gas
        message.recipient = evmc_address(item.recipient)
        message.sender = evmc_address(item.caller)
        message.input_data = data.assumingMemoryBound(to: UInt8.self).baseAddress
        message.input_size = data.count
        message.value = evmc_bytes32(item.value)
        message.code_address = message.recipient
        if item.kind.isCreation { return create(message, at: item.recipient) }
        var delegate: Address?
        if item.code == nil, fork >= .prague {
            delegate = world.code(of: item.recipient).delegation
        }
        if let delegate {
            world.warm(delegate)
            message.code_address = evmc_address(delegate)
            message.flags |= EVMC_DELEGATED.rawValue
        }
        return call(message, code: item.code, movesValue: item.transfersValue)
    }

    private func call(_ message: evmc_message, code: Code?, movesValue: Bool) -> evmc_result {
        let checkpoint = world.checkpoint()
        guard move(message, movesValue) else {
            return evmc_result(EVMC_INSUFFICIENT_BALANCE)
        }
        let target = Address(message.code_address)
        let isDelegated = message.flags & EVMC_DELEGATED.rawValue != 0
        let result =
            if code == nil, !isDelegated, let precompile = Precompile(address: target, rules: rules)
            {
                run(precompile, message)
            } else {
                execute(message, code ?? world.code(of: target))
            }
        if result.status_code != EVMC_SUCCESS { world.revert(to: checkpoint) }
        return result
    }

    private func move(_ message: evmc_message, _ movesValue: Bool) -> Bool {
        let value = Word256(message.value)
        let recipient = Address(message.recipient)
        guard movesValue, !value.isZero else {
            world.touch(recipient)
            return true
        }
        return world.transfer(value, from: Address(message.sender), to: recipient)
    }

    private func run(_ precompile: Precompile, _ message: evmc_message) -> evmc_result {
        let input = UnsafeRawBufferPointer(start: message.input_data, count: message.input_size)
        let cost = precompile.gasCost(input: input, rules: rules)
        guard cost <= UInt64(message.gas) else { return evmc_result(EVMC_OUT_OF_GAS) }
        guard case .success(let output) = precompile.run(input: input, rules: rules) else {
            return evmc_result(EVMC_PRECOMPILE_FAILURE)
        }
        return output.withUnsafeBytes {
            evmc_result(EVMC_SUCCESS, gasLeft: message.gas - Int64(cost), output: $0)
        }
    }

    /// Creates an account at an address; the creator's nonce has grown.
    private func create(_ message: evmc_message, at address: Address) -> evmc_result {
        guard !world.isOccupied(address) else { return evmc_result(EVMC_FAILURE) }
        let checkpoint = world.checkpoint()
        world.createAccount(at: address)
        var message = message
        message.recipient = evmc_address(address)
        guard move(message, true) else {
            world.revert(to: checkpoint)
            return evmc_result(EVMC_INSUFFICIENT_BALANCE)
        }
        let initcode = Code(
            copying: UnsafeRawBufferPointer(start: message.input_data, count: message.input_size))
        message.input_data = nil
        message.input_size = 0
        var result = execute(message, initcode)
        if result.status_code == EVMC_SUCCESS, !initcode.isEmpty {
            deposit(&result, at: address)
        }
        if result.status_code == EVMC_SUCCESS {
            result.create_address = evmc_address(address)
        } else {
            world.revert(to: checkpoint)
        }
        return result
    }

    /// Makes what initcode returned an account's code (EIP-2, EIP-170, EIP-3541).
    private func deposit(_ result: inout evmc_result, at address: Address) {
        let code = Code(copying: result.output)
        let cost = Int64(200 * code.count)
        let failure: Halt? =
            if fork >= .london, code.bytes.first == 0xef {
                .invalidCodePrefix
            } else if cost > result.gas_left {
                .outOfGas
            } else if fork >= .spuriousDragon, code.count > 0x6000 {
                .codeTooLarge
            } else {
                nil
            }
        guard let failure else {
            result.gas_left -= cost
            return world.setCode(code, of: address)
        }
        if failure == .outOfGas, fork < .homestead { return }
        result.releaseResources()
        result = evmc_result(failure.status)
    }

    private func execute(_ message: evmc_message, _ code: Code) -> evmc_result {
        executions += 1
        nested += depth > 0 ? 1 : 0
        depth += 1
        deepest = max(deepest, depth)
        let outerPlace = stackPlace
        defer {
            depth -= 1
            stackPlace = outerPlace
        }
        var message = message
        stackPlace = withUnsafePointer(to: &message) { UInt(bitPattern: $0) }
        let bytes = code.bytes.assumingMemoryBound(to: UInt8.self)
        let context = OpaquePointer(Unmanaged.passUnretained(self).toOpaque())
        return withExtendedLifetime(code) {
            machine.pointee.execute(
                machine, Self.interface, context, fork.revision, &message, bytes.baseAddress,
                bytes.count)
        }
    }

    // MARK: What the machine asks

    /// A call or creation that code asks for.
    func answer(_ message: evmc_message) -> evmc_result {
        let place = withUnsafePointer(to: message) { UInt(bitPattern: $0) }
        largestStack = max(largestStack, Int(clamping: stackPlace) - Int(clamping: place))
        guard message.kind == EVMC_CREATE || message.kind == EVMC_CREATE2 else {
            return call(message, code: nil, movesValue: message.kind != EVMC_DELEGATECALL)
        }
        let creator = Address(message.sender)
        let nonce = world.nonce(of: creator)
        guard nonce < .max else { return evmc_result(EVMC_REVERT, gasLeft: message.gas) }
        let initcode = UnsafeRawBufferPointer(
            start: message.input_data, count: message.input_size)
        let address =
            message.kind == EVMC_CREATE
            ? ContractAddress.create(by: creator, nonce: nonce)
            : ContractAddress.create2(
                by: creator, salt: Word256(message.create2_salt),
                initcodeHash: Keccak256.hash(initcode))
        if fork >= .berlin { world.warm(address) }
        world.setNonce(nonce + 1, of: creator)
        return create(message, at: address)
    }

    var surroundings: evmc_tx_context {
        var context = evmc_tx_context()
        context.tx_gas_price = evmc_bytes32(transaction.gasPrice)
        context.tx_origin = evmc_address(transaction.origin)
        context.block_coinbase = evmc_address(block.coinbase)
        context.block_number = Int64(clamping: block.number)
        context.block_timestamp = Int64(clamping: block.timestamp)
        context.block_gas_limit = Int64(clamping: block.gasLimit)
        context.block_prev_randao = evmc_bytes32(
            fork >= .paris ? block.prevRandao : block.difficulty)
        context.chain_id = evmc_bytes32(block.chainIdentifier)
        context.block_base_fee = evmc_bytes32(block.baseFee)
        context.blob_base_fee = evmc_bytes32(block.blobBaseFee)
        context.blob_hashes = UnsafePointer(blobHashes.baseAddress)
        context.blob_hashes_count = blobHashes.count
        return context
    }

    private lazy var blobHashes: UnsafeMutableBufferPointer<evmc_bytes32> = {
        let hashes = transaction.blobVersionedHashes.map(evmc_bytes32.init)
        let buffer = UnsafeMutableBufferPointer<evmc_bytes32>.allocate(capacity: hashes.count)
        _ = buffer.initialize(from: hashes)
        return buffer
    }()

    deinit { blobHashes.deallocate() }
}
