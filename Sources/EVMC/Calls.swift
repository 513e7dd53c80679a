package import CEVMC
package import VM

extension evmc_call_kind {
    /// The kind that asks for such a message; a STATICCALL is a CALL with a flag besides.
    package init(_ kind: MessageKind) {
        switch kind {
        case .call, .staticcall: self = EVMC_CALL
        case .callcode: self = EVMC_CALLCODE
        case .delegatecall: self = EVMC_DELEGATECALL
        case .create: self = EVMC_CREATE
        case .create2: self = EVMC_CREATE2
        }
    }
}

extension MessageKind {
    /// The kind of message that is asked for; nil for what no fork has.
    package init?(_ kind: evmc_call_kind, flags: UInt32) {
        switch kind {
        case EVMC_CALL: self = flags & EVMC_STATIC.rawValue == 0 ? .call : .staticcall
        case EVMC_CALLCODE: self = .callcode
        case EVMC_DELEGATECALL: self = .delegatecall
        case EVMC_CREATE: self = .create
        case EVMC_CREATE2: self = .create2
        default: return nil
        }
    }
}
