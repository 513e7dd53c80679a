/// The operations of the low-level intermediate representation.
///
/// The case name is the mnemonic of the text form. Each has one row below; everything else that
/// must know an operation switches over this enum without a default, so the compiler names the
/// places a new one needs.
package enum LIROpcode: UInt8, BitwiseCopyable, CaseIterable, Sendable {
    // Structure
    case start, label, entry, regfence, comment, unreachable
    // Values
    case immq, allocp, live, state, setstate
    // Memory
    case ld8u, ld32u, ldq, ldqx, st8, st32, stq, stqx
    // Arithmetic
    case add, sub, and, or, xor, not, neg, shl, shr, sar, mul
    // Wide arithmetic
    case mulhu, shld, shrd, clz, bswap, udiv, urem
    // Carry chains
    case addk, adc, subk, sbb, kval, kset, bset, kc
    // Comparison and selection
    case eq, ltu, leu, lts, les, cmov, setc
    // Guards
    case xt, xf, x, xk, xnk, xbarrier
    // Control
    case j, jt, jf, jtbl, loop, ret
    // Calls
    case callq, callv
}

/// What holds for every instruction of an opcode, apart from its operands.
package struct LIRTraits: OptionSet, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The result depends on the operands alone, so equal instructions may share one.
    package static let pure = LIRTraits(rawValue: 1 << 0)
    /// Stays although nothing uses its result.
    package static let effect = LIRTraits(rawValue: 1 << 1)
    /// May stand between a carry's producer and its consumer: no back end lets it touch the flags.
    package static let transparent = LIRTraits(rawValue: 1 << 2)
    /// The next instruction is not reached from here.
    package static let terminator = LIRTraits(rawValue: 1 << 3)
    /// Leaves, or may leave, through the side exit in `c`.
    package static let exits = LIRTraits(rawValue: 1 << 4)
    /// The first two operands may be exchanged.
    package static let commutes = LIRTraits(rawValue: 1 << 5)
    /// Reads memory.
    package static let loads = LIRTraits(rawValue: 1 << 6)
    /// Writes memory.
    package static let stores = LIRTraits(rawValue: 1 << 7)
    /// No value but a frame address crosses it.
    package static let fence = LIRTraits(rawValue: 1 << 8)
}

/// One row of the opcode table.
package struct LIROpcodeRow: Sendable {
    /// The type of the value.
    package let result: LIRType
    /// The carry or borrow that the instruction yields beside its value, or `.void`.
    package let carryOut: LIRType
    package let a: OperandKind
    package let b: OperandKind
    package let c: OperandKind
    package let traits: LIRTraits

    fileprivate init(
        _ result: LIRType, carryOut: LIRType = .void, a: OperandKind = .none,
        b: OperandKind = .none, c: OperandKind = .none, _ traits: LIRTraits = []
    ) {
        self.result = result
        self.carryOut = carryOut
        self.a = a
        self.b = b
        self.c = c
        self.traits = traits
    }

    /// Whether anything can refer to the instruction.
    package var isNamed: Bool { result != .void || carryOut != .void }
}

extension LIROpcode {
    /// Everything about the opcode that is data.
    // swift-format-ignore
    package var row: LIROpcodeRow {
        switch self {
        // Structure
        case .start:       .init(.void,                                                            [.effect])
        case .label:       .init(.void,      a: .label,                                            [.effect])
        case .entry:       .init(.void,      a: .number,                                           [.effect, .fence])
        case .regfence:    .init(.void,                                                            [.effect, .fence])
        case .comment:     .init(.void,      a: .text,                                             [.effect, .transparent])
        case .unreachable: .init(.void,                                                            [.effect, .terminator])

        // Values
        case .immq:        .init(.word,      a: .half,      b: .half,                              [.pure, .transparent])
        case .allocp:      .init(.word,      a: .number,                                           [.transparent])
        case .live:        .init(.void,      a: .word,                                             [.effect, .transparent])
        case .state:       .init(.word,      a: .number,                                           [.transparent])
        case .setstate:    .init(.void,      a: .number,    b: .word,                              [.effect, .transparent])

        // Memory: loads read [a + b * 2^scale + c]; stores write a to [b + c]
        case .ld8u:        .init(.word,      a: .word,                         c: .displacement,   [.loads, .transparent])
        case .ld32u:       .init(.word,      a: .word,                         c: .displacement,   [.loads, .transparent])
        case .ldq:         .init(.word,      a: .word,                         c: .displacement,   [.loads, .transparent])
        case .ldqx:        .init(.word,      a: .word,      b: .word,          c: .displacement,   [.loads, .transparent])
        case .st8:         .init(.void,      a: .word,      b: .word,          c: .displacement,   [.stores, .effect, .transparent])
        case .st32:        .init(.void,      a: .word,      b: .word,          c: .displacement,   [.stores, .effect, .transparent])
        case .stq:         .init(.void,      a: .word,      b: .word,          c: .displacement,   [.stores, .effect, .transparent])
        case .stqx:        .init(.void,      a: .word,      b: .word,          c: .indexedAddress, [.stores, .effect, .transparent])

        // Arithmetic; shift counts are taken modulo 64
        case .add:         .init(.word,      a: .word,      b: .word,                              [.pure, .commutes])
        case .sub:         .init(.word,      a: .word,      b: .word,                              [.pure])
        case .and:         .init(.word,      a: .word,      b: .word,                              [.pure, .commutes])
        case .or:          .init(.word,      a: .word,      b: .word,                              [.pure, .commutes])
        case .xor:         .init(.word,      a: .word,      b: .word,                              [.pure, .commutes])
        case .not:         .init(.word,      a: .word,                                             [.pure])
        case .neg:         .init(.word,      a: .word,                                             [.pure])
        case .shl:         .init(.word,      a: .word,      b: .word,                              [.pure])
        case .shr:         .init(.word,      a: .word,      b: .word,                              [.pure])
        case .sar:         .init(.word,      a: .word,      b: .word,                              [.pure])
        case .mul:         .init(.word,      a: .word,      b: .word,                              [.pure, .commutes])

        // Wide arithmetic
        case .mulhu:       .init(.word,      a: .word,      b: .word,                              [.pure, .commutes])
        case .shld:        .init(.word,      a: .word,      b: .word,          c: .word,           [.pure])
        case .shrd:        .init(.word,      a: .word,      b: .word,          c: .word,           [.pure])
        case .clz:         .init(.word,      a: .word,                                             [.pure])
        case .bswap:       .init(.word,      a: .word,                                             [.pure])
        case .udiv:        .init(.word,      a: .word,      b: .word,                              [.pure])
        case .urem:        .init(.word,      a: .word,      b: .word,                              [.pure])

        // Carry chains: an adc or sbb yields a word and the next carry
        case .addk:        .init(.word,      carryOut: .carry,  a: .word, b: .word,                [.commutes])
        case .adc:         .init(.word,      carryOut: .carry,  a: .word, b: .word, c: .carry,     [.commutes])
        case .subk:        .init(.word,      carryOut: .borrow, a: .word, b: .word,                [])
        case .sbb:         .init(.word,      carryOut: .borrow, a: .word, b: .word, c: .borrow,    [])
        case .kval:        .init(.word,      a: .flag,                                             [.transparent])
        case .kset:        .init(.void,      carryOut: .carry,  a: .word,                          [])
        case .bset:        .init(.void,      carryOut: .borrow, a: .word,                          [])
        case .kc:          .init(.condition, a: .flag,                                             [.transparent])

        // Comparison and selection
        case .eq:          .init(.condition, a: .word,      b: .word,                              [.pure, .commutes])
        case .ltu:         .init(.condition, a: .word,      b: .word,                              [.pure])
        case .leu:         .init(.condition, a: .word,      b: .word,                              [.pure])
        case .lts:         .init(.condition, a: .word,      b: .word,                              [.pure])
        case .les:         .init(.condition, a: .word,      b: .word,                              [.pure])
        case .cmov:        .init(.word,      a: .condition, b: .word,          c: .word,           [.pure])
        case .setc:        .init(.word,      a: .condition,                                        [.pure])

        // Guards
        case .xt:          .init(.void,      a: .condition,                    c: .exit,           [.effect, .exits])
        case .xf:          .init(.void,      a: .condition,                    c: .exit,           [.effect, .exits])
        case .x:           .init(.void,                                        c: .exit,           [.effect, .exits, .terminator])
        case .xk:          .init(.void,      a: .flag,                         c: .exit,           [.effect, .exits])
        case .xnk:         .init(.void,      a: .flag,                         c: .exit,           [.effect, .exits])
        case .xbarrier:    .init(.void,                                        c: .exit,           [.effect, .exits])

        // Control
        case .j:           .init(.void,                                        c: .label,          [.effect, .terminator])
        case .jt:          .init(.void,      a: .condition,                    c: .label,          [.effect])
        case .jf:          .init(.void,      a: .condition,                    c: .label,          [.effect])
        case .jtbl:        .init(.void,      a: .word,                         c: .jumpTable,      [.effect, .terminator])
        case .loop:        .init(.void,                                        c: .label,          [.effect, .terminator])
        case .ret:         .init(.void,      a: .word,                                             [.effect, .terminator])

        // Calls
        case .callq:       .init(.word,      a: .descriptor, b: .firstArgument, c: .argumentCount, [.effect, .loads, .stores])
        case .callv:       .init(.void,      a: .descriptor, b: .firstArgument, c: .argumentCount, [.effect, .loads, .stores])
        }
    }

    /// The traits of all opcodes by number, for those who look them up often.
    static let traits = allCases.map(\.row.traits)

    private static let mnemonics = allCases.map { String(describing: $0) }

    /// The name in the text form.
    package var mnemonic: String { Self.mnemonics[Int(rawValue)] }
}
