/// Small functions for random fragments to call, one for each number of arguments.
///
/// The first six depend on their arguments alone; the last writes to the memory it is given.
package enum RandomFunctions {
    /// The alias class of the scratch memory that `store` may touch.
    package static let scratchClass = 2

    package static let all: [CallDescriptor] = [
        descriptor("answer", address(answer), 0),
        descriptor("reverse", address(reverse), 1),
        descriptor("mix", address(mix), 2),
        descriptor("choose", address(choose), 3),
        descriptor("product", address(product), 4),
        descriptor("weigh", address(weigh), 5),
        descriptor("digest", address(digest), 6),
        CallDescriptor(
            name: "bump", address: address(bump), argumentCount: 2,
            loads: AccessSet(aliasClass: scratchClass),
            stores: AccessSet(aliasClass: scratchClass), callClass: .leaf),
    ]

    /// The addresses by name, as the parser wants them.
    package static var addresses: [String: UInt] {
        Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.address) })
    }

    private static func descriptor(_ name: String, _ address: UInt, _ count: Int) -> CallDescriptor
    {
        CallDescriptor(
            name: name, address: address, argumentCount: count, isPure: true, loads: [],
            stores: [], callClass: .noexit)
    }

    private typealias Words = UInt64
    private static let answer: @convention(c) () -> Words = { 42 }
    private static let reverse: @convention(c) (Words) -> Words = { value in
        value.byteSwapped ^ 0x5555_5555_5555_5555
    }
    private static let mix: @convention(c) (Words, Words) -> Words = { a, b in
        (a ^ b >> 7) &* 0x9e37_79b9_7f4a_7c15
    }
    private static let choose: @convention(c) (Words, Words, Words) -> Words = { a, b, c in
        a & b | ~a & c
    }
    private static let product: @convention(c) (Words, Words, Words, Words) -> Words = {
        a, b, c, d in
        a &* b &+ c &* d
    }
    private static let weigh: @convention(c) (Words, Words, Words, Words, Words) -> Words = {
        a, b, c, d, e in
        let first: Words = a &+ 2 &* b
        return first &+ 3 &* c &+ 4 &* d &+ 5 &* e
    }
    private static let digest: @convention(c) (Words, Words, Words, Words, Words, Words) -> Words =
        {
            a, b, c, d, e, f in
            let left: Words = (a &- b) ^ (c &<< 3)
            return left &+ (d ^ (e >> 5)) &- (f &* 7)
        }
    /// Adds to the word at an address and gives what was there.
    private static let bump: @convention(c) (Words, Words) -> Words = { address, amount in
        guard let word = unsafe UnsafeMutablePointer<Words>(bitPattern: UInt(address)) else {
            return 0
        }
        let before = unsafe word.pointee
        unsafe word.pointee = before &+ amount
        return before
    }

    private static func address<Function>(_ function: Function) -> UInt {
        unsafe UInt(bitPattern: unsafeBitCast(function, to: UnsafeRawPointer.self))
    }
}
