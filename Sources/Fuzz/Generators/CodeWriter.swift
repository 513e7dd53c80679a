package import Primitives
package import VM

/// Writes byte code with forward and backward jumps, and knows the operand stack's height.
package struct CodeWriter {
    /// A jump destination that may not be placed yet.
    package struct Label: Hashable {
        fileprivate let index: Int
    }

    /// Items that the code so far leaves on the stack, along the straight path.
    package private(set) var height = 0
    /// Instructions written.
    package private(set) var instructionCount = 0
    private var bytes: [UInt8] = []
    private var places: [Int?] = []
    private var references: [(place: Int, label: Label)] = []

    package init() {}

    /// The code, with every jump resolved; an unplaced label jumps to 0xffff, which is invalid.
    package consuming func finish() -> [UInt8] {
        for (place, label) in references {
            let target = places[label.index] ?? 0xffff
            bytes[place] = UInt8(truncatingIfNeeded: target >> 8)
            bytes[place + 1] = UInt8(truncatingIfNeeded: target)
        }
        return bytes
    }

    /// Writes an instruction without immediate.
    package mutating func emit(_ opcode: Opcode) {
        bytes.append(opcode.rawValue)
        instructionCount += 1
        height += OpcodeTable.heightChange(of: opcode)
    }

    /// Writes a byte as it is: undefined opcodes, data.
    package mutating func emit(raw byte: UInt8) {
        bytes.append(byte)
        instructionCount += 1
    }

    /// Pushes a constant by the shortest PUSH1…PUSH32, which exists in every fork.
    package mutating func push(_ value: Word256) {
        let size = max(1, 32 - value.leadingZeroBitCount / 8)
        push(value, size: size)
    }

    /// Pushes a constant's low `size` bytes, 1 to 32.
    package mutating func push(_ value: Word256, size: Int) {
        bytes.append(0x5f + UInt8(size))
        var word = [UInt8](repeating: 0, count: 32)
        word.withUnsafeMutableBytes { buffer in
            if let base = buffer.baseAddress { value.storeBigEndian(to: base) }
        }
        bytes += word.suffix(size)
        instructionCount += 1
        height += 1
    }

    /// Pushes a small constant.
    package mutating func push(_ value: Int) {
        push(Word256(UInt64(value)))
    }

    /// DUPn, n from 1 to 16.
    package mutating func duplicate(_ n: Int) {
        bytes.append(0x7f + UInt8(n))
        instructionCount += 1
        height += 1
    }

    /// SWAPn, n from 1 to 16.
    package mutating func swap(_ n: Int) {
        bytes.append(0x8f + UInt8(n))
        instructionCount += 1
    }

    /// Makes a label to be placed later.
    package mutating func makeLabel() -> Label {
        places.append(nil)
        return Label(index: places.count - 1)
    }

    /// Writes the label's JUMPDEST here.
    package mutating func place(_ label: Label) {
        places[label.index] = bytes.count
        emit(.jumpdest)
    }

    /// Pushes the label's offset, always as PUSH2.
    package mutating func push(_ label: Label) {
        bytes.append(0x61)
        references.append((bytes.count, label))
        bytes += [0, 0]
        instructionCount += 1
        height += 1
    }

    /// Sets the height after code whose effect the writer cannot see, such as raw bytes.
    package mutating func assume(height: Int) {
        self.height = height
    }
}
