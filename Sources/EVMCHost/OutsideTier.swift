package import CEVMC
import CMachineHost
import EVMC
package import Primitives
package import VM

/// Has every frame of a machine of ours executed by an EVMC machine of others.
///
/// World, transactions, value, accounts, precompiled contracts, code deposit and what failures undo
/// are the driver's, as in every run; this tier runs each frame by the other machine's `execute`,
/// and a call for which that asks comes back to the driver (`FramePointer.perform`). So a call lies
/// on the native stack with all the machine needs for it: see `nativeStackByteCount`.
///
/// What the machine can only read lies in pages that it cannot write, its results are checked before
/// they are believed, and the first thing that no machine may do ends the run.
package final class OutsideTier: CompiledTier {
    /// Native stack that a thread should have for 1,024 executions inside each other.
    package static let nativeStackByteCount = 256 << 20

    let machine: UnsafeMutablePointer<evmc_vm>
    private let memory: HandedMemory
    let results = HandedResults()
    /// The host's functions, and the context by which they find this object.
    private let functions: UnsafePointer<evmc_host_interface>
    private let context: OpaquePointer
    /// What lies above is a case's.
    private let ground: HandedMemory.Mark

    /// The machine of ours that runs; nil between runs.
    private(set) var world: UnsafeMutablePointer<Machine>?
    /// The frame that is executed now.
    private(set) var frame: FramePointer?
    /// What the call that the driver begins now was asked for by.
    private var asked: evmc_message?
    private var surroundings = evmc_tx_context()

    /// Why the present run cannot go on; the first reason counts.
    private(set) var obstacle: Obstacle?
    /// Whether the outermost frame that ended last failed without a reason told.
    private var hasUnnamedFailure = false

    /// Executions so far, and those that a call led to.
    package private(set) var executions = 0
    package private(set) var nested = 0
    /// How deep executions lay inside each other.
    package private(set) var deepest = 0
    private var depth = 0
    /// The most native stack, in bytes, between asking for an execution and being asked for a call.
    package internal(set) var largestStack = 0
    /// Where the native stack stood when the innermost execution was asked for.
    private(set) var stackPlace: UInt = 0

    /// - Parameters:
    ///   - machine: destroyed by whoever made it, after this object.
    ///   - isAlone: whether it has the process for itself, so that faults are told of in its words.
    /// - Throws: that there is no memory to hand over.
    package init(
        _ machine: UnsafeMutablePointer<evmc_vm>, isAlone: Bool = false
    ) throws(SystemFailure) {
        self.machine = machine
        memory = try HandedMemory(isWatched: isAlone)
        guard
            let functions = memory.place(hostFunctions, label: "the table of the host's functions"),
            let place = memory.place(UInt(0), label: "the host's context")
        else { throw SystemFailure(operation: "memory for a host", errno: 0) }
        self.functions = functions
        context = OpaquePointer(place)
        ground = memory.mark
        memory.overwrite(place, with: UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque()))
    }

    // MARK: Runs

    /// Begins a case on a machine of ours.
    package func begin(_ world: UnsafeMutablePointer<Machine>) {
        self.world = world
        memory.release(to: ground)
        memory.giveBack()
        results.begin()
        frame = nil
        asked = nil
        obstacle = nil
        hasUnnamedFailure = false
        depth = 0
    }

    /// Ends it.
    ///
    /// - Returns: why what came out means nothing, if so.
    package func end() -> Obstacle? {
        if obstacle == nil, let misdeed = results.misdeed ?? results.leak {
            obstacle = .misdeed(misdeed)
        }
        world = nil
        return obstacle
    }

    /// Whether the outermost frame failed without a reason told, since this was last asked.
    package func takeUnnamedFailure() -> Bool {
        defer { hasUnnamedFailure = false }
        return hasUnnamedFailure
    }

    /// Has faults of this thread told of on standard error, in words of the host's.
    package static func reportFaults() { _ = machine_host_report_faults() }

    /// Ends the process with a line on standard error.
    package static func giveUp(_ line: String) -> Never { machine_host_give_up(line) }

    func note(_ new: Obstacle) { obstacle = obstacle ?? new }

    func note(_ misdeed: Misdeed) { note(.misdeed(misdeed)) }

    // MARK: Frames

    package func run(_ frame: FramePointer) -> RunEnd {
        guard obstacle == nil else { return .resourceLimit }
        let outer = (frame: self.frame, stackPlace: stackPlace, mark: memory.mark)
        self.frame = frame
        depth += 1
        executions += 1
        nested += depth > 1 ? 1 : 0
        deepest = max(deepest, depth)
        defer {
            self.frame = outer.frame
            stackPlace = outer.stackPlace
            depth -= 1
        }
        if depth == 1 { surroundings = makeSurroundings() }
        let refund = frame.pointee.machine.pointee.world.refund
        let result = execute(frame)
        // Not in `defer`: what the result tells of may lie there.
        let end = result.map { conclude(frame, $0, refundBefore: refund) }
        memory.release(to: outer.mark)
        return end ?? .resourceLimit
    }

    private func execute(_ frame: FramePointer) -> evmc_result? {
        var message = self.message(of: frame)
        let code = frame.pointee.codeObject.bytes
        let isCreation = frame.pointee.kind.isCreation
        let input = UnsafeRawBufferPointer(
            start: frame.pointee.callData, count: isCreation ? 0 : frame.pointee.callDataCount)
        guard let shownCode = memory.place(code, label: "the code"),
            let shownInput = memory.place(input, label: "the call data")
        else { return tooMuch() }
        message.input_data =
            input.isEmpty ? nil : shownInput.assumingMemoryBound(to: UInt8.self).baseAddress
        message.input_size = numericCast(input.count)
        let codeStart = shownCode.assumingMemoryBound(to: UInt8.self).baseAddress
        message.code = codeStart
        message.code_size = numericCast(code.count)
        guard let shown = memory.place(message, label: "the message") else { return tooMuch() }
        stackPlace = withUnsafePointer(to: &message) { UInt(bitPattern: $0) }
        return machine.pointee.execute(
            machine, functions, context, fork.revision, shown, codeStart,
            numericCast(code.count))
    }

    private func tooMuch() -> evmc_result? {
        note(.unsupported("a limit of this program ended the run"))
        return nil
    }

    private var fork: Fork { world?.pointee.fork ?? .frontier }

    /// The message that a frame stands for: the one that asked for it, if a machine did.
    private func message(of frame: FramePointer) -> evmc_message {
        var message = asked ?? evmc_message()
        if asked == nil {
            message.kind = evmc_call_kind(frame.pointee.kind)
            message.flags = frame.pointee.isStatic ? EVMC_STATIC.rawValue : 0
            message.depth = Int32(clamping: frame.pointee.depth)
            message.sender = evmc_address(frame.pointee.caller)
            message.value = evmc_bytes32(frame.pointee.value)
            message.code_address = evmc_address(frame.pointee.address)
            let own = frame.pointee.machine.pointee.world.code(of: frame.pointee.address)
            if fork >= .prague, let delegate = own.delegation, own !== frame.pointee.codeObject {
                message.code_address = evmc_address(delegate)
                message.flags |= EVMC_DELEGATED.rawValue
            }
        }
        asked = nil
        message.gas = frame.pointee.gas
        message.recipient = evmc_address(frame.pointee.address)
        return message
    }

    /// Checks a result, puts it into the frame, and has it released.
    private func conclude(
        _ frame: FramePointer, _ result: evmc_result, refundBefore: Int64
    ) -> RunEnd {
        guard obstacle == nil else { return .resourceLimit }
        if let obstacle = ResultCheck.obstacle(result, gas: frame.pointee.gas, fork: fork) {
            note(obstacle)
            return .resourceLimit
        }
        let isSuccess = result.status_code == EVMC_SUCCESS
        let keepsOutput = isSuccess || result.status_code == EVMC_REVERT
        let hasRoom = frame.conclude(
            output: keepsOutput ? result.output : UnsafeRawBufferPointer(start: nil, count: 0),
            gas: result.gas_left)
        result.releaseResources()
        guard hasRoom else {
            _ = tooMuch()
            return .resourceLimit
        }
        if isSuccess {
            let refund = frame.pointee.machine.pointee.world.refund
            frame.pointee.machine.pointee.world.addRefund(
                refundBefore + result.gas_refund - refund)
        }
        let halt = Halt(result.status_code)
        if depth == 1 { hasUnnamedFailure = halt == nil }
        return .ended(halt ?? .undefinedOpcode)
    }

    // MARK: Calls

    /// Performs what the machine asks for, from inside an execution of its.
    func answer(_ message: evmc_message) -> evmc_result {
        guard obstacle == nil, let frame else { return evmc_result(EVMC_INTERNAL_ERROR) }
        if let misdeed = CallCheck.misdeed(message, of: frame) {
            note(misdeed)
            return evmc_result(EVMC_INTERNAL_ERROR)
        }
        guard let call = HostedCall(message) else {
            note(.unsupported("asks for a call of a kind that no fork has"))
            return evmc_result(EVMC_INTERNAL_ERROR)
        }
        var answer = evmc_result()
        asked = message
        let done = frame.perform(call) { output in
            answer = results.hand(EVMC_SUCCESS, gasLeft: 0, refund: 0, output: output)
        }
        asked = nil
        guard let done else { return evmc_result(EVMC_INTERNAL_ERROR) }
        finish(&answer, done)
        return answer
    }

    /// Fills in how a call ended; its output is there.
    private func finish(_ answer: inout evmc_result, _ done: HostedCallResult) {
        // Only a revert can give back the gas of a call that could not begin.
        let hasBegun =
            switch done.halt {
            case .callDepth, .insufficientBalance, .nonceOverflow: false
            default: true
            }
        answer.status_code = hasBegun ? done.halt.status : EVMC_REVERT
        if done.halt.isSuccess {
            answer.gas_refund = done.refund
            answer.create_address = evmc_address(done.created)
        }
        if done.halt.isSuccess || answer.status_code == EVMC_REVERT {
            answer.gas_left = done.gasLeft
        }
    }

    /// Notes how much native stack lies between an execution and this call.
    func noteStack(at place: UInt) {
        largestStack = max(largestStack, Int(clamping: stackPlace) - Int(clamping: place))
    }

    // MARK: Surroundings

    /// Block and transaction, as the machine is told of them.
    var told: evmc_tx_context { surroundings }

    private func makeSurroundings() -> evmc_tx_context {
        guard let world else { return evmc_tx_context() }
        var context = evmc_tx_context(world.pointee.block, fork: fork)
        context.blob_base_fee = evmc_bytes32(world.pointee.blobBaseFee)
        context.tx_gas_price = evmc_bytes32(world.pointee.transaction.gasPrice)
        context.tx_origin = evmc_address(world.pointee.transaction.origin)
        let hashes = world.pointee.transaction.blobVersionedHashes.map(evmc_bytes32.init)
        guard !hashes.isEmpty else { return context }
        let shown = hashes.withUnsafeBytes { memory.place($0, label: "the blobs' hashes") }
        context.blob_hashes = shown?.assumingMemoryBound(to: evmc_bytes32.self).baseAddress
        context.blob_hashes_count = shown == nil ? 0 : numericCast(hashes.count)
        return context
    }
}

extension evmc_tx_context {
    /// What code sees of a block.
    fileprivate init(_ block: BlockEnvironment, fork: Fork) {
        self.init()
        block_coinbase = evmc_address(block.coinbase)
        block_number = Int64(clamping: block.number)
        block_timestamp = Int64(clamping: block.timestamp)
        block_gas_limit = Int64(clamping: block.gasLimit)
        block_prev_randao = evmc_bytes32(fork >= .paris ? block.prevRandao : block.difficulty)
        chain_id = evmc_bytes32(block.chainIdentifier)
        block_base_fee = evmc_bytes32(block.baseFee)
    }
}

extension HostedCall {
    /// What a machine asks for; nil if no fork has it.
    fileprivate init?(_ message: evmc_message) {
        guard let kind = MessageKind(message.kind, flags: message.flags) else { return nil }
        let codeAddress = Address(message.code_address)
        let isDelegated = message.flags & EVMC_DELEGATED.rawValue != 0
        self.init(
            of: kind, isStatic: message.flags & EVMC_STATIC.rawValue != 0,
            delegate: isDelegated ? codeAddress : nil, depth: Int(message.depth),
            gas: message.gas, caller: Address(message.sender),
            recipient: Address(message.recipient), target: codeAddress,
            value: Word256(message.value),
            input: UnsafeRawBufferPointer(
                start: message.input_data,
                count: message.input_data == nil ? 0 : Int(message.input_size)),
            salt: Word256(message.create2_salt))
    }
}
