/// Moves, loads and stores; none changes a flag.
extension X64Backend {
    package mutating func move(_ destination: Register, _ source: Register) {
        if destination != source { emitter.mov(destination, source) }
    }

    package mutating func moveImmediate(
        _ destination: Register, _ value: UInt64, keepsFlags: Bool
    ) {
        if value == 0 && !keepsFlags {
            emitter.zero(destination)
        } else {
            emitter.mov(destination, immediate: value)
        }
    }

    package mutating func loadFrame(_ destination: Register, offset: Int32) {
        emitter.mov(destination, X64Backend.frame(offset))
    }

    package mutating func storeFrame(_ source: Register, offset: Int32) {
        emitter.mov(X64Backend.frame(offset), source)
    }

    package mutating func frameAddress(_ destination: Register, offset: Int32) {
        emitter.lea(destination, X64Backend.frame(offset))
    }

    package mutating func load(
        _ opcode: LIROpcode, _ destination: Register, _ address: MachineAddress
    ) {
        let memory = X64Backend.memory(address)
        if opcode == .ld8u {
            emitter.movzx8(destination, memory)
        } else if opcode == .ld32u, !widensLoad(from: address) {
            emitter.mov32(destination, memory)
        } else {
            emitter.mov(destination, memory)
        }
    }

    package mutating func store(
        _ opcode: LIROpcode, _ address: MachineAddress, _ source: MachineOperand
    ) {
        let memory = X64Backend.memory(address)
        switch source {
        case .register(let register):
            if opcode == .st8 {
                emitter.mov8(memory, register)
            } else if opcode == .st32 {
                emitter.mov32(memory, register)
            } else {
                emitter.mov(memory, register)
            }
        case .immediate(let value):
            if opcode == .st8 {
                emitter.mov8(memory, immediate: UInt8(truncatingIfNeeded: value))
            } else if opcode == .st32 {
                emitter.mov32(memory, immediate: UInt32(truncatingIfNeeded: value))
            } else {
                emitter.mov(memory, immediate: Int32(truncatingIfNeeded: value))
            }
        case .memory:
            preconditionFailure("a store reads a register or an immediate")
        }
    }
}
