import CUnicorn
import Codegen

/// What an instruction set's calling convention says, in the emulator's numbers.
struct EmulatedMachine {
    let instructionSet: InstructionSet
    let architecture: uc_arch
    let mode: uc_mode
    /// A processor that has all that back ends emit.
    let model: Int32

    let programCounter: Int32
    let stackPointer: Int32
    /// Where a caller leaves the address to return to; nil where that is the stack.
    let link: Int32?
    let arguments: [Int32]
    let result: Int32
    /// Registers that a function gives back as they were.
    let preserved: [(name: String, register: Int32)]
    /// Registers that a function may change, beyond its result.
    let destroyed: [Int32]

    /// The number of the exception that an undefined instruction makes.
    let undefinedInstruction: UInt32
    /// The instruction that returns, and its size at least as far apart as instructions must be.
    let returnInstruction: [UInt8]
    /// A byte that is no instruction however often it stands in a row.
    let filler: UInt8

    init(_ instructionSet: InstructionSet) {
        switch instructionSet {
        case .x64: self.init(x64: instructionSet)
        case .aarch64: self.init(aarch64: instructionSet)
        }
    }

    /// System V, AMD64 Architecture Processor Supplement, 3.2.
    private init(x64 instructionSet: InstructionSet) {
        self.instructionSet = instructionSet
        architecture = UC_ARCH_X86
        mode = UC_MODE_64
        model = Int32(UC_CPU_X86_HASWELL.rawValue)
        programCounter = Self.number(UC_X86_REG_RIP)
        stackPointer = Self.number(UC_X86_REG_RSP)
        link = nil
        arguments = [
            UC_X86_REG_RDI, UC_X86_REG_RSI, UC_X86_REG_RDX, UC_X86_REG_RCX, UC_X86_REG_R8,
            UC_X86_REG_R9,
        ].map(Self.number)
        result = Self.number(UC_X86_REG_RAX)
        preserved = [
            ("rbx", UC_X86_REG_RBX), ("rbp", UC_X86_REG_RBP), ("r12", UC_X86_REG_R12),
            ("r13", UC_X86_REG_R13), ("r14", UC_X86_REG_R14), ("r15", UC_X86_REG_R15),
        ].map { ($0, Self.number($1)) }
        destroyed = arguments + [UC_X86_REG_R10, UC_X86_REG_R11].map(Self.number)
        undefinedInstruction = 6  // #UD
        returnInstruction = [0xc3]
        filler = 0xcc  // int3
    }

    /// Procedure Call Standard for the Arm 64-bit Architecture, 6.1.
    private init(aarch64 instructionSet: InstructionSet) {
        let first = Self.number(UC_ARM64_REG_X0)
        self.instructionSet = instructionSet
        architecture = UC_ARCH_ARM64
        mode = UC_MODE_ARM
        model = Int32(UC_CPU_ARM64_A72.rawValue)
        programCounter = Self.number(UC_ARM64_REG_PC)
        stackPointer = Self.number(UC_ARM64_REG_SP)
        link = Self.number(UC_ARM64_REG_X30)
        arguments = (0..<6).map { first + $0 }
        result = first
        preserved =
            (19...28).map { ("x\($0)", first + $0) } + [("x29", Self.number(UC_ARM64_REG_X29))]
        destroyed = (1...17).map { first + $0 }
        undefinedInstruction = 1  // the emulator's EXCP_UDEF
        returnInstruction = [0xc0, 0x03, 0x5f, 0xd6]
        filler = 0x00  // udf #0
    }

    private static func number(_ register: uc_x86_reg) -> Int32 { Int32(register.rawValue) }
    private static func number(_ register: uc_arm64_reg) -> Int32 { Int32(register.rawValue) }
}
