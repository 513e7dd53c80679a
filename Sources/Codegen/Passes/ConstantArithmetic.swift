/// What each operation means on known words: one definition for folding and for the interpreter.
enum ConstantArithmetic {
    static func shiftLeft(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value &<< count
    }

    static func shiftRight(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value &>> count
    }

    static func shiftRightArithmetic(_ value: UInt64, _ count: UInt64) -> UInt64 {
        UInt64(bitPattern: Int64(bitPattern: value) &>> Int64(bitPattern: count))
    }

    static func multiplyHigh(_ a: UInt64, _ b: UInt64) -> UInt64 {
        a.multipliedFullWidth(by: b).high
    }

    static func shiftLeftDouble(_ high: UInt64, _ low: UInt64, _ count: UInt64) -> UInt64 {
        let count = count & 63
        return count == 0 ? high : high &<< count | low &>> (64 &- count)
    }

    static func shiftRightDouble(_ low: UInt64, _ high: UInt64, _ count: UInt64) -> UInt64 {
        let count = count & 63
        return count == 0 ? low : low &>> count | high &<< (64 &- count)
    }

    static func isLess(_ a: UInt64, _ b: UInt64) -> Bool {
        Int64(bitPattern: a) < Int64(bitPattern: b)
    }

    static func isLessOrEqual(_ a: UInt64, _ b: UInt64) -> Bool {
        Int64(bitPattern: a) <= Int64(bitPattern: b)
    }

    /// The sum and the carry out.
    static func add(
        _ a: UInt64, _ b: UInt64, carry: UInt64
    ) -> (value: UInt64, carry: UInt64) {
        let (first, overflow) = a.addingReportingOverflow(b)
        let (second, overflowAgain) = first.addingReportingOverflow(carry)
        return (second, overflow || overflowAgain ? 1 : 0)
    }

    /// The difference and the borrow out.
    static func subtract(
        _ a: UInt64, _ b: UInt64, borrow: UInt64
    ) -> (value: UInt64, borrow: UInt64) {
        let (first, overflow) = a.subtractingReportingOverflow(b)
        let (second, overflowAgain) = first.subtractingReportingOverflow(borrow)
        return (second, overflow || overflowAgain ? 1 : 0)
    }

    static func addCarry(_ a: UInt64, _ b: UInt64, _ carry: UInt64) -> UInt64 {
        add(a, b, carry: carry).carry
    }

    static func subtractBorrow(_ a: UInt64, _ b: UInt64, _ borrow: UInt64) -> UInt64 {
        subtract(a, b, borrow: borrow).borrow
    }

    /// The outcome of a comparison, or nil for an opcode that is none.
    static func compare(_ opcode: LIROpcode, _ a: UInt64, _ b: UInt64) -> Bool? {
        if opcode == .eq { return a == b }
        if opcode == .ltu { return a < b }
        if opcode == .leu { return a <= b }
        if opcode == .lts { return isLess(a, b) }
        if opcode == .les { return isLessOrEqual(a, b) }
        return nil
    }
}
