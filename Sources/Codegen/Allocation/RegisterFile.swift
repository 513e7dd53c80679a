/// The registers that the allocator manages, at the place that the assembler has reached.
///
/// Invariants, checked in debug builds by `checkInvariants`:
/// 1. Each managed register is exactly one of free and occupied.
/// 2. A register has one occupant, and that value's home is the register: the two maps are
///    inverses.
/// 3. A register that is locked is not chosen as a victim while an instruction is being assembled.
struct RegisterFile {
    let managed: RegisterSet

    /// The managed registers without an occupant.
    private(set) var free: RegisterSet

    /// The registers that the instruction at hand already uses.
    private(set) var locked: RegisterSet = []

    private let preferred: RegisterSet
    private let avoided: RegisterSet
    private var occupants: [UInt32]
    private var stamps: [UInt32]
    private var clock: UInt32 = 0

    static let nobody = UInt32.max

    /// - Parameters:
    ///   - managed: The registers to manage.
    ///   - preferred: Those that are taken first.
    ///   - avoided: Those that are taken last, because some instructions insist on them.
    init(managed: RegisterSet, preferred: RegisterSet, avoided: RegisterSet) {
        self.managed = managed
        self.preferred = preferred
        self.avoided = avoided
        free = managed
        occupants = Array(repeating: RegisterFile.nobody, count: 32)
        stamps = Array(repeating: 0, count: 32)
    }

    /// The managed registers with an occupant.
    var occupied: RegisterSet { managed.subtracting(free) }

    func occupant(of register: Register) -> UInt32 {
        occupants[Int(register.number)]
    }

    mutating func occupy(_ register: Register, by value: UInt32) {
        assert(free.contains(register))
        free = free.removing(register)
        occupants[Int(register.number)] = value
        touch(register)
    }

    mutating func vacate(_ register: Register) {
        assert(occupied.contains(register))
        free.formUnion(RegisterSet(register))
        occupants[Int(register.number)] = RegisterFile.nobody
    }

    /// Notes that the register's occupant is used here.
    mutating func touch(_ register: Register) {
        clock &+= 1
        stamps[Int(register.number)] = clock
    }

    mutating func lock(_ register: Register) {
        locked.formUnion(RegisterSet(register))
    }

    mutating func unlock(_ register: Register) {
        locked = locked.removing(register)
    }

    mutating func unlockAll() {
        locked = []
    }

    /// The free register of a set that is taken first, or nil.
    func freeRegister(in allowed: RegisterSet) -> Register? {
        let candidates = free.intersection(allowed).subtracting(locked)
        return candidates.intersection(preferred).first
            ?? candidates.subtracting(avoided).first
            ?? candidates.first
    }

    /// The occupied register of a set that is given up: one whose value can be made again without
    /// memory, else the one that was touched longest ago.
    ///
    /// Going backwards, that is the one whose next use at run time lies furthest ahead.
    func victim(
        in allowed: RegisterSet, isRematerialisable: (UInt32) -> Bool
    ) -> Register? {
        var candidates = occupied.intersection(allowed).subtracting(locked)
        var best: Register?
        var bestIsCheap = false
        while let register = candidates.first {
            candidates = candidates.removing(register)
            let isCheap = isRematerialisable(occupant(of: register))
            if bestIsCheap && !isCheap { continue }
            if let chosen = best, isCheap == bestIsCheap,
                stamps[Int(chosen.number)] <= stamps[Int(register.number)]
            {
                continue
            }
            best = register
            bestIsCheap = isCheap
        }
        return best
    }
}
