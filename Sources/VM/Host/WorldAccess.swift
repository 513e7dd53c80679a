import Primitives

/// How instructions reach accounts, storage and logs: a table of functions.
///
/// Like `SharedSteps`, the table is a type for which the interpreter's loop, the semantics and the
/// driver are specialised: the machine's own world costs what a direct access costs, and a host's
/// has a loop of its own.
protocol WorldAccess {
    /// Whether messages go to a host, which keeps balances, nonces, codes and checkpoints.
    static var isHosted: Bool { get }

    // MARK: Accounts

    /// Says whether the transaction has not accessed the account yet (EIP-2929).
    ///
    /// Asked once for each account and instruction, before that is charged; a host counts it as an
    /// access at once.
    static func isCold(_ address: Address, in machine: UnsafeMutablePointer<Machine>) -> Bool

    /// The access to an account is paid.
    static func warm(_ address: Address, in machine: UnsafeMutablePointer<Machine>)

    static func exists(_ address: Address, in machine: UnsafeMutablePointer<Machine>) -> Bool

    /// Says whether the account is missing or empty as EIP-161 defines it.
    static func isEmpty(_ address: Address, in machine: UnsafeMutablePointer<Machine>) -> Bool

    static func balance(
        of address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Word256

    static func codeSize(of address: Address, in machine: UnsafeMutablePointer<Machine>) -> Int

    /// What EXTCODEHASH answers.
    static func codeHash(
        of address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Word256

    /// Copies a part of an account's code to the frame's memory, zeros beyond its end.
    static func copyCode(
        of address: Address, offset: Int, to window: MemoryWindow, of frame: FramePointer)

    /// What runs when an address is called.
    static func target(
        _ address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> CallTarget

    /// Destroys the account.
    ///
    /// - Returns: whether for the first time in the transaction.
    static func selfDestruct(
        _ address: Address, beneficiary: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Bool

    // MARK: Storage of the frame's account

    /// As `isCold(_:in:)`, of a slot.
    static func isCold(slot key: Word256, of frame: FramePointer) -> Bool

    /// The access to a slot is paid.
    static func warm(slot key: Word256, of frame: FramePointer)

    static func storage(at key: Word256, of frame: FramePointer) -> Word256

    /// What a write would do to a slot; a host performs it at once, unless the frame must not.
    static func change(of key: Word256, to value: Word256, of frame: FramePointer) -> StorageChange

    /// The write is paid.
    static func setStorage(at key: Word256, to value: Word256, of frame: FramePointer)

    static func transientStorage(at key: Word256, of frame: FramePointer) -> Word256

    static func setTransientStorage(at key: Word256, to value: Word256, of frame: FramePointer)

    // MARK: The rest

    static func addLog(_ log: Log, in machine: UnsafeMutablePointer<Machine>)

    /// The hash of a block that is one of the 256 before this.
    static func blockHash(
        _ number: UInt64, in machine: UnsafeMutablePointer<Machine>
    ) -> Word256
}
