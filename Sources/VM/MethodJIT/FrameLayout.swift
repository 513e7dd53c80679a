import Codegen

/// Where compiled code finds a frame's fields: bytes from the frame's address.
///
/// Asked of the compiler, never assumed.
enum FrameLayout {
    static let gas = offset(\.gas)
    static let gasBias = offset(\.gasBias)
    static let pc = offset(\.pc)
    static let stackTop = offset(\.stackTop)
    static let stackBase = offset(\.stackBase)
    static let memory = offset(\.memory)
    static let memorySize = offset(\.memorySize)
    static let callData = offset(\.callData)
    static let callDataCount = offset(\.callDataCount)
    static let codeCount = offset(\.codeCount)
    static let returnDataCount = offset(\.returnDataCount)
    static let address = offset(\.address)
    static let caller = offset(\.caller)
    static let value = offset(\.value)

    private static func offset(_ field: PartialKeyPath<Frame>) -> Int32 {
        guard let offset = MemoryLayout<Frame>.offset(of: field) else {
            preconditionFailure("a field that compiled code reads is stored")
        }
        return Int32(offset)
    }
}

/// The alias classes that the VM gives to the code generator.
extension AccessSet {
    /// The operand stack's slots.
    static let operandStack = AccessSet(aliasClass: 0)
    /// The contract's memory.
    static let linearMemory = AccessSet(aliasClass: 1)
    /// Fields of the frame that change while code runs.
    static let frame = AccessSet(aliasClass: 2)
    /// What does not change while a frame lives: call data, code, its environment.
    static let constants = AccessSet(aliasClass: 3)
}

/// The state registers, by number.
enum StateRegister {
    /// The frame's address.
    static let frame = 0
    /// Gas left, less the bias.
    static let gas = 1
    /// The next free slot of the operand stack.
    static let stackTop = 2
}
