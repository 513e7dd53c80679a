/// Where things are in an execution record, in bytes; known to the envelope of every back end.
package enum ExecutionRecordLayout {
    /// Three words: the state registers, on the way in and out.
    package static let state: Int32 = 0
    /// One word: 0 after a return, else the status that the stub said.
    package static let status: Int32 = 24
    /// One word: the address of the entry's code.
    package static let entry: Int32 = 32
    /// Thirty-two words: the registers at the exit, by number.
    package static let registers: Int32 = 40
    /// The spill slots at the exit.
    package static let slots: Int32 = 40 + 32 * 8

    static func byteCount(slotCount: Int) -> Int { Int(slots) + 8 * slotCount }
}

/// The memory through which compiled code and its caller exchange registers.
///
/// Belongs to one thread; one record serves all fragments, one run at a time.
@safe
package struct ExecutionRecord: ~Copyable {
    let base: UnsafeMutableRawPointer

    /// Makes a record that any fragment can run with.
    package init() {
        let byteCount = ExecutionRecordLayout.byteCount(
            slotCount: AssemblerOptions.maximumSpillSlotCount)
        unsafe base = .allocate(byteCount: byteCount, alignment: 16)
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    deinit {
        unsafe base.deallocate()
    }

    subscript(offset: Int32) -> UInt64 {
        @inline(__always) get {
            unsafe base.load(fromByteOffset: Int(offset), as: UInt64.self)
        }
        @inline(__always) nonmutating set {
            unsafe base.storeBytes(of: newValue, toByteOffset: Int(offset), as: UInt64.self)
        }
    }

    func register(_ register: Register) -> UInt64 {
        self[ExecutionRecordLayout.registers + 8 * Int32(register.number)]
    }

    func slot(_ slot: UInt16) -> UInt64 {
        self[ExecutionRecordLayout.slots + 8 * Int32(slot)]
    }
}
