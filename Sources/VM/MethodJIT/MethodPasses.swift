import Codegen

/// The passes through which lowered methods reach their buffer.
enum MethodPasses {
    /// The chain that ends in a buffer; its rules are checked on both sides in debug builds.
    static func chain(
        to buffer: LIRBuffer, _ passes: Set<LIRPass>, faults: CodegenFaults = []
    ) -> any LIRWriter {
        var writer: any LIRWriter = BufferWriter(buffer)
        #if DEBUG
        writer = ValidateWriter(writer, where: "behind the passes", requiresAdjacentFlags: true)
        #endif
        if passes.contains(.carryAll) { writer = CarryFilter(writer, mode: .all) }
        if passes.contains(.carry) { writer = CarryFilter(writer, mode: .whereNeeded) }
        if passes.contains(.commonSubexpression) {
            writer = CommonSubexpressionFilter(writer, faults: faults)
        }
        if passes.contains(.expression) { writer = ExpressionFilter(writer) }
        #if DEBUG
        writer = ValidateWriter(writer, where: "lowering", requiresAdjacentFlags: false)
        #endif
        return writer
    }
}
