/// Where a value is at one guard.
enum ValueLocation: Hashable, Sendable {
    case register(Register)
    case slot(UInt16)
    case immediate(UInt64)
    /// The address of the frame plus an offset.
    case frame(Int32)
}

/// Where every snapshot's values are, frozen while their guards were assembled.
///
/// A fragment has many exits with a few slots each, so all live in three flat arrays.
struct ExitMap: Sendable {
    /// How the four limbs of a slot follow from its locations.
    enum Form: UInt8, Sendable {
        case limbs, zeroExtended, signExtended
    }

    struct Slot: Sendable {
        let index: Int32
        let form: Form
        let firstLocation: UInt32
    }

    private(set) var locations: [ValueLocation] = []
    private(set) var slots: [Slot] = []
    /// The slots of each exit; empty for an exit that no guard has.
    private(set) var ranges: [Range<UInt32>]

    init(exitCount: Int) {
        ranges = Array(repeating: 0..<0, count: exitCount)
    }

    /// The slots added so far.
    var slotCount: UInt32 { UInt32(slots.count) }

    mutating func add(_ index: Int32, _ form: Form, _ locations: ValueLocation...) {
        slots.append(
            Slot(index: index, form: form, firstLocation: UInt32(self.locations.count)))
        self.locations.append(contentsOf: locations)
    }

    /// Makes the slots added since there were `first` the snapshot of an exit.
    mutating func close(_ exit: LIRExit, first: UInt32) {
        ranges[Int(exit.identifier)] = first..<slotCount
    }

    /// How many spill slots, counted from the first, the snapshots refer to.
    var referencedSlotCount: Int {
        var count = 0
        for case .slot(let slot) in locations { count = max(count, Int(slot) + 1) }
        return count
    }

    /// Reads the slots of an exit that was taken.
    func restore(
        _ exit: LIRExit, from record: borrowing ExecutionRecord, stackPointer: Register,
        _ body: (Int32, SlotLimbs) -> Void
    ) {
        let range = ranges[Int(exit.identifier)]
        for slot in slots[Int(range.lowerBound)..<Int(range.upperBound)] {
            let first = Int(slot.firstLocation)
            let low = value(locations[first], record, stackPointer)
            let limbs: SlotLimbs =
                switch slot.form {
                case .zeroExtended: SlotLimbs(zeroExtending: low)
                case .signExtended: SlotLimbs(signExtending: low)
                case .limbs:
                    SlotLimbs(
                        low, value(locations[first + 1], record, stackPointer),
                        value(locations[first + 2], record, stackPointer),
                        value(locations[first + 3], record, stackPointer))
                }
            body(slot.index, limbs)
        }
    }

    private func value(
        _ location: ValueLocation, _ record: borrowing ExecutionRecord, _ stackPointer: Register
    ) -> UInt64 {
        switch location {
        case .register(let register): record.register(register)
        case .slot(let slot): record.slot(slot)
        case .immediate(let value): value
        case .frame(let offset): record.register(stackPointer) &+ UInt64(offset)
        }
    }
}

/// A place where code notices that the embedder broke a promise.
struct TrapSite: Sendable {
    enum Kind: Sendable {
        case unreachable
        case divisionByZero
        case jumpTableIndex(Register)
        case missingFunction(String)
    }

    let instruction: Int
    let kind: Kind
}
