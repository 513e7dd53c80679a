import Primitives

// AND to SAR, and CLZ. The count of a shift, and the index of BYTE, are on top of the stack.
extension Execution {
    @inline(always) mutating func and() { binary { $0 & $1 } }
    @inline(always) mutating func or() { binary { $0 | $1 } }
    @inline(always) mutating func xor() { binary { $0 ^ $1 } }
    @inline(always) mutating func not() { unary { ~$0 } }
    @inline(always) mutating func byte() { binary { $1.byte(at: $0) } }
    @inline(always) mutating func shl() { binary { $1.shiftedLeft(by: $0) } }
    @inline(always) mutating func shr() { binary { $1.shiftedRight(by: $0) } }
    @inline(always) mutating func sar() { binary { $1.arithmeticShiftedRight(by: $0) } }
    @inline(always) mutating func clz() { unary { $0.countLeadingZeros() } }
}
