import CEVMC
import EVMC
import Primitives
import VM

/// What is asked of a result before it is believed.
///
/// `create_address` of what `execute` returns means nothing, and is the machine's own to use.
enum ResultCheck {
    /// No instruction earns more: SELFDESTRUCT before EIP-3529.
    private static let largestRefund: Int64 = 24_000

    /// Why nothing can be made of a result; nil if all is well.
    ///
    /// - Parameters:
    ///   - result: what the machine returned.
    ///   - gas: what it was given.
    ///   - fork: by whose rules it ran.
    static func obstacle(_ result: evmc_result, gas: Int64, fork: Fork) -> Obstacle? {
        status(result.status_code, fork) ?? misdeed(result, gas: gas).map(Obstacle.misdeed)
    }

    private static func status(_ status: evmc_status_code, _ fork: Fork) -> Obstacle? {
        let number = status.number
        switch number {
        case EVMC_REJECTED.number:
            return .unsupported(
                "rejects what it was asked to execute, by the rules of \(fork.name)")
        case EVMC_OUT_OF_MEMORY.number:
            return .unsupported("ran out of memory, as it says")
        case EVMC_SUCCESS.number...EVMC_INSUFFICIENT_BALANCE.number:
            return nil
        case ..<0:
            return .misdeed(
                Misdeed("internal error", "says that it broke down: status \(number)"))
        default:
            return .misdeed(
                Misdeed(
                    "status_code",
                    "returned status_code \(number), which the interface does not have"))
        }
    }

    private static func misdeed(_ result: evmc_result, gas: Int64) -> Misdeed? {
        let isSuccess = result.status_code == EVMC_SUCCESS
        let keepsGas = isSuccess || result.status_code == EVMC_REVERT
        if !(0...gas).contains(result.gas_left) {
            return Misdeed(
                "gas_left", "returned gas_left \(result.gas_left) of \(gas) that it was given")
        }
        if !keepsGas, result.gas_left != 0 {
            return Misdeed(
                "gas_left",
                "returned gas_left \(result.gas_left) with status "
                    + "\(result.status_code.number), a failure: expected 0")
        }
        return refund(result, used: gas - result.gas_left, isSuccess) ?? output(result, gas: gas)
    }

    private static func refund(
        _ result: evmc_result, used: Int64, _ isSuccess: Bool
    ) -> Misdeed? {
        guard isSuccess else {
            return result.gas_refund == 0
                ? nil
                : Misdeed(
                    "gas_refund",
                    "returned gas_refund \(result.gas_refund) of what did not succeed: expected 0")
        }
        let (most, isHuge) = largestRefund.multipliedReportingOverflow(by: used + 1)
        guard !isHuge, result.gas_refund.magnitude > most.magnitude else { return nil }
        return Misdeed(
            "gas_refund",
            "returned gas_refund \(result.gas_refund), which \(used) gas cannot have earned")
    }

    private static func output(_ result: evmc_result, gas: Int64) -> Misdeed? {
        let count = Int(clamping: result.output_size)
        if result.output_data == nil, count > 0 {
            return Misdeed(
                "output_data", "returned output_data NULL with output_size \(count)")
        }
        // What a frame returns lies in its memory, which it pays.
        guard DynamicGas.memoryExpansion(from: 0, to: count) > UInt64(gas) else { return nil }
        return Misdeed(
            "output_size",
            "returned output_size \(count), for which memory costs more than the \(gas) gas "
                + "that it was given")
    }
}

/// What is asked of a call before it is performed.
enum CallCheck {
    /// What a callee gets besides, where value moves.
    private static let stipend: Int64 = 2300

    /// What no machine may ask for; nil if all is well.
    ///
    /// - Parameters:
    ///   - message: the call.
    ///   - frame: which asks.
    static func misdeed(_ message: evmc_message, of frame: FramePointer) -> Misdeed? {
        let own = frame.pointee
        if Int(message.depth) != own.depth + 1 {
            return Misdeed(
                "depth of a call",
                "asked for a call at depth \(message.depth), from depth \(own.depth)")
        }
        if !(0...(own.gas + stipend)).contains(message.gas) {
            return Misdeed(
                "gas of a call",
                "handed \(message.gas) gas to a call, of \(own.gas) that it was given")
        }
        if message.input_data == nil, message.input_size > 0 {
            return Misdeed(
                "input_data of a call",
                "asked for a call with input_data NULL and input_size \(message.input_size)")
        }
        return permission(message, own)
    }

    private static func permission(_ message: evmc_message, _ own: Frame) -> Misdeed? {
        let isDelegate = message.kind == EVMC_DELEGATECALL
        let sender = isDelegate ? own.caller : own.address
        if Address(message.sender) != sender {
            return Misdeed(
                "sender of a call",
                "asked for a call by \(Address(message.sender).hexString), expected "
                    + sender.hexString)
        }
        let isCreation = message.kind == EVMC_CREATE || message.kind == EVMC_CREATE2
        if own.isStatic, message.flags & EVMC_STATIC.rawValue == 0 || isCreation {
            return Misdeed(
                "flags of a call",
                "asked for a call that may change state, from one that may not")
        }
        return nil
    }
}

extension evmc_status_code {
    /// The number, which is negative of a machine's own failures.
    var number: Int { Int(Int32(truncatingIfNeeded: rawValue)) }
}
