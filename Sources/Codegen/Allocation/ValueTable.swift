/// Where each value of a fragment is at the place that the assembler has reached, going backwards.
///
/// One small record an instruction, beside the LIR and not in it, so that a buffer can be assembled
/// more than once.
@safe
struct ValueTable: ~Copyable {
    /// What the assembler knows of one instruction's value.
    struct Entry {
        static let noRegister: UInt8 = .max
        static let noSlot: UInt16 = .max

        /// The number of the managed register that holds the value, or `noRegister`.
        var home: UInt8 = Entry.noRegister
        /// The state register that the value is another name for, or `noRegister`.
        var alias: UInt8 = Entry.noRegister
        /// The spill slot that holds the value from its definition on, or `noSlot`.
        var slot: UInt16 = Entry.noSlot
        /// How many operands and snapshots name the value, up to 255.
        var useCount: UInt8 = 0
        /// Whether code that was already emitted, and runs later, needs the value.
        var isReferenced = false

        var homeRegister: Register? {
            home == Entry.noRegister ? nil : Register(home)
        }

        /// Whether the value has a place that its definition must fill.
        var hasLocation: Bool { home != Entry.noRegister || slot != Entry.noSlot }
    }

    private let entries: UnsafeMutablePointer<Entry>
    private let count: Int

    init(count: Int) {
        self.count = count
        unsafe entries = .allocate(capacity: max(count, 1))
        unsafe entries.initialize(repeating: Entry(), count: count)
    }

    deinit {
        unsafe entries.deallocate()
    }

    subscript(index: UInt32) -> Entry {
        @inline(__always) get {
            assert(Int(index) < count)
            return unsafe entries[Int(index)]
        }
        @inline(__always) nonmutating _modify {
            assert(Int(index) < count)
            yield unsafe &entries[Int(index)]
        }
    }
}
