/// The part of the native stack that compiled code keeps values in.
///
/// Above the stack pointer lie, in this order: a header of two words, the areas that the fragment
/// itself asked for, the spill slots of eight bytes each. A slot belongs to one value from that
/// value's definition to its last use.
struct SpillFrame {
    /// The offset of the word that says how the code was left.
    static let statusOffset: Int32 = 0
    /// The offset of the word that holds the address of the execution record.
    static let recordOffset: Int32 = 8
    private static let headerByteCount = 16

    /// The most bytes that all areas together may have.
    private static let maximumAreaByteCount = 128 << 10

    private let maximumSlotCount: Int
    private var areaByteCount = 0
    private var freeSlots: [UInt16] = []

    /// The slots that are in use or were.
    private(set) var slotCount = 0

    init(maximumSlotCount: Int) {
        self.maximumSlotCount = min(maximumSlotCount, Int(UInt16.max))
    }

    /// The slots in use.
    var occupiedSlotCount: Int { slotCount - freeSlots.count }

    /// The size of the whole frame in bytes, a multiple of 16.
    var byteCount: Int { (Int(offset(ofSlot: 0)) + 8 * slotCount + 15) & ~15 }

    func offset(ofSlot slot: UInt16) -> Int32 {
        Int32(SpillFrame.headerByteCount + areaByteCount) + 8 * Int32(slot)
    }

    /// Makes room for an area, aligned to 16 bytes; all areas come before the first slot.
    ///
    /// - Returns: The area's offset from the stack pointer, or nil if the frame would be too large.
    mutating func addArea(byteCount: Int) -> Int32? {
        precondition(slotCount == 0)
        let offset = Int32(SpillFrame.headerByteCount + areaByteCount)
        let rounded = (byteCount + 15) & ~15
        guard areaByteCount + rounded <= SpillFrame.maximumAreaByteCount else { return nil }
        areaByteCount += rounded
        return offset
    }

    /// Takes a slot that no live value has, or nil if there are too many.
    mutating func takeSlot() -> UInt16? {
        if let slot = freeSlots.popLast() { return slot }
        guard slotCount < maximumSlotCount else { return nil }
        slotCount += 1
        return UInt16(slotCount - 1)
    }

    mutating func release(_ slot: UInt16) {
        freeSlots.append(slot)
    }
}
