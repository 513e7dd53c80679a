package import Codegen
import Disassembly

/// What fragments become in machine language, one column for each instruction set.
///
/// It is the same on any host and in any process: processors' choices are fixed, and functions are
/// where the fragment says.
package enum MachineListing {
    /// A column of the table.
    private struct Column {
        let name: String
        var lines: [String]
    }

    private static let width = 52

    /// The columns' names.
    package static let heading = InstructionSet.allCases.map(\.rawValue).joined(separator: " | ")

    /// The code of a fragment, without what all code begins and ends with.
    package static func lines(
        of fragment: Fragment, options: AssemblerOptions
    ) throws -> [String] {
        let columns = try InstructionSet.allCases.map {
            Column(name: $0.rawValue, lines: try column($0, fragment, options))
        }
        let height = columns.map(\.lines.count).max() ?? 0
        return (0..<height).map { row in
            let cells = columns.map { $0.lines.indices.contains(row) ? $0.lines[row] : "" }
            let padded = cells.dropLast().map(Self.padded) + cells.suffix(1)
            return trimmed(padded.joined(separator: " | "))
        }
    }

    private static func padded(_ cell: String) -> String {
        cell + String(repeating: " ", count: max(0, width - cell.count))
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func column(
        _ instructionSet: InstructionSet, _ fragment: Fragment, _ options: AssemblerOptions
    ) throws -> [String] {
        let region = try CodeRegion(byteCount: 1 << 20)
        let compiled: CompiledFragment
        do throws(AssemblyError) {
            compiled = try assemble(fragment, for: instructionSet, into: region, options)
        } catch {
            return ["no code: \(error)"]
        }
        let start = compiled.offset(ofEntry: 0)
        let bytes = Array(compiled.bytes[start..<compiled.offsetOfEnvelope])
        let instructions: [DisassembledInstruction]? =
            switch instructionSet {
            case .x64: X64Disassembler()?.instructions(bytes, address: UInt64(start))
            case .aarch64: A64Disassembler()?.instructions(bytes, address: UInt64(start))
            }
        guard let instructions else { throw UnreadableCode(instructionSet: instructionSet) }
        return text(instructions, compiled)
            + compiled.exitLines { instructionSet.name(of: $0) }.flatMap(Self.wrapped)
    }

    /// A line, cut at commas where it is too long for its column.
    private static func wrapped(_ line: String) -> [String] {
        var lines: [String] = []
        var current = ""
        for part in line.split(separator: ", ") {
            if !current.isEmpty && current.count + part.count + 3 > width {
                lines.append(current + ",")
                current = "    " + part
            } else {
                current += (current.isEmpty ? "" : ", ") + part
            }
        }
        return lines + [current]
    }

    private static func assemble(
        _ fragment: Fragment, for instructionSet: InstructionSet, into region: CodeRegion,
        _ options: AssemblerOptions
    ) throws(AssemblyError) -> CompiledFragment {
        switch instructionSet {
        case .x64:
            try Assembler.assemble(
                fragment, backend: X64Backend(features: .all), into: region, options: options)
        case .aarch64:
            try Assembler.assemble(
                fragment, backend: A64Backend(), into: region, options: options)
        }
    }

    private static func text(
        _ instructions: [DisassembledInstruction], _ compiled: CompiledFragment
    ) -> [String] {
        var lines: [String] = []
        for instruction in instructions {
            for entry in 0..<compiled.entryCount
            where compiled.offset(ofEntry: entry) == Int(instruction.address) {
                lines.append("entry \(entry):")
            }
            let address = String(instruction.address, radix: 16)
            let padding = String(repeating: " ", count: max(0, 4 - address.count))
            lines.append("\(padding)\(address)  \(instruction.text)")
        }
        return lines + ["returned at \(String(compiled.offsetOfEnvelope, radix: 16))"]
    }
}

/// That capstone reads no instruction in our code.
package struct UnreadableCode: Error {
    package let instructionSet: InstructionSet
}
