/// Emits x86-64 code under the System V calling convention.
///
/// What is particular here: two-address instructions, shift counts in rcx, products and quotients
/// in rax and rdx, and flags that almost every instruction but a move changes.
package struct X64Backend: NativeBackend, ~Copyable {
    var emitter: X64Emitter
    let features: X64Features
    package let faults: CodegenFaults

    var exitPlace = 0
    var returnPlace = 0
    var frameField = 0
    var copiedSlotsField = 0

    /// A back end for a processor with these features, for code up to a length, with room for so
    /// much to begin with.
    package init(
        features: X64Features, maximumByteCount: Int = 16 << 20, expectedByteCount: Int = 4096,
        faults: CodegenFaults = []
    ) {
        self.features = features
        self.faults = faults
        let room = min(expectedByteCount, maximumByteCount)
        emitter = X64Emitter(code: CodeBuffer(initialCapacity: room, limit: maximumByteCount))
    }

    #if arch(x86_64)
    /// A back end for the processor that runs this.
    package static func host(
        maximumByteCount: Int = 16 << 20, expectedByteCount: Int = 4096,
        faults: CodegenFaults = []
    ) -> X64Backend {
        X64Backend(
            features: .host, maximumByteCount: maximumByteCount,
            expectedByteCount: expectedByteCount, faults: faults)
    }
    #endif

    package static var instructionSet: InstructionSet { .x64 }

    // MARK: Registers

    /// rbx, r15 and r14 hold the embedder's state; rax, rcx and rdx are what instructions insist
    /// on.
    package static var conventions: RegisterConventions {
        RegisterConventions(
            managed: [
                .rax, .rcx, .rdx, .rsi, .rbp, .rdi, .r8, .r12, .r9, .r13, .r10, .r11,
            ],
            calleeSaved: [.init(.rbp), .init(.r12), .init(.r13)],
            special: [.init(.rax), .init(.rcx), .init(.rdx)],
            arguments: [.rdi, .rsi, .rdx, .rcx, .r8, .r9],
            result: .rax, state: [.rbx, .r15, .r14], stackPointer: .rsp)
    }

    private static let any = RegisterSet(rawValue: 0xffff).removing(.rsp)

    package func constraints(
        _ opcode: LIROpcode, immediateLast: Bool
    ) -> OperandConstraints {
        let any = X64Backend.any
        switch opcode {
        case .mul, .add, .and, .or, .xor, .addk, .adc:
            return OperandConstraints(result: any, first: any, second: any)
        case .sub, .subk, .sbb:
            return OperandConstraints(
                result: any, first: any, second: any, resultStartsAsFirst: true)
        case .not, .neg, .bswap:
            return OperandConstraints(result: any, first: any, resultStartsAsFirst: true)
        case .cmov:
            return OperandConstraints(
                result: any, first: any, second: any, resultStartsAsFirst: true)
        case .shl, .shr, .sar:
            return OperandConstraints(
                result: immediateLast ? any : any.removing(.rcx), first: any,
                second: RegisterSet(.rcx), resultStartsAsFirst: true)
        case .shld, .shrd:
            return OperandConstraints(
                result: immediateLast ? any : any.removing(.rcx), first: any, second: any,
                third: RegisterSet(.rcx), resultStartsAsFirst: true)
        case .mulhu:
            if features.hasBMI2 {
                return OperandConstraints(result: any, first: RegisterSet(.rdx), second: any)
            }
            return OperandConstraints(
                result: RegisterSet(.rdx), first: RegisterSet(.rax), second: any,
                destroyed: RegisterSet([.rax, .rdx]))
        case .udiv, .urem:
            return OperandConstraints(
                result: RegisterSet(opcode == .udiv ? .rax : .rdx), first: RegisterSet(.rax),
                second: any.removing(.rax).removing(.rdx),
                destroyed: RegisterSet([.rax, .rdx]))
        case .start, .label, .entry, .regfence, .comment, .unreachable, .immq, .allocp, .live,
            .state, .setstate, .ld8u, .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx, .clz, .kval,
            .kset, .bset, .kc, .eq, .ltu, .leu, .lts, .les, .setc, .xt, .xf, .x, .xk, .xnk,
            .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret, .callq, .callv:
            return OperandConstraints(result: any, first: any, second: any, third: any)
        }
    }

    package func fits(_ immediate: UInt64, _ opcode: LIROpcode) -> Bool {
        switch opcode {
        case .st8, .st32, .shl, .shr, .sar, .shld, .shrd:
            return true
        case .add, .sub, .and, .or, .xor, .mul, .addk, .adc, .subk, .sbb, .stq, .stqx, .eq, .ltu,
            .leu, .lts, .les:
            return Int32(exactly: Int64(bitPattern: immediate)) != nil
        case .start, .label, .entry, .regfence, .comment, .unreachable, .immq, .allocp, .live,
            .state, .setstate, .ld8u, .ld32u, .ldq, .ldqx, .not, .neg, .mulhu, .clz, .bswap, .udiv,
            .urem, .kval, .kset, .bset, .kc, .cmov, .setc, .xt, .xf, .x, .xk, .xnk, .xbarrier, .j,
            .jt, .jf, .jtbl, .loop, .ret, .callq, .callv:
            return false
        }
    }

    package func foldsLoad(_ opcode: LIROpcode) -> Bool {
        switch opcode {
        case .add, .sub, .and, .or, .xor, .mul, .addk, .adc, .subk, .sbb, .eq, .ltu, .leu, .lts,
            .les, .cmov:
            return true
        case .start, .label, .entry, .regfence, .comment, .unreachable, .immq, .allocp, .live,
            .state, .setstate, .ld8u, .ld32u, .ldq, .ldqx, .st8, .st32, .stq, .stqx, .not, .neg,
            .shl, .shr, .sar, .mulhu, .shld, .shrd, .clz, .bswap, .udiv, .urem, .kval, .kset,
            .bset, .kc, .setc, .xt, .xf, .x, .xk, .xnk, .xbarrier, .j, .jt, .jf, .jtbl, .loop,
            .ret, .callq, .callv:
            return false
        }
    }

    package func resultSetsFlags(_ opcode: LIROpcode) -> Bool {
        opcode == .add || opcode == .sub || opcode == .and || opcode == .or || opcode == .xor
    }

    // MARK: The code

    package var place: Int { emitter.code.count }

    package var overflowed: Bool { emitter.code.overflowed }

    /// No distance is longer than the code.
    package var branchIsOutOfRange: Bool { place > Int(Int32.max) }

    package mutating func resolve(_ field: BranchField, to target: Int) {
        emitter.code.patch(
            at: field.place, UInt32(bitPattern: X64Backend.distance(field.origin, target)))
    }

    package consuming func finish() -> CodeBuffer {
        emitter.code
    }

    /// How far a target lies behind an origin; code is shorter than the reach of an `Int32`.
    static func distance(_ origin: Int, _ target: Int) -> Int32 {
        Int32(truncatingIfNeeded: origin - target)
    }

    static func memory(_ address: MachineAddress) -> X64Emitter.Memory {
        X64Emitter.Memory(
            base: address.base, index: address.index, scale: address.scale,
            displacement: address.displacement)
    }

    static func frame(_ offset: Int32) -> X64Emitter.Memory {
        X64Emitter.Memory(base: .rsp, displacement: offset)
    }
}
