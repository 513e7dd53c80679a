/// Of the four bytes of a guard's distance: what to write to make the guard leave always, and where
/// that starts, relative to the field.
package typealias GuardPatching = @Sendable (_ field: [UInt8]) -> (offset: Int, bytes: [UInt8])

/// A machine that code can be assembled for.
///
/// The assembler decides what is computed where; a back end knows registers and encodings. Its
/// emitters are called backwards: each writes in front of what was written before, so the last
/// instruction of a sequence is emitted first. A *place* is a distance in bytes from the end of
/// the code.
///
/// Flags: every emitter of a move (`move`, `moveImmediate` with `keepsFlags`, `loadFrame`,
/// `storeFrame`, `frameAddress`, `load`, `store`) leaves the machine's flags as they are. So do the
/// moves inside the other emitters that run before their flags are read.
package protocol NativeBackend: ~Copyable {
    /// The language that it writes.
    static var instructionSet: InstructionSet { get }

    /// What the machine's registers are for.
    static var conventions: RegisterConventions { get }

    // MARK: What fits

    /// Which registers an instruction insists on; `immediateLast` says that its last operand is an
    /// immediate that was found to fit.
    func constraints(_ opcode: LIROpcode, immediateLast: Bool) -> OperandConstraints

    /// Whether an immediate can be the last operand of an instruction.
    func fits(_ immediate: UInt64, _ opcode: LIROpcode) -> Bool

    /// Whether the last operand of an instruction can be a word in memory.
    func foldsLoad(_ opcode: LIROpcode) -> Bool

    /// Whether the machine's zero and sign flags tell about the result of an instruction.
    func resultSetsFlags(_ opcode: LIROpcode) -> Bool

    /// Mistakes to make; see `CodegenFaults`.
    var faults: CodegenFaults { get }

    // MARK: The code

    /// The place reached: the bytes emitted so far.
    var place: Int { get }

    /// Whether more was emitted than there is room for.
    var overflowed: Bool { get }

    /// Whether a target was further away than any form of its branch can say.
    ///
    /// The code is then worthless; like `overflowed` it is looked at when more was emitted.
    var branchIsOutOfRange: Bool { get }

    /// Fills in a distance.
    mutating func resolve(_ field: BranchField, to target: Int)

    /// Ends the emission and gives the code.
    consuming func finish() -> CodeBuffer

    // MARK: Moves

    mutating func move(_ destination: Register, _ source: Register)
    mutating func moveImmediate(_ destination: Register, _ value: UInt64, keepsFlags: Bool)
    mutating func loadFrame(_ destination: Register, offset: Int32)
    mutating func storeFrame(_ source: Register, offset: Int32)
    mutating func frameAddress(_ destination: Register, offset: Int32)

    /// `ld8u`, `ld32u`, `ldq` and `ldqx`.
    mutating func load(_ opcode: LIROpcode, _ destination: Register, _ address: MachineAddress)
    /// `st8`, `st32`, `stq` and `stqx`.
    mutating func store(_ opcode: LIROpcode, _ address: MachineAddress, _ source: MachineOperand)

    // MARK: Computation

    /// `add sub and or xor mul mulhu shl shr sar udiv urem addk adc subk sbb`.
    ///
    /// With `setsFlags`, carry, zero and sign must tell about the result afterwards.
    mutating func binary(
        _ opcode: LIROpcode, _ destination: Register, _ first: Register, _ second: MachineOperand,
        setsFlags: Bool)

    /// `not neg clz bswap`.
    mutating func unary(_ opcode: LIROpcode, _ destination: Register, _ source: Register)

    /// `shld` and `shrd`.
    mutating func funnelShift(
        _ opcode: LIROpcode, _ destination: Register, _ first: Register, _ second: Register,
        _ count: MachineOperand)

    /// Sets the flags by comparing; with an immediate zero also the sign and zero of `first`.
    mutating func compare(_ first: Register, _ second: MachineOperand)

    /// Sets the flags as `subk` does, without a result.
    mutating func compareBorrowing(_ first: Register, _ second: MachineOperand)

    /// `destination = condition ? whenTrue : whenFalse`.
    mutating func select(
        _ condition: MachineCondition, _ destination: Register, whenTrue: MachineOperand,
        whenFalse: Register)

    /// The condition as the word 0 or 1, keeping the flags.
    mutating func materialise(_ condition: MachineCondition, _ destination: Register)

    /// Sets the carry, or the borrow, if the source is not zero; `scratch` may be the source.
    mutating func makeFlag(borrow: Bool, _ source: Register, scratch: Register)

    // MARK: Control

    /// A branch, taken always when the condition is nil; gives the field of its distance.
    ///
    /// The target's place may be nil, and the field resolved later.
    @discardableResult
    mutating func branch(_ condition: MachineCondition?, to target: Int?) -> BranchField

    /// Emits a table of distances, all to be resolved later; gives its fields in order.
    mutating func jumpTable(count: Int) -> [BranchField]

    /// Goes to the `index`-th target of the table at a place.
    mutating func tableJump(
        _ index: Register, scratch: Register, _ second: Register, table: Int)

    /// Calls a function; its arguments are in their registers.
    mutating func call(_ address: UInt)

    // MARK: The envelope

    /// Emits the code behind all other code: storing the state and going back to the caller.
    ///
    /// - Parameter slotsOffset: The offset of the spill slots in the frame.
    mutating func emitEnvelopeEnd(slotsOffset: Int32)

    /// Goes back to the caller with the value in the result register.
    mutating func returnToCaller()

    /// Emits a stub that leaves by saying `status`; it changes no register that holds a value.
    mutating func leaveStub(status: UInt32)

    /// Emits the function that enters the code, and completes the envelope's end.
    ///
    /// - Parameters:
    ///   - frameByteCount: The size of the frame, a multiple of 16.
    ///   - copiedSlotCount: How many of them an exit copies to the record.
    mutating func emitEnvelopeStart(frameByteCount: Int, copiedSlotCount: Int)

    // MARK: Patching

    /// How a guard's branch is made to leave always.
    static var alwaysTaken: GuardPatching { get }
}

extension NativeBackend where Self: ~Copyable {
    /// Whether a planted fault reads a whole word here for half of one; never of the state, where
    /// nobody knows what lies behind a field, and one run could be unlike the next.
    func widensLoad(from address: MachineAddress) -> Bool {
        faults.contains(.widensLoads) && address.base != Self.conventions.state[0]
    }
}
