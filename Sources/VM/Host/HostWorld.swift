import Primitives

/// The world of a machine that runs frames for a host.
enum HostWorld: WorldAccess {
    static var isHosted: Bool { true }

    /// - Precondition: the machine is hosted.
    private static func link(_ machine: UnsafeMutablePointer<Machine>) -> HostLink {
        guard let link = machine.pointee.hostLink else { preconditionFailure("without a host") }
        return link
    }

    private static func link(_ frame: FramePointer) -> HostLink { link(frame.pointee.machine) }

    // MARK: Accounts

    static func isCold(_ address: Address, in machine: UnsafeMutablePointer<Machine>) -> Bool {
        link(machine).isCold(address)
    }

    static func warm(_ address: Address, in machine: UnsafeMutablePointer<Machine>) {
        link(machine).settle()
    }

    static func exists(_ address: Address, in machine: UnsafeMutablePointer<Machine>) -> Bool {
        link(machine).host.exists(address)
    }

    /// A host's account exists, since EIP-161, if it is not empty.
    static func isEmpty(_ address: Address, in machine: UnsafeMutablePointer<Machine>) -> Bool {
        !link(machine).host.exists(address)
    }

    static func balance(
        of address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Word256 { link(machine).host.balance(of: address) }

    static func codeSize(of address: Address, in machine: UnsafeMutablePointer<Machine>) -> Int {
        link(machine).host.codeSize(of: address)
    }

    static func codeHash(
        of address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Word256 { link(machine).host.codeHash(of: address) }

    static func copyCode(
        of address: Address, offset: Int, to window: MemoryWindow, of frame: FramePointer
    ) {
        guard window.size > 0 else { return }
        let target = UnsafeMutableRawBufferPointer(
            start: frame.pointee.memory + window.offset, count: window.size)
        let count = link(frame).host.copyCode(of: address, from: offset, to: target)
        let rest = UnsafeMutableRawBufferPointer(rebasing: target[min(count, target.count)...])
        rest.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// The host finds code and precompiled contracts; only a delegation costs the caller gas.
    static func target(
        _ address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> CallTarget {
        guard machine.pointee.fork >= .prague else { return CallTarget(delegate: nil) }
        return withUnsafeTemporaryAllocation(
            byteCount: Code.delegationByteCount + 1, alignment: 8
        ) { bytes in
            let count = link(machine).host.copyCode(of: address, from: 0, to: bytes)
            let code = UnsafeRawBufferPointer(rebasing: bytes[..<min(count, bytes.count)])
            return CallTarget(delegate: Code.delegation(in: code))
        }
    }

    static func selfDestruct(
        _ address: Address, beneficiary: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Bool { link(machine).host.selfDestruct(address, beneficiary: beneficiary) }

    // MARK: Storage

    static func isCold(slot key: Word256, of frame: FramePointer) -> Bool {
        link(frame).isCold(frame.pointee.address, slot: key)
    }

    static func warm(slot key: Word256, of frame: FramePointer) {
        link(frame).settle()
    }

    static func storage(at key: Word256, of frame: FramePointer) -> Word256 {
        link(frame).host.storage(of: frame.pointee.address, at: key)
    }

    /// In a static frame nothing is written: the least that a write can cost is charged before it
    /// fails.
    static func change(
        of key: Word256, to value: Word256, of frame: FramePointer
    ) -> StorageChange {
        guard !frame.pointee.isStatic else {
            return StorageChange(original: .zero, current: .zero, new: .zero)
        }
        return link(frame).change(of: key, to: value, at: frame.pointee.address)
    }

    static func setStorage(at key: Word256, to value: Word256, of frame: FramePointer) {
        link(frame).settle()
    }

    static func transientStorage(at key: Word256, of frame: FramePointer) -> Word256 {
        link(frame).host.transientStorage(of: frame.pointee.address, at: key)
    }

    static func setTransientStorage(at key: Word256, to value: Word256, of frame: FramePointer) {
        link(frame).host.setTransientStorage(of: frame.pointee.address, at: key, to: value)
    }

    // MARK: The rest

    static func addLog(_ log: Log, in machine: UnsafeMutablePointer<Machine>) {
        link(machine).host.add(log)
    }

    static func blockHash(
        _ number: UInt64, in machine: UnsafeMutablePointer<Machine>
    ) -> Word256 { link(machine).host.blockHash(of: number) }
}
