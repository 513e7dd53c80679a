/// Emits AArch64 code under the procedure call standard AAPCS64.
///
/// What is particular here: instructions of three registers, so that no operand is overwritten;
/// flags that only the instructions named for it change; a carry that is set where a subtraction
/// did *not* borrow; and immediates, offsets and branches that reach less far than a word. What
/// does not fit goes through x16 and x17, which hold nothing from one emitter to the next.
package struct A64Backend: NativeBackend, ~Copyable {
    var emitter: A64Emitter
    package let faults: CodegenFaults

    var exitPlace = 0
    var returnPlace = 0
    var copiedSlotsField = 0

    package internal(set) var branchIsOutOfRange = false

    /// A back end for code up to a length, with room for so much to begin with.
    package init(
        maximumByteCount: Int = 16 << 20, expectedByteCount: Int = 4096, faults: CodegenFaults = []
    ) {
        self.faults = faults
        let room = min(expectedByteCount, maximumByteCount)
        emitter = A64Emitter(code: CodeBuffer(initialCapacity: room, limit: maximumByteCount))
    }

    package static var instructionSet: InstructionSet { .aarch64 }

    // MARK: Registers

    /// x19, x20 and x21 hold the embedder's state; x29 is the frame pointer, x18 the platform's.
    ///
    /// x30, the return address, is saved on entry and then like any other that calls destroy.
    package static var conventions: RegisterConventions {
        RegisterConventions(
            managed: [
                .x0, .x1, .x2, .x3, .x22, .x4, .x5, .x23, .x6, .x7, .x24, .x8, .x9, .x25, .x10,
                .x11, .x26, .x12, .x13, .x27, .x14, .x15, .x28, .x30,
            ],
            calleeSaved: RegisterSet([.x22, .x23, .x24, .x25, .x26, .x27, .x28]),
            special: RegisterSet(.x0), arguments: [.x0, .x1, .x2, .x3, .x4, .x5], result: .x0,
            state: [.x19, .x20, .x21], stackPointer: .sp)
    }

    package func constraints(
        _ opcode: LIROpcode, immediateLast: Bool
    ) -> OperandConstraints {
        OperandConstraints(result: .all, first: .all, second: .all, third: .all)
    }

    package func fits(_ immediate: UInt64, _ opcode: LIROpcode) -> Bool {
        switch opcode {
        case .shl, .shr, .sar, .shld, .shrd:
            return true
        case .add, .sub, .addk, .subk, .eq, .ltu, .leu, .lts, .les:
            return A64ArithmeticImmediate(immediate) != nil
                || A64ArithmeticImmediate(0 &- immediate) != nil
        case .adc, .sbb:
            return immediate == 0 || immediate == .max
        case .and, .or, .xor:
            return A64LogicalImmediate(immediate) != nil
        case .st8:
            return UInt8(truncatingIfNeeded: immediate) == 0
        case .st32:
            return UInt32(truncatingIfNeeded: immediate) == 0
        case .stq, .stqx:
            return immediate == 0
        case .start, .label, .entry, .regfence, .comment, .unreachable, .immq, .allocp, .live,
            .state, .setstate, .ld8u, .ld32u, .ldq, .ldqx, .not, .neg, .mul, .mulhu, .clz, .bswap,
            .udiv, .urem, .kval, .kset, .bset, .kc, .cmov, .setc, .xt, .xf, .x, .xk, .xnk,
            .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret, .callq, .callv:
            return false
        }
    }

    package func foldsLoad(_ opcode: LIROpcode) -> Bool { false }

    package func resultSetsFlags(_ opcode: LIROpcode) -> Bool {
        opcode == .add || opcode == .sub || opcode == .and
    }

    // MARK: The code

    package var place: Int { emitter.code.count }

    package var overflowed: Bool { emitter.code.overflowed }

    package mutating func resolve(_ field: BranchField, to target: Int) {
        let distance = field.origin - target
        if field.isTableEntry {
            let fitting = Int32(exactly: distance)
            branchIsOutOfRange = branchIsOutOfRange || fitting == nil
            emitter.code.patch(at: field.place, UInt32(bitPattern: fitting ?? 0))
        } else {
            let bits = A64Emitter.branch(distance: reachable(distance))
            emitter.code.patch(at: field.place, bits)
        }
    }

    /// A distance for B; one that is out of its reach is noted, and zero in its stead.
    mutating func reachable(_ distance: Int) -> Int {
        if A64Emitter.branchDistances.contains(distance) { return distance }
        branchIsOutOfRange = true
        return 0
    }

    package consuming func finish() -> CodeBuffer {
        emitter.code
    }
}
