/// Writes AArch64 instructions in front of the code written so far.
///
/// A method is one instruction form, named after its mnemonic or family, destination first.
/// Operands are 64 bits wide unless a label says otherwise. Encodings: Arm Architecture Reference
/// Manual (DDI 0487), C6.2; each method names the form there.
package struct A64Emitter: ~Copyable {
    package var code: CodeBuffer

    package init(code: consuming CodeBuffer) {
        self.code = code
    }

    @inline(__always)
    mutating func word(_ bits: UInt32) {
        code.reserve()
        code.prepend(bits)
    }

    /// An instruction whose destination is in bits 0…4 and whose first source is in bits 5…9.
    @inline(__always)
    mutating func word(_ bits: UInt32, _ destination: Register, _ first: Register) {
        word(bits | UInt32(first.number) << 5 | UInt32(destination.number))
    }

    /// The same with a second source in bits 16…20.
    @inline(__always)
    mutating func word(
        _ bits: UInt32, _ destination: Register, _ first: Register, _ second: Register
    ) {
        word(bits | UInt32(second.number) << 16, destination, first)
    }
}
