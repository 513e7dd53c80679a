/// Moves between registers, memory and immediates; none of them changes a flag.
extension X64Emitter {
    /// 8B /r: `mov destination, source`.
    package mutating func mov(_ destination: Register, _ source: Register) {
        code.reserve()
        form(0x8b, destination.number, source)
    }

    /// 8B /r: `mov destination, [memory]`.
    package mutating func mov(_ destination: Register, _ source: Memory) {
        code.reserve()
        form(0x8b, destination.number, source)
    }

    /// 89 /r: `mov [memory], source`.
    package mutating func mov(_ destination: Memory, _ source: Register) {
        code.reserve()
        form(0x89, source.number, destination)
    }

    /// 8B /r without REX.W: `mov r32, [memory]`, which clears the upper half.
    package mutating func mov32(_ destination: Register, _ source: Memory) {
        code.reserve()
        form(0x8b, destination.number, source, width: 0)
    }

    /// 89 /r without REX.W: `mov dword [memory], r32`.
    package mutating func mov32(_ destination: Memory, _ source: Register) {
        code.reserve()
        form(0x89, source.number, destination, width: 0)
    }

    /// 88 /r: `mov byte [memory], r8`.
    package mutating func mov8(_ destination: Memory, _ source: Register) {
        code.reserve()
        modRM(field: source.number, memory: destination)
        code.prepend(0x88 as UInt8)
        rex(0, field: source.number, memory: destination, needed: source.number >= 4)
    }

    /// 0F B6 /r: `movzx r32, byte [memory]`, which clears the upper half.
    package mutating func movzx8(_ destination: Register, _ source: Memory) {
        code.reserve()
        form0F(0xb6, destination.number, source, width: 0)
    }

    /// 0F B6 /r: `movzx r32, r8`, which clears the upper half.
    package mutating func movzx8(_ destination: Register, _ source: Register) {
        code.reserve()
        modRM(field: destination.number, register: source)
        code.prepend(0xb6 as UInt8)
        code.prepend(0x0f as UInt8)
        rex(0, field: destination.number, base: source.number, needed: source.number >= 4)
    }

    /// 63 /r: `movsxd destination, dword [memory]`.
    package mutating func movsxd(_ destination: Register, _ source: Memory) {
        code.reserve()
        form(0x63, destination.number, source)
    }

    /// The shortest of B8+r id, C7 /0 id and REX.W B8+r io: `mov destination, immediate`.
    package mutating func mov(_ destination: Register, immediate: UInt64) {
        code.reserve()
        if let word = UInt32(exactly: immediate) {
            code.prepend(word)
            code.prepend(UInt8(0xb8 | destination.number & 7))
            rex(0, field: 0, base: destination.number)
        } else if let signed = Int32(exactly: Int64(bitPattern: immediate)) {
            code.prepend(UInt32(bitPattern: signed))
            form(0xc7, 0, destination)
        } else {
            code.prepend(immediate)
            code.prepend(UInt8(0xb8 | destination.number & 7))
            rex(X64Emitter.wide, field: 0, base: destination.number)
        }
    }

    /// B8+r id: `mov r32, immediate`, which clears the upper half.
    ///
    /// - Returns: The place of the immediate, so that it can be patched.
    @discardableResult
    package mutating func mov32(_ destination: Register, immediate: UInt32) -> Int {
        code.reserve()
        code.prepend(immediate)
        let place = code.count
        code.prepend(UInt8(0xb8 | destination.number & 7))
        rex(0, field: 0, base: destination.number)
        return place
    }

    /// C7 /0 id: `mov qword [memory], immediate`, sign-extended.
    package mutating func mov(_ destination: Memory, immediate: Int32) {
        code.reserve()
        code.prepend(UInt32(bitPattern: immediate))
        form(0xc7, 0, destination)
    }

    /// C7 /0 id without REX.W: `mov dword [memory], immediate`.
    package mutating func mov32(_ destination: Memory, immediate: UInt32) {
        code.reserve()
        code.prepend(immediate)
        form(0xc7, 0, destination, width: 0)
    }

    /// C6 /0 ib: `mov byte [memory], immediate`.
    package mutating func mov8(_ destination: Memory, immediate: UInt8) {
        code.reserve()
        code.prepend(immediate)
        form(0xc6, 0, destination, width: 0)
    }

    /// 8D /r: `lea destination, [memory]`.
    package mutating func lea(_ destination: Register, _ address: Memory) {
        code.reserve()
        form(0x8d, destination.number, address)
    }

    /// 8D /r with mode 00 and base 101: `lea destination, [rip + distance]`.
    ///
    /// - Returns: The place of the distance, counted from the end of the instruction.
    @discardableResult
    package mutating func leaRelative(_ destination: Register, distance: Int32 = 0) -> Int {
        code.reserve()
        code.prepend(UInt32(bitPattern: distance))
        let place = code.count
        code.prepend(UInt8((destination.number & 7) << 3 | 5))
        code.prepend(0x8d as UInt8)
        rex(X64Emitter.wide, field: destination.number, base: 0)
        return place
    }

    /// 0F 40+cc /r: `cmovcc destination, source`, of 32 bits if it `isHalf`.
    package mutating func cmov(
        _ condition: X64Condition, _ destination: Register, _ source: Register,
        isHalf: Bool = false
    ) {
        code.reserve()
        form0F(
            0x40 | condition.rawValue, destination.number, source,
            width: isHalf ? 0 : X64Emitter.wide)
    }

    /// 0F 40+cc /r: `cmovcc destination, [memory]`, of 32 bits if it `isHalf`.
    package mutating func cmov(
        _ condition: X64Condition, _ destination: Register, _ source: Memory,
        isHalf: Bool = false
    ) {
        code.reserve()
        form0F(
            0x40 | condition.rawValue, destination.number, source,
            width: isHalf ? 0 : X64Emitter.wide)
    }

    /// 0F 90+cc /0: `setcc r8`.
    package mutating func setcc(_ condition: X64Condition, _ destination: Register) {
        code.reserve()
        modRM(field: 0, register: destination)
        code.prepend(UInt8(0x90 | condition.rawValue))
        code.prepend(0x0f as UInt8)
        rex(0, field: 0, base: destination.number, needed: destination.number >= 4)
    }
}
