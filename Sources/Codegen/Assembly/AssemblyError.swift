package import Primitives

/// Why a fragment could not be made into machine code; the fragment can still be interpreted.
package enum AssemblyError: Error, Hashable, Sendable {
    /// More values are spilled at one place than a frame has slots.
    case spillFrameFull
    /// The machine code is longer than one fragment's may be.
    case codeBufferFull
    /// The code region has no free range of that length.
    case codeRegionFull
    /// A branch's target is further away than its encoding can say.
    case branchOutOfRange
    /// The fragment has more instructions than one compilation takes on.
    case tooManyInstructions
    /// The back end has no code for an instruction, or not for it at this place.
    case unsupportedInstruction(String)
    /// The operating system refused pages or their protection.
    case system(SystemFailure)
    /// The processor that is to run the code did not take it.
    case processor(String)
}
