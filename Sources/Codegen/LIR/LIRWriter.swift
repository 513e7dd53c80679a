/// A link of the chain through which instructions reach a buffer.
///
/// A pass is a final class with the next writer in `next`: it looks at the instructions it cares
/// about, writes others in their place or none, and hands the rest on. Operands always name
/// instructions of the shared buffer, so what a writer returns can be used at once.
package protocol LIRWriter: AnyObject {
    /// The buffer at the end of the chain, for the side arenas and for looking at operands.
    var buffer: LIRBuffer { get }

    /// Writes an instruction, or what a pass found to be as good.
    func write(_ instruction: LIRInstruction) -> LIRResult

    /// Ends the fragment: rules that concern the whole of it are checked here.
    func finish() throws(LIRViolation)
}

/// The end of every chain: writes into the buffer.
package final class BufferWriter: LIRWriter {
    package let buffer: LIRBuffer

    package init(_ buffer: LIRBuffer) {
        self.buffer = buffer
    }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        LIRResult(buffer.append(instruction))
    }

    package func finish() throws(LIRViolation) {
        if let violation = buffer.violation { throw violation }
    }
}
