import Primitives

/// The operands of a CREATE or CREATE2.
private struct CreateOperands {
    let value: Word256
    let initcode: MemoryWindow
    /// CREATE2 alone has one.
    let salt: Word256?
    let count: Int

    init(_ stack: OperandStack, _ kind: MessageKind) {
        value = stack[0]
        initcode = stack.window(offset: 1, size: 2)
        salt = kind == .create2 ? stack[3] : nil
        count = kind == .create2 ? 4 : 3
    }
}

/// The longest code of an account, in bytes (EIP-170).
private let codeLimit = 0x6000
/// The longest initcode, in bytes (EIP-3860).
private let initcodeLimit = 2 * codeLimit

extension Driver {
    /// Performs the CREATE or CREATE2 at which a frame stands.
    ///
    /// - Returns: why the frame ends by it, or nil if there is a topmost frame to go on with.
    /// - Precondition: the frame's stack holds the operands, and its gas is true.
    func performCreate(_ frame: FramePointer, _ kind: MessageKind) -> RunEnd? {
        // Stack
        let operands = CreateOperands(frame.pointee.stack, kind)
        // Gas
        let schedule = machine.pointee.instructions.schedule
        let cost = DynamicGas.sum(
            GasSchedule.create
                + DynamicGas.initcode(
                    operands.initcode, isHashed: operands.salt != nil, schedule.pointee),
            frame.expansion(to: operands.initcode.end))
        guard cost <= UInt64(frame.pointee.gas) else { return .ended(.outOfGas) }
        if machine.pointee.fork >= .shanghai, operands.initcode.size > initcodeLimit,
            Steps.limitsInitcode(worth: operands.value, of: frame)
        {
            return .ended(.initcodeTooLarge)
        }
        guard !frame.pointee.isStatic else { return .ended(.writeProtection) }
        let outcome = frame.charge(cost, to: frame.pointee.gas, holding: operands.initcode.end)
        guard !outcome.isHalt else { return outcome.end }
        let handed = gasHandedOn(outcome.rawValue)
        frame.pointee.gas = outcome.rawValue - handed
        // Operation
        frame.pointee.stackTop -= OperandStack.limbsPerWord * operands.count
        machine.pointee.returnBuffer.removeAll()
        machine.pointee.finishStep(nil, gas: frame.pointee.gas, handedOn: handed)
        if Steps.World.isHosted {
            let initcode = frame.pointee.linearMemory.bytes(operands.initcode)
            handCreation(
                kind, value: operands.value, initcode: initcode, salt: operands.salt,
                gas: handed, by: frame)
        } else {
            begin(operands, kind, gas: handed, by: frame)
        }
        return nil
    }

    /// All of the gas before EIP-150, all but one part in 64 since.
    private func gasHandedOn(_ gas: Int64) -> Int64 {
        guard machine.pointee.fork >= .tangerineWhistle else { return gas }
        return Int64(DynamicGas.allButOneIn64(UInt64(gas)))
    }

    /// Begins a creation that is charged.
    private func begin(
        _ operands: CreateOperands, _ kind: MessageKind, gas: Int64, by frame: FramePointer
    ) {
        let completion = beginCreation(
            kind, value: operands.value,
            initcode: frame.pointee.linearMemory.bytes(operands.initcode), salt: operands.salt,
            gas: gas, creator: frame.pointee.address, depth: frame.pointee.depth + 1)
        if let completion { resume(completion) }
    }

    /// Begins a creation, of which the creator has paid for everything but what it hands on.
    ///
    /// One that cannot begin gives its gas back and leaves the creator's nonce alone. From then
    /// on the nonce has grown and the new address is warm, whatever becomes of the creation.
    ///
    /// - Returns: how it ended, if it executes no code; nil if a frame now stands for it.
    func beginCreation(
        _ kind: MessageKind, value: Word256, initcode: UnsafeRawBufferPointer, salt: Word256?,
        gas: Int64, creator: Address, depth: Int
    ) -> Completion? {
        let nonce = machine.pointee.world.nonce(of: creator)
        let address =
            salt.map {
                ContractAddress.create2(
                    by: creator, salt: $0, initcodeHash: Keccak256.hash(initcode))
            } ?? ContractAddress.create(by: creator, nonce: nonce)
        let invocation = Invocation(
            kind: kind, gas: gas, caller: creator, recipient: address, value: value,
            transfersValue: true, isStatic: false, depth: depth,
            callData: UnsafeRawBufferPointer(start: nil, count: 0), code: Code(copying: initcode),
            precompile: nil, resultWindow: MemoryWindow(offset: 0, size: 0))
        if let halt = obstacle(to: invocation, nonce: nonce) {
            return Completion(invocation, halt, gas: gas)
        }
        if machine.pointee.instructions.schedule.pointee.hasAccessLists {
            machine.pointee.world.warm(address)
        }
        machine.pointee.world.setNonce(nonce + 1, of: creator)
        return enterCreation(invocation)
    }

    /// Why a creation cannot begin, if so.
    private func obstacle(to invocation: Invocation, nonce: UInt64) -> Halt? {
        if machine.pointee.world.balance(of: invocation.caller) < invocation.value {
            return .insufficientBalance
        }
        if nonce == .max { return .nonceOverflow }
        return invocation.depth > Machine.callDepthLimit ? .callDepth : nil
    }

    /// Makes what initcode returned the code of the new account, for 200 gas a byte.
    ///
    /// - Returns: how the creation ends now.
    func depositCode(_ frame: FramePointer, _ halt: Halt) -> Halt {
        let code = machine.pointee.returnBuffer.bytes
        let fork = machine.pointee.fork
        if fork >= .london, code.first == 0xef { return .invalidCodePrefix }  // EIP-3541
        let outcome = GasOutcome.charging(
            GasSchedule.codeDepositByte * UInt64(code.count), to: frame.pointee.gas)
        guard !outcome.isHalt else {
            guard fork < .homestead else { return .outOfGas }  // EIP-2
            machine.pointee.returnBuffer.removeAll()
            return halt
        }
        if fork >= .spuriousDragon, code.count > codeLimit { return .codeTooLarge }
        frame.pointee.gas = outcome.rawValue
        let created = Code(copying: code)
        machine.pointee.world.setCode(created, of: frame.pointee.address)
        machine.pointee.frameObserver?.created(created)
        return halt
    }
}
