/// Runs machine code in the host's stead.
///
/// Its code lies in code regions of its own and sees the memory of this process at the addresses
/// that the process has it at; what the process has no memory for, or guards, stays a fault.
///
/// One call at a time: what belongs to one thread shares a processor. Code may be freed on any
/// thread, at any time when it does not run.
package protocol Processor: AnyObject, Sendable {
    var instructionSet: InstructionSet { get }

    /// The address at which code finds a function of this process, which takes up to six words
    /// under the C calling convention and returns one.
    func callAddress(of function: UInt) throws(AssemblyError) -> UInt

    /// Takes code in as it is now; what was known of earlier code there is forgotten.
    ///
    /// - Parameters:
    ///   - code: where the code is.
    ///   - region: the addresses of its code region.
    /// - Throws: that it does not take it.
    func load(_ code: Range<UInt>, of region: Range<UInt>) throws(AssemblyError)

    /// Forgets code that is freed: it can be run no more.
    func unload(_ code: Range<UInt>, of region: Range<UInt>)

    /// Forgets a whole region, whose addresses may come to be something else's.
    func close(_ region: Range<UInt>)

    /// Seconds that all calls so far took, with what the functions took that code called.
    var seconds: Double { get }

    /// Calls a function in machine code with one argument, and gives its result.
    func call(_ function: UInt, _ argument: UInt) throws(ProcessorFault) -> UInt64
}

/// What machine code did that code of ours never may: a mistake of the code generator's.
package struct ProcessorFault: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// It accessed memory that is not there, or not for that, at this address.
        case read(UInt64)
        case write(UInt64)
        /// It went to where no code is.
        case noCode
        case undefinedInstruction
        /// It made an exception of the processor's, such as a division by zero, with this number.
        case exception(UInt32)
        /// It stopped the processor.
        case halt
        /// It returned without giving a register back that is the caller's.
        case lostRegister(String)
        /// It called a function with a stack that is not aligned.
        case misalignedStack
        /// It called what is no function's address.
        case noFunction
        /// The processor was asked to run two things at once.
        case busy
        /// The emulator gave up, in its own words.
        case engine(String)
    }

    package let kind: Kind
    /// The address of the instruction, or of the next one; of an access, the address of the first
    /// instruction of the straight stretch that it is in.
    package let pc: UInt64
    /// How far that is into the fragment's code; nil outside of it.
    package var offset: Int?

    package init(_ kind: Kind, pc: UInt64) {
        self.kind = kind
        self.pc = pc
    }
}

extension ProcessorFault: CustomStringConvertible {
    package var description: String {
        let place = offset.map { "at offset \(hex(UInt64($0)))" } ?? "outside of its code"
        return "\(words) (\(place), pc \(hex(pc)))"
    }

    private var words: String {
        switch kind {
        case .read(let address): "no memory to read at \(hex(address))"
        case .write(let address): "no memory to write at \(hex(address))"
        case .noCode: "no code there"
        case .undefinedInstruction: "an undefined instruction"
        case .exception(let number): "exception \(number) of the processor"
        case .halt: "an instruction that stops the processor"
        case .lostRegister(let name): "\(name), which is the caller's, was not restored"
        case .misalignedStack: "the stack is not aligned at a call"
        case .noFunction: "no function to call there"
        case .busy: "the processor runs something else"
        case .engine(let message): "the emulator gave up: \(message)"
        }
    }

    private func hex(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }
}
