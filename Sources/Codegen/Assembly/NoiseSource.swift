/// Random numbers from a seed, for disturbing the allocator in tests (xorshift64*, Vigna 2016).
struct NoiseSource {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed ^ 0x9e37_79b9_7f4a_7c15
        if state == 0 { state = 1 }
    }

    /// A number below `bound`.
    mutating func next(below bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        let mixed = (state &* 0x2545_f491_4f6c_dd1d) >> 33
        return Int(mixed % UInt64(bound))
    }
}

extension FragmentAssembly where Backend: ~Copyable {
    /// Now and then takes a value's register away, or gives it another one.
    ///
    /// The allocator may do either between any two instructions, so the code means the same.
    mutating func makeNoise() {
        guard let choice = noise?.next(below: 6), choice < 2 else { return }
        let occupied = registers.occupied
        guard let register = pick(occupied) else { return }
        if choice == 0 {
            evict(register)
        } else if let other = pick(registers.free) {
            rehome(from: register, to: other)
        }
    }

    private mutating func pick(_ set: RegisterSet) -> Register? {
        guard !set.isEmpty, var skipped = noise?.next(below: set.count) else { return nil }
        var remaining = set
        while let register = remaining.first {
            if skipped == 0 { return register }
            skipped -= 1
            remaining = remaining.removing(register)
        }
        return nil
    }
}
