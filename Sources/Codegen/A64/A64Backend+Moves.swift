/// Moves, loads and stores; none changes a flag.
extension A64Backend {
    package mutating func move(_ destination: Register, _ source: Register) {
        if destination != source { emitter.mov(destination, source) }
    }

    package mutating func moveImmediate(
        _ destination: Register, _ value: UInt64, keepsFlags: Bool
    ) {
        if value == 0 && !keepsFlags && faults.contains(.clearsCarry) {
            emitter.arithmetic(.adds, destination, .xzr, .xzr)
        } else {
            emitter.mov(destination, immediate: value)
        }
    }

    package mutating func loadFrame(_ destination: Register, offset: Int32) {
        access(.load, .doubleword, destination, base: .sp, offset: offset)
    }

    package mutating func storeFrame(_ source: Register, offset: Int32) {
        access(.store, .doubleword, source, base: .sp, offset: offset)
    }

    package mutating func frameAddress(_ destination: Register, offset: Int32) {
        add(destination, .sp, Int(offset), .add)
    }

    /// Adds or subtracts a number below 2^24 in one or two steps; both registers may be sp.
    mutating func add(
        _ destination: Register, _ source: Register, _ number: Int, _ operation: A64Arithmetic
    ) {
        let number = UInt64(number)
        guard let low = A64ArithmeticImmediate(number & 0xfff),
            let high = A64ArithmeticImmediate(number & ~0xfff)
        else { preconditionFailure("no frame is as large as that") }
        if number < 1 << 12 {
            emitter.arithmetic(operation, destination, source, low)
        } else {
            if low.bits != 0 { emitter.arithmetic(operation, destination, destination, low) }
            emitter.arithmetic(operation, destination, source, high)
        }
    }

    // MARK: Memory

    package mutating func load(
        _ opcode: LIROpcode, _ destination: Register, _ address: MachineAddress
    ) {
        let size: A64AccessSize
        if opcode == .ld8u {
            size = .byte
        } else if opcode == .ld32u, !widensLoad(from: address) {
            size = .word
        } else {
            size = .doubleword
        }
        access(.load, size, destination, address)
    }

    /// An immediate that fits is zero, which register 31 holds.
    package mutating func store(
        _ opcode: LIROpcode, _ address: MachineAddress, _ source: MachineOperand
    ) {
        let size: A64AccessSize =
            opcode == .st8 ? .byte : opcode == .st32 ? .word : .doubleword
        access(.store, size, A64Backend.register(source), address)
    }

    private mutating func access(
        _ direction: A64Direction, _ size: A64AccessSize, _ register: Register,
        _ address: MachineAddress
    ) {
        guard let index = address.index else {
            access(direction, size, register, base: address.base, offset: address.displacement)
            return
        }
        let isScaled = address.scale != 0
        if address.displacement == 0 && (!isScaled || address.scale == size.rawValue) {
            emitter.access(
                direction, size, register, address.base, index: index, isScaled: isScaled)
        } else {
            access(direction, size, register, base: .x16, offset: address.displacement)
            emitter.addExtended(.x16, address.base, index, shift: address.scale)
        }
    }

    /// An offset that neither form of an immediate can say goes to x17.
    private mutating func access(
        _ direction: A64Direction, _ size: A64AccessSize, _ register: Register, base: Register,
        offset: Int32
    ) {
        let units = offset >> Int32(size.rawValue)
        if units << Int32(size.rawValue) == offset, (0..<4096).contains(units) {
            emitter.access(direction, size, register, base, units: UInt16(units))
        } else if (-256..<256).contains(offset) {
            emitter.accessUnscaled(direction, size, register, base, offset: Int16(offset))
        } else {
            emitter.access(direction, size, register, base, index: .x17)
            emitter.mov(.x17, immediate: UInt64(bitPattern: Int64(offset)))
        }
    }

    /// An operand's register; the one immediate that has one is zero.
    static func register(_ operand: MachineOperand) -> Register {
        switch operand {
        case .register(let register): return register
        case .immediate: return .xzr
        case .memory: preconditionFailure("no load is folded")
        }
    }
}
