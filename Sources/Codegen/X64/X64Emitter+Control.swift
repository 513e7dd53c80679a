/// Branches, calls and the few instructions that entry and exit code needs.
///
/// A branch's distance is counted from the end of the branch. In a buffer written backwards that
/// end is where the code stood before: the distance is the place of the branch's end minus the
/// place of its target.
extension X64Emitter {
    /// 0F 80+cc cd: `jcc`.
    ///
    /// - Returns: The place of the distance.
    @discardableResult
    package mutating func jump(_ condition: X64Condition, distance: Int32 = 0) -> Int {
        code.reserve()
        code.prepend(UInt32(bitPattern: distance))
        let place = code.count
        code.prepend(UInt8(0x80 | condition.rawValue))
        code.prepend(0x0f as UInt8)
        return place
    }

    /// E9 cd: `jmp`.
    ///
    /// - Returns: The place of the distance.
    @discardableResult
    package mutating func jump(distance: Int32 = 0) -> Int {
        code.reserve()
        code.prepend(UInt32(bitPattern: distance))
        let place = code.count
        code.prepend(0xe9 as UInt8)
        return place
    }

    /// FF /4: `jmp register`.
    package mutating func jump(to target: Register) {
        code.reserve()
        form(0xff, 4, target, width: 0)
    }

    /// FF /4: `jmp qword [memory]`.
    package mutating func jump(to target: Memory) {
        code.reserve()
        form(0xff, 4, target, width: 0)
    }

    /// FF /2: `call register`.
    package mutating func call(_ target: Register) {
        code.reserve()
        form(0xff, 2, target, width: 0)
    }

    /// C3: `ret`.
    package mutating func ret() {
        code.reserve()
        code.prepend(0xc3 as UInt8)
    }

    /// 50+r: `push`.
    package mutating func push(_ register: Register) {
        code.reserve()
        code.prepend(UInt8(0x50 | register.number & 7))
        rex(0, field: 0, base: register.number)
    }

    /// 58+r: `pop`.
    package mutating func pop(_ register: Register) {
        code.reserve()
        code.prepend(UInt8(0x58 | register.number & 7))
        rex(0, field: 0, base: register.number)
    }

    /// 0F A2: `cpuid`.
    package mutating func cpuid() {
        code.reserve()
        code.prepend(0xa2 as UInt8)
        code.prepend(0x0f as UInt8)
    }

    /// F3 REX.W A5: `rep movsq`, rcx words from [rsi] to [rdi].
    package mutating func repeatMoveWords() {
        code.reserve()
        code.prepend(0xa5 as UInt8)
        code.prepend(0x48 as UInt8)
        code.prepend(0xf3 as UInt8)
    }
}
