package import Primitives

/// Whoever keeps the world of a hosted machine, and performs its calls and creations.
///
/// What a frame did is undone by the host when the frame fails, so nothing here is taken back.
package protocol WorldHost: AnyObject {
    /// Counts as an access to the account.
    ///
    /// - Returns: whether it is the first of the transaction (EIP-2929).
    func access(_ address: Address) -> Bool

    /// As `access(_:)`, of a slot.
    func access(_ address: Address, slot key: Word256) -> Bool

    /// Says whether there is an account; since EIP-161, one that is not empty.
    func exists(_ address: Address) -> Bool

    func balance(of address: Address) -> Word256
    func codeSize(of address: Address) -> Int
    func codeHash(of address: Address) -> Word256

    /// Copies code from an offset on, as much as there is and fits.
    ///
    /// - Returns: how many bytes were copied.
    func copyCode(
        of address: Address, from offset: Int, to target: UnsafeMutableRawBufferPointer
    ) -> Int

    func storage(of address: Address, at key: Word256) -> Word256

    /// Writes to a slot.
    ///
    /// - Returns: some change that costs and earns what this one does.
    func setStorage(of address: Address, at key: Word256, to value: Word256) -> StorageChange

    func transientStorage(of address: Address, at key: Word256) -> Word256
    func setTransientStorage(of address: Address, at key: Word256, to value: Word256)

    func add(_ log: Log)

    /// - Returns: whether it is the account's first destruction of the transaction.
    func selfDestruct(_ address: Address, beneficiary: Address) -> Bool

    /// The hash of a block that is one of the 256 before this; zero if it is not known.
    func blockHash(of number: UInt64) -> Word256

    /// Performs a call or creation, by which this machine may be asked to run more frames.
    ///
    /// What was returned is given to `output`, for as long as that runs.
    func perform(
        _ call: HostedCall, output: (UnsafeRawBufferPointer) -> Void
    ) -> HostedCallResult
}

/// A call or creation that a machine has charged and hands to its host.
package struct HostedCall {
    package var kind: MessageKind
    package var isStatic: Bool
    /// The account whose code runs, where it is not the one called (EIP-7702).
    package var delegate: Address?
    package var depth: Int
    package var gas: Int64
    package var caller: Address
    /// The account in whose context the code runs; means nothing of a creation.
    package var recipient: Address
    /// The account that was called; means nothing of a creation.
    package var target: Address
    package var value: Word256
    /// Call data or initcode, as long as the call lasts.
    package var input: UnsafeRawBufferPointer
    /// Of CREATE2.
    package var salt: Word256
}

/// What came of a call or creation.
package struct HostedCallResult {
    package var halt: Halt
    package var gasLeft: Int64
    package var refund: Int64
    /// The account made, of a creation that did not fail.
    package var created: Address

    package init(halt: Halt, gasLeft: Int64, refund: Int64, created: Address) {
        self.halt = halt
        self.gasLeft = gasLeft
        self.refund = refund
        self.created = created
    }
}
