import Codegen
import Primitives

extension MethodLowering {
    /// Lowers the instruction at hand.
    ///
    /// Every instruction has a case; a fork that lacks one ends the block before it.
    func lower(_ opcode: Opcode) {
        switch opcode {
        case .add: lowerAdd()
        case .mul: lowerMul()
        case .sub: lowerSub()
        case .div: lowerDiv()
        case .sdiv: callHelper(.sdiv)
        case .mod: lowerMod()
        case .smod: callHelper(.smod)
        case .addmod: callHelper(.addmod)
        case .mulmod: callHelper(.mulmod)
        case .exp: callHelper(.exp)
        case .signextend: callHelper(.signextend)
        case .lt: lowerLess()
        case .gt: lowerGreater()
        case .slt: lowerSignedLess()
        case .sgt: lowerSignedGreater()
        case .eq: lowerEqual()
        case .iszero: lowerIsZero()
        case .and: lowerBitwise(out.and)
        case .or: lowerBitwise(out.or)
        case .xor: lowerBitwise(out.xor)
        case .not: lowerNot()
        case .byte: lowerByte()
        case .shl: lowerShiftLeft()
        case .shr: lowerShiftRight()
        case .sar: lowerArithmeticShiftRight()
        case .clz: callHelper(.clz)
        case .keccak256: callHelper(.keccak256)
        case .address: lowerAddress(FrameLayout.address)
        case .balance: callHelper(.balance)
        case .origin: callHelper(.origin)
        case .caller: lowerAddress(FrameLayout.caller)
        case .callvalue: lowerCallValue()
        case .calldataload: callHelper(.calldataload)
        case .calldatasize: lowerConstantField(FrameLayout.callDataCount)
        case .calldatacopy: callHelper(.calldatacopy)
        case .codesize: lowerConstantField(FrameLayout.codeCount)
        case .codecopy: callHelper(.codecopy)
        case .gasprice: callHelper(.gasprice)
        case .extcodesize: callHelper(.extcodesize)
        case .extcodecopy: callHelper(.extcodecopy)
        case .returndatasize: lowerField(FrameLayout.returnDataCount)
        case .returndatacopy: callHelper(.returndatacopy)
        case .extcodehash: callHelper(.extcodehash)
        case .blockhash: callHelper(.blockhash)
        case .coinbase: callHelper(.coinbase)
        case .timestamp: callHelper(.timestamp)
        case .number: callHelper(.number)
        case .prevrandao: callHelper(.prevrandao)
        case .gaslimit: callHelper(.gaslimit)
        case .chainid: callHelper(.chainid)
        case .selfbalance: callHelper(.selfbalance)
        case .basefee: callHelper(.basefee)
        case .blobhash: callHelper(.blobhash)
        case .blobbasefee: callHelper(.blobbasefee)
        case .pop: _ = stack.pop()
        case .mload: lowerMload()
        case .mstore: lowerMstore()
        case .mstore8: lowerMstore8()
        case .sload: callHelper(.sload)
        case .sstore: callHelper(.sstore)
        case .jump: lowerJump()
        case .jumpi: lowerBranch()
        case .pc: stack.push(.constant(Word256(UInt64(pc))))
        case .msize: lowerField(FrameLayout.memorySize)
        case .gas: lowerGas()
        case .jumpdest: break
        case .tload: callHelper(.tload)
        case .tstore: callHelper(.tstore)
        case .mcopy: callHelper(.mcopy)
        case .push0, .push1, .push2, .push3, .push4, .push5, .push6, .push7, .push8, .push9,
            .push10, .push11, .push12, .push13, .push14, .push15, .push16, .push17, .push18,
            .push19, .push20, .push21, .push22, .push23, .push24, .push25, .push26, .push27,
            .push28, .push29, .push30, .push31, .push32:
            lowerPush()
        case .dup1, .dup2, .dup3, .dup4, .dup5, .dup6, .dup7, .dup8, .dup9, .dup10, .dup11,
            .dup12, .dup13, .dup14, .dup15, .dup16:
            stack.duplicate(Int(opcode.rawValue - Opcode.dup1.rawValue) + 1)
        case .swap1, .swap2, .swap3, .swap4, .swap5, .swap6, .swap7, .swap8, .swap9, .swap10,
            .swap11, .swap12, .swap13, .swap14, .swap15, .swap16:
            stack.swap(Int(opcode.rawValue - Opcode.swap1.rawValue) + 1)
        case .log0, .log1, .log2, .log3, .log4:
            callHelper(.log(topics: Int(opcode.rawValue - Opcode.log0.rawValue)))
        case .create, .call, .callcode, .delegatecall, .create2, .staticcall:
            leaveToDriver()
        case .stop: end(.stop)
        case .return: endWithOutput(.return)
        case .revert: endWithOutput(.revert)
        case .selfdestruct, .invalid: leaveToInterpreter()
        }
    }
}
