import Primitives

/// The machine's own world.
enum OwnWorld: WorldAccess {
    @inline(__always)
    static var isHosted: Bool { false }

    @inline(__always)
    static func isCold(_ address: Address, in machine: UnsafeMutablePointer<Machine>) -> Bool {
        !machine.pointee.world.isWarm(address)
    }

    @inline(__always)
    static func warm(_ address: Address, in machine: UnsafeMutablePointer<Machine>) {
        machine.pointee.world.warm(address)
    }

    @inline(__always)
    static func exists(_ address: Address, in machine: UnsafeMutablePointer<Machine>) -> Bool {
        machine.pointee.world.exists(address)
    }

    @inline(__always)
    static func isEmpty(_ address: Address, in machine: UnsafeMutablePointer<Machine>) -> Bool {
        machine.pointee.world.isEmpty(address)
    }

    @inline(__always)
    static func balance(
        of address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Word256 { machine.pointee.world.balance(of: address) }

    @inline(__always)
    static func codeSize(of address: Address, in machine: UnsafeMutablePointer<Machine>) -> Int {
        machine.pointee.world.code(of: address).count
    }

    @inline(__always)
    static func codeHash(
        of address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Word256 { machine.pointee.world.codeHash(of: address) }

    @inline(__always)
    static func copyCode(
        of address: Address, offset: Int, to window: MemoryWindow, of frame: FramePointer
    ) {
        let code = frame.pointee.machine.pointee.world.code(of: address)
        withExtendedLifetime(code) {
            frame.pointee.linearMemory.copy(from: code.bytes, offset: offset, to: window)
        }
    }

    @inline(__always)
    static func target(
        _ address: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> CallTarget { CallTarget(address, in: machine) }

    @inline(__always)
    static func selfDestruct(
        _ address: Address, beneficiary: Address, in machine: UnsafeMutablePointer<Machine>
    ) -> Bool { machine.pointee.world.selfDestruct(address, beneficiary: beneficiary) }

    @inline(__always)
    static func isCold(slot key: Word256, of frame: FramePointer) -> Bool {
        !frame.pointee.machine.pointee.world.isWarm(frame.pointee.address, slot: key)
    }

    @inline(__always)
    static func warm(slot key: Word256, of frame: FramePointer) {
        frame.pointee.machine.pointee.world.warm(frame.pointee.address, slot: key)
    }

    @inline(__always)
    static func storage(at key: Word256, of frame: FramePointer) -> Word256 {
        frame.pointee.machine.pointee.world.storage(of: frame.pointee.address, at: key)
    }

    @inline(__always)
    static func change(
        of key: Word256, to value: Word256, of frame: FramePointer
    ) -> StorageChange {
        let address = frame.pointee.address
        return StorageChange(
            original: frame.pointee.machine.pointee.world.originalStorage(of: address, at: key),
            current: frame.pointee.machine.pointee.world.peekStorage(of: address, at: key),
            new: value)
    }

    @inline(__always)
    static func setStorage(at key: Word256, to value: Word256, of frame: FramePointer) {
        frame.pointee.machine.pointee.world.setStorage(
            of: frame.pointee.address, at: key, to: value)
    }

    @inline(__always)
    static func transientStorage(at key: Word256, of frame: FramePointer) -> Word256 {
        frame.pointee.machine.pointee.world.transientStorage(of: frame.pointee.address, at: key)
    }

    @inline(__always)
    static func setTransientStorage(at key: Word256, to value: Word256, of frame: FramePointer) {
        frame.pointee.machine.pointee.world.setTransientStorage(
            of: frame.pointee.address, at: key, to: value)
    }

    @inline(__always)
    static func addLog(_ log: Log, in machine: UnsafeMutablePointer<Machine>) {
        machine.pointee.world.addLog(log)
    }

    @inline(__always)
    static func blockHash(
        _ number: UInt64, in machine: UnsafeMutablePointer<Machine>
    ) -> Word256 { machine.pointee.block.blockHashes.hash(of: number) }
}
