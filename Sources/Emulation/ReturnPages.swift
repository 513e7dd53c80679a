import Codegen
import Primitives

/// Addresses that stand for functions of this process in emulated code.
///
/// Each is that of an instruction that returns: before it is executed, the emulator has the
/// function called. The last one is where a call from outside returns to; no function has it.
final class ReturnPages {
    /// More functions than embedders have.
    private static let byteCount = 1 << 16

    private let mapping: Mapping
    private let stride: Int
    private var functions: [UInt] = []
    private var numbers: [UInt: Int] = [:]

    init(_ machine: EmulatedMachine) throws(SystemFailure) {
        mapping = try .reserve(byteCount: Self.byteCount)
        let instruction = machine.returnInstruction
        stride = instruction.count
        for offset in 0..<mapping.byteCount {
            mapping.base.storeBytes(
                of: instruction[offset % instruction.count], toByteOffset: offset, as: UInt8.self)
        }
    }

    var base: UnsafeMutableRawPointer { mapping.base }

    var addresses: Range<UInt> {
        let start = UInt(bitPattern: mapping.base)
        return start..<start + UInt(mapping.byteCount)
    }

    /// Where a call from outside returns to.
    var exit: UInt { addresses.upperBound - UInt(stride) }

    /// The address that stands for a function; the same whenever it is asked for.
    func address(of function: UInt) throws(EmulatorFailure) -> UInt {
        let number = numbers[function] ?? functions.count
        let address = addresses.lowerBound + UInt(number * stride)
        guard address < exit else { throw EmulatorFailure("no room for one more function") }
        if number == functions.count {
            functions.append(function)
            numbers[function] = number
        }
        return address
    }

    /// The function for which an address stands.
    func function(at address: UInt) -> UInt? {
        guard addresses.contains(address) else { return nil }
        let offset = Int(address - addresses.lowerBound)
        guard offset % stride == 0, offset / stride < functions.count else { return nil }
        return functions[offset / stride]
    }
}
