/// Whether code is worth compiling, and safe to hand to a compiler: the one predicate for whoever
/// compiles.
package enum Suitability {
    /// What is compiled while a program runs: some 50 ms of work, whatever the code.
    ///
    /// Contracts as long as they may be (EIP-170) come to about half of it, and those that do
    /// nothing but write memory to just below.
    package static let affordableInstructionCount = 500_000

    /// Judges a piece of code, whatever the fork.
    ///
    /// Time is linear in its size.
    ///
    /// - Parameters:
    ///   - code: the byte code.
    ///   - minimumByteCount: the length from which compiling earns anything.
    ///   - largestByteCount: the length up to which the compiler takes it.
    ///   - largestInstructionCount: the instructions, and words that exits restore, that lowering
    ///     may make of it at most.
    /// - Returns: that it is suitable, or why it is rejected.
    package static func verdict(
        on code: UnsafeRawBufferPointer, minimumByteCount: Int, largestByteCount: Int,
        largestInstructionCount: Int
    ) -> CompileVerdict {
        if code.count < minimumByteCount { return .rejected(.tooShort) }
        if code.count > largestByteCount { return .rejected(.tooLong) }
        guard largestInstructionCount < .max else { return .suitable }
        let isAffordable =
            instructionBound(of: code, upTo: largestInstructionCount) <= largestInstructionCount
        return isAffordable ? .suitable : .rejected(.tooExpensive)
    }

    /// How many instructions, and words that exits restore, lowering makes of code at most.
    ///
    /// Beyond `limit` it is not added up any further.
    package static func instructionBound(
        of code: UnsafeRawBufferPointer, upTo limit: Int = .max
    ) -> Int {
        let rows = rows
        var bound = CompileCost.fixed + CompileCost.head
        var isReached = true
        var isHeightChecked = false
        // At most: what is popped unwritten is not taken off.
        var unwritten = 0
        var offset = 0
        while offset < code.count, bound <= limit {
            let byte = code[offset]
            let row = rows[Int(byte)]
            offset += 1 + row.immediate
            if byte == Opcode.jumpdest.rawValue { isReached = true }
            guard isReached else { continue }
            let cost = row.cost
            bound += cost.instructions
            if !isHeightChecked, byte != Opcode.jumpdest.rawValue {
                bound += CompileCost.height
                isHeightChecked = true
            }
            if cost.canLeave { bound += min(unwritten, CompileCost.largestExit) }
            unwritten = cost.writesAll ? 0 : unwritten + cost.words
            switch cost.end {
            case .none: break
            case .head:
                isHeightChecked = false
                unwritten = 0
            case .final: isReached = false
            }
        }
        return bound
    }

    /// The cost of each byte, and how many bytes behind it are data.
    private static let rows: [(immediate: Int, cost: CompileCost)] =
        OpcodeTable.byByte.map { row in
            guard let row else { return (0, .undefined) }
            return (row.immediate, CompileCost(row.opcode))
        }
}
