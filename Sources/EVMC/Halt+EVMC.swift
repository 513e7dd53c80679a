package import CEVMC
package import VM

extension Halt {
    /// The status with which a host is told of this end.
    ///
    /// What has no status of its own has that of the failure to which the EIP compares it, or else
    /// is a failure.
    package var status: evmc_status_code {
        switch self {
        case .stop, .return, .selfDestruct: EVMC_SUCCESS
        case .revert: EVMC_REVERT
        case .outOfGas: EVMC_OUT_OF_GAS
        case .stackUnderflow: EVMC_STACK_UNDERFLOW
        case .stackOverflow: EVMC_STACK_OVERFLOW
        case .invalidOpcode: EVMC_INVALID_INSTRUCTION
        case .undefinedOpcode: EVMC_UNDEFINED_INSTRUCTION
        case .invalidJump: EVMC_BAD_JUMP_DESTINATION
        case .writeProtection: EVMC_STATIC_MODE_VIOLATION
        case .returnDataOutOfBounds: EVMC_INVALID_MEMORY_ACCESS
        case .callDepth: EVMC_CALL_DEPTH_EXCEEDED
        case .insufficientBalance: EVMC_INSUFFICIENT_BALANCE
        // EIP-3860 and EIP-170: as if the gas had run out.
        case .initcodeTooLarge, .codeTooLarge: EVMC_OUT_OF_GAS
        case .invalidCodePrefix: EVMC_CONTRACT_VALIDATION_FAILURE
        case .nonceOverflow, .createCollision: EVMC_FAILURE
        case .precompileFailure: EVMC_PRECOMPILE_FAILURE
        case .unsupportedPrecompile: EVMC_REJECTED
        }
    }

    /// The end of which a status tells; nil if it tells of none in particular.
    ///
    /// Of a success it does not say which instruction it ended in: the answer is `return`.
    package init?(_ status: evmc_status_code) {
        switch status {
        case EVMC_SUCCESS: self = .return
        case EVMC_REVERT: self = .revert
        case EVMC_OUT_OF_GAS: self = .outOfGas
        case EVMC_STACK_UNDERFLOW: self = .stackUnderflow
        case EVMC_STACK_OVERFLOW: self = .stackOverflow
        case EVMC_INVALID_INSTRUCTION: self = .invalidOpcode
        case EVMC_UNDEFINED_INSTRUCTION: self = .undefinedOpcode
        case EVMC_BAD_JUMP_DESTINATION: self = .invalidJump
        case EVMC_STATIC_MODE_VIOLATION: self = .writeProtection
        case EVMC_INVALID_MEMORY_ACCESS: self = .returnDataOutOfBounds
        case EVMC_CALL_DEPTH_EXCEEDED: self = .callDepth
        case EVMC_INSUFFICIENT_BALANCE: self = .insufficientBalance
        case EVMC_CONTRACT_VALIDATION_FAILURE: self = .invalidCodePrefix
        case EVMC_PRECOMPILE_FAILURE: self = .precompileFailure
        default: return nil
        }
    }
}
