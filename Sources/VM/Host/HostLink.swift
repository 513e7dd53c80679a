import Primitives

/// What a hosted machine keeps of its host.
///
/// A host answers what an access costs, and what a write does, while it performs it. Compiled code
/// that cannot pay at once leaves the instruction to the interpreter, which asks again: what was
/// answered is kept until it is paid, so that the host hears of it once.
package final class HostLink {
    let host: any WorldHost
    /// The call that is charged and still to be performed.
    private var handedCall: HandedCall?
    private var unpaidAccount: Address?
    private var unpaidSlot: Word256?
    private var unpaidWrite: (key: Word256, value: Word256, change: StorageChange)?

    package init(_ host: any WorldHost) { self.host = host }

    func isCold(_ address: Address) -> Bool {
        if unpaidAccount == address { return true }
        guard host.access(address) else { return false }
        unpaidAccount = address
        return true
    }

    func isCold(_ address: Address, slot key: Word256) -> Bool {
        if unpaidSlot == key { return true }
        guard host.access(address, slot: key) else { return false }
        unpaidSlot = key
        return true
    }

    func change(of key: Word256, to value: Word256, at address: Address) -> StorageChange {
        if let unpaidWrite, unpaidWrite.key == key, unpaidWrite.value == value {
            return unpaidWrite.change
        }
        let change = host.setStorage(of: address, at: key, to: value)
        unpaidWrite = (key, value, change)
        return change
    }

    func hand(_ call: HandedCall) { handedCall = call }

    /// What was handed over since this was last called.
    func takeHandedCall() -> HandedCall? {
        defer { handedCall = nil }
        return handedCall
    }

    /// The instruction has paid, or its frame has ended: what it was answered holds no longer.
    func settle() {
        unpaidAccount = nil
        unpaidSlot = nil
        unpaidWrite = nil
    }
}

/// A call or creation on its way to the host.
///
/// An object, so that the native stack holds nothing of it while the host performs it.
final class HandedCall {
    let call: HostedCall
    /// Whose balance the value is taken from; nil if it does not move.
    let payer: Address?
    /// How the call ends, so far as it is known.
    var completion: Completion

    init(call: HostedCall, payer: Address?, completion: Completion) {
        self.call = call
        self.payer = payer
        self.completion = completion
    }
}
