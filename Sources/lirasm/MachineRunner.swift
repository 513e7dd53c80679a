import ArgumentParser
import Codegen
import Disassembly
import Emulation

/// Makes machine code of fragments and runs it, in an emulated processor where the host is another.
struct MachineRunner {
    let instructionSet: InstructionSet
    let options: MachineOptions
    private let region: CodeRegion

    /// - Parameters:
    ///   - instructionSet: what code is made for.
    ///   - options: how it is made.
    ///   - isRunning: whether it is to be run, and not only looked at.
    /// - Throws: that there is no room for code, or no emulator.
    init(_ instructionSet: InstructionSet, _ options: MachineOptions, isRunning: Bool) throws {
        self.instructionSet = instructionSet
        self.options = options
        let isEmulated = isRunning && instructionSet != InstructionSet.host
        region = try CodeRegion(for: isEmulated ? try Emulator(instructionSet) : nil)
    }

    /// How many registers the allocator can be given.
    static func registerCounts(_ instructionSet: InstructionSet) -> ClosedRange<Int> {
        let managed =
            switch instructionSet {
            case .x64: X64Backend.conventions.managed
            case .aarch64: A64Backend.conventions.managed
            }
        return RegisterConventions.minimumManagedCount...managed.count
    }

    func executor(for fragment: Fragment) throws -> any FragmentExecutor {
        NativeExecutor(try assemble(fragment))
    }

    /// Each instruction with its place and bytes, from the first entry up to what all code has
    /// alike; then jump tables, and where exits find their values.
    func listing(of fragment: Fragment) throws -> String {
        let compiled = try assemble(fragment)
        let starts = (0..<compiled.entryCount).map(compiled.offset(ofEntry:))
        var text = "; \(instructionSet), \(compiled.codeByteCount) bytes in all"
        text += ", \(compiled.spillSlotCount) spill slots\n"
        let bytes = compiled.bytes
        let end = compiled.offsetOfEnvelope
        for (range, words) in instructions(bytes, (starts.first ?? 0)..<end) {
            for entry in starts.indices where starts[entry] == range.lowerBound {
                text += "; entry \(entry)\n"
            }
            text += Self.line(bytes, range, words)
        }
        text += "; return at \(Self.hex(end, digits: 4))\n"
        for start in stride(from: compiled.offsetOfTables, to: bytes.count, by: 8) {
            text += Self.line(bytes, start..<min(start + 8, bytes.count), "")
        }
        return compiled.exitLines { instructionSet.name(of: $0) }
            .reduce(text) { $0 + "; \($1)\n" }
    }

    private static func line(_ bytes: [UInt8], _ range: Range<Int>, _ text: String) -> String {
        let code = bytes[range].map { hex(Int($0), digits: 2) }.joined(separator: " ")
        let padding = String(repeating: " ", count: max(1, 31 - code.count))
        return "\(hex(range.lowerBound, digits: 4)):  " + code
            + (text.isEmpty ? "" : padding + text) + "\n"
    }

    private func instructions(_ bytes: [UInt8], _ range: Range<Int>) -> [(Range<Int>, String)] {
        let (code, start) = (Array(bytes[range]), UInt64(range.lowerBound))
        let read: [DisassembledInstruction]? =
            switch instructionSet {
            case .x64: X64Disassembler()?.instructions(code, address: start)
            case .aarch64: A64Disassembler()?.instructions(code, address: start)
            }
        guard let read else { return [(range, "")] }
        let ends = read.dropFirst().map { Int($0.address) } + [range.upperBound]
        return zip(read, ends).map { (Int($0.address)..<$1, $0.text) }
    }

    /// Noise depends on the fragment too, and a random fragment alone gets what it got among many.
    private func assemble(_ fragment: Fragment) throws -> CompiledFragment {
        var options = AssemblerOptions(
            registerCount: options.registers,
            noiseSeed: options.noise.map { $0 &+ fragment.key })
        options.foldsLoads = self.options.foldsLoads
        do throws(AssemblyError) {
            switch instructionSet {
            case .x64:
                return try Assembler.assemble(
                    fragment, backend: Self.x64Backend(), into: region, options: options)
            case .aarch64:
                return try Assembler.assemble(
                    fragment, backend: A64Backend(), into: region, options: options)
            }
        } catch {
            throw MachineFailure(instructionSet: instructionSet, error: error)
        }
    }

    private static func x64Backend() -> X64Backend {
        #if arch(x86_64)
        X64Backend.host()
        #else
        X64Backend(features: .all)
        #endif
    }

    private static func hex(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

/// How machine code is made.
struct MachineOptions {
    var registers: Int?
    var noise: UInt64?
    var foldsLoads = true
}

/// A fragment that a back end cannot make code of.
struct MachineFailure: Error, CustomStringConvertible {
    let instructionSet: InstructionSet
    let error: AssemblyError

    var description: String { "no \(instructionSet) code: \(reason)" }

    private var reason: String {
        switch error {
        case .spillFrameFull: "more values are spilled at once than a frame has slots"
        case .codeBufferFull: "the code is longer than one fragment's may be"
        case .codeRegionFull: "no room is left for code"
        case .branchOutOfRange: "a branch leads too far"
        case .tooManyInstructions: "the fragment has too many instructions"
        case .unsupportedInstruction(let name):
            "\(name) cannot stand there; without the pass carry, flags must be adjacent"
        case .system(let failure): "the system refused: \(failure)"
        case .processor(let failure): "the emulated processor refused: \(failure)"
        }
    }
}
