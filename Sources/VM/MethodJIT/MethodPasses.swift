import Codegen

/// The passes through which lowered methods reach their buffer.
enum MethodPasses {
    /// The chain that ends in a buffer; its rules are checked on both sides in debug builds.
    static func chain(to buffer: LIRBuffer) -> any LIRWriter {
        var writer: any LIRWriter = BufferWriter(buffer)
        #if DEBUG
        writer = ValidateWriter(writer, where: "behind the passes", requiresAdjacentFlags: true)
        #endif
        writer = CarryFilter(writer, mode: .whereNeeded)
        writer = CommonSubexpressionFilter(writer)
        writer = ExpressionFilter(writer)
        #if DEBUG
        writer = ValidateWriter(writer, where: "lowering", requiresAdjacentFlags: false)
        #endif
        return writer
    }
}
