import Primitives
import VM

/// Byte code as a list of instructions in which jump targets are labels, so that it can be changed
/// and jumps still land.
package struct Listing {
    /// One instruction, or a byte that is none.
    package struct Line {
        package var byte: UInt8
        /// The data behind a PUSH; less than its size at the end of truncated code.
        package var immediate: [UInt8]
        /// The label that a PUSH stands for.
        package var target: Int?
        /// The label that the line is.
        package var label: Int?
    }

    package var lines: [Line] = []
    private var labelCount = 0

    /// Reads byte code: a PUSH of a JUMPDEST's offset is taken for a label right before a jump, or
    /// where it has two bytes, as the generators write labels.
    package init(_ code: [UInt8]) {
        var offsets: [Int: Int] = [:]
        var pc = 0
        while pc < code.count {
            offsets[pc] = lines.count
            let size = Self.immediateSize(code[pc])
            let end = min(code.count, pc + 1 + size)
            lines.append(Line(byte: code[pc], immediate: Array(code[pc + 1..<end])))
            pc += 1 + size
        }
        for index in lines.indices { link(index, offsets) }
    }

    private mutating func link(_ index: Int, _ offsets: [Int: Int]) {
        let line = lines[index]
        let size = line.immediate.count
        guard 1...4 ~= size, size == Self.immediateSize(line.byte) else { return }
        let value = line.immediate.reduce(0) { $0 << 8 | Int($1) }
        guard size == 2 || isJump(index + 1), let target = offsets[value],
            lines[target].byte == Opcode.jumpdest.rawValue
        else { return }
        let label = lines[target].label ?? labelCount
        if lines[target].label == nil { labelCount += 1 }
        lines[target].label = label
        lines[index].target = label
    }

    private func isJump(_ index: Int) -> Bool {
        guard index < lines.count else { return false }
        let byte = lines[index].byte
        return byte == Opcode.jump.rawValue || byte == Opcode.jumpi.rawValue
    }

    /// The byte code, with every jump to where its label is now; one whose label has gone stays as
    /// it was.
    package var code: [UInt8] {
        var offsets = [Int](repeating: -1, count: labelCount)
        var pc = 0
        for line in lines {
            if let label = line.label { offsets[label] = pc }
            pc += 1 + Self.immediateSize(line.byte)
        }
        var code: [UInt8] = []
        for (index, line) in lines.enumerated() {
            code.append(line.byte)
            var immediate = line.immediate
            if let target = line.target, offsets[target] >= 0 {
                immediate = Self.bytes(offsets[target], count: immediate.count)
            }
            code += immediate
            guard index < lines.count - 1 else { continue }
            let missing = max(0, Self.immediateSize(line.byte) - immediate.count)
            code += [UInt8](repeating: 0, count: missing)
        }
        return code
    }

    /// Puts another listing's lines before the line `index`.
    package mutating func insert(_ other: some Sequence<Line>, at index: Int) {
        let base = labelCount
        let added = other.map { line in
            var line = line
            line.label = line.label.map { $0 + base }
            line.target = line.target.map { $0 + base }
            return line
        }
        let largest = added.flatMap { [$0.label, $0.target] }.compactMap(\.self).max()
        labelCount = max(labelCount, (largest ?? -1) + 1)
        lines.insert(contentsOf: added, at: index)
    }

    private static func bytes(_ number: Int, count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func immediateSize(_ byte: UInt8) -> Int {
        OpcodeTable.byByte[Int(byte)]?.immediate ?? 0
    }
}
