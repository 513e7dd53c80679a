import ArgumentParser
import Codegen

/// Makes x86-64 code of fragments and, where the host is one, runs it.
struct NativeRunner {
    /// How many registers the allocator can be given.
    static let registerCounts =
        RegisterConventions.minimumManagedCount...X64Backend.conventions.managed.count

    #if arch(x86_64)
    static let canRun = true
    #else
    static let canRun = false
    #endif

    let registers: Int?
    let noise: UInt64?
    let foldsLoads: Bool
    private let region: CodeRegion

    init(registers: Int?, noise: UInt64?, foldsLoads: Bool) throws {
        self.registers = registers
        self.noise = noise
        self.foldsLoads = foldsLoads
        region = try CodeRegion()
    }

    func executor(for fragment: Fragment) throws -> any FragmentExecutor {
        NativeExecutor(try assemble(fragment))
    }

    /// The bytes in hexadecimal, as `xxd -r` reads them, behind a line that says where entries are.
    func listing(of fragment: Fragment) throws -> String {
        let compiled = try assemble(fragment)
        let entries = (0..<compiled.entryCount)
            .map { "entry \($0) at \(Self.hex(compiled.offset(ofEntry: $0), digits: 8))" }
            .joined(separator: ", ")
        var text = "; x86-64, \(compiled.codeByteCount) bytes"
        text += ", \(compiled.spillSlotCount) spill slots, \(entries)\n"
        let bytes = compiled.bytes
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let line = bytes[start..<min(start + 16, bytes.count)]
                .map { Self.hex(Int($0), digits: 2) }
            text += "\(Self.hex(start, digits: 8)): \(line.joined(separator: " "))\n"
        }
        return text
    }

    /// Noise depends on the fragment too, and a random fragment alone gets what it got among many.
    private func assemble(_ fragment: Fragment) throws -> CompiledFragment {
        #if arch(x86_64)
        let backEnd = X64Backend.host()
        #else
        let backEnd = X64Backend(features: .baseline)
        #endif
        var options = AssemblerOptions(
            registerCount: registers, noiseSeed: noise.map { $0 &+ fragment.key })
        options.foldsLoads = foldsLoads
        do throws(AssemblyError) {
            return try Assembler.assemble(
                fragment, backend: backEnd, into: region, options: options)
        } catch {
            throw NativeFailure(error: error)
        }
    }

    private static func hex(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

/// A fragment that the back end cannot make code of.
struct NativeFailure: Error, CustomStringConvertible {
    let error: AssemblyError

    var description: String { "no x86-64 code: \(reason)" }

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
        case .processor(let message): "the processor refused: \(message)"
        }
    }
}
