/// Drops stores to places that are stored to again before anything can read them.
///
/// What is dead is known only from what follows, so it stands at the end of the chain: it writes
/// to the buffer, and reads that backwards when all is there. A dropped store leaves an immediate
/// behind that nothing uses, for which no code is made.
package final class DeadStoreFilter: LIRWriter {
    package let buffer: LIRBuffer

    package init(_ buffer: LIRBuffer) {
        self.buffer = buffer
    }

    package func write(_ instruction: LIRInstruction) -> LIRResult {
        LIRResult(buffer.append(instruction))
    }

    package func finish() throws(LIRViolation) {
        if let violation = buffer.violation { throw violation }
        var stores = DeadStores()
        stores.forEach(in: buffer) { buffer.drop(storeAt: $0) }
    }
}

/// Finds stores that nothing can read, going backwards.
///
/// Everybody outside sees memory wherever code is left, and a guard may leave whatever its
/// condition (invariant G1): nothing is known in front of an exit, a return or a jump. Labels and
/// entries are no such places, for to fall through one is only to go on.
struct DeadStores {
    /// A place of memory that is stored to before anything reads it.
    private struct Place: BitwiseCopyable {
        let base: LIRReference
        /// Nil for a place at a fixed distance from its base.
        let index: LIRReference?
        let scale: UInt8
        let start: Int
        let access: AccessSet
        let byteCount: Int

        var end: Int { start + byteCount }

        func isBeside(_ other: Place) -> Bool {
            base == other.base && index == other.index && scale == other.scale
                && (end <= other.start || other.end <= start)
        }

        func covers(_ other: Place) -> Bool {
            base == other.base && index == other.index && scale == other.scale
                && start <= other.start && other.end <= end
        }
    }

    /// How many places are remembered; each instruction looks at no more.
    private static var capacity: Int { 16 }

    private var places: [Place] = []
    private var oldest = 0
    /// The classes of all places, and perhaps of some that were forgotten.
    private var access: AccessSet = []

    init() {
        places.reserveCapacity(Self.capacity)
    }

    /// Calls `body` with the position of each dead store, the last one first.
    mutating func forEach(in buffer: LIRBuffer, _ body: (LIRReference) -> Void) {
        var position = UInt32(buffer.count)
        while position > 0 {
            position -= 1
            let reference = LIRReference(index: position)
            if isDead(buffer[reference], buffer) { body(reference) }
        }
    }

    private mutating func isDead(_ instruction: LIRInstruction, _ buffer: LIRBuffer) -> Bool {
        switch instruction.opcode {
        case .st8, .st32, .stq, .stqx:
            return store(instruction, buffer)
        case .ld8u, .ld32u, .ldq, .ldqx:
            if !places.isEmpty { load(instruction, buffer) }
        case .callq, .callv:
            if !places.isEmpty { call(buffer.descriptor(of: instruction)) }
        case .xt, .xf, .x, .xk, .xnk, .xbarrier, .j, .jt, .jf, .jtbl, .loop, .ret, .unreachable:
            forgetAll()
        case .start, .label, .entry, .regfence, .comment, .immq, .allocp, .live, .state, .setstate,
            .add, .sub, .and, .or, .xor, .not, .neg, .shl, .shr, .sar, .mul, .mulhu, .shld, .shrd,
            .clz, .bswap, .udiv, .urem, .addk, .adc, .subk, .sbb, .kval, .kset, .bset, .kc, .eq,
            .ltu, .leu, .lts, .les, .cmov, .setc:
            break
        }
        return false
    }

    private mutating func forgetAll() {
        if places.isEmpty { return }
        places.removeAll(keepingCapacity: true)
        oldest = 0
        access = []
    }

    private mutating func forget(where isRead: (Place) -> Bool) {
        guard places.contains(where: isRead) else { return }
        places.removeAll(where: isRead)
        oldest = 0
    }

    private mutating func store(_ instruction: LIRInstruction, _ buffer: LIRBuffer) -> Bool {
        let place = Self.place(of: instruction, buffer)
        if !access.isDisjoint(with: place.access), places.contains(where: { $0.covers(place) }) {
            return true
        }
        access.formUnion(place.access)
        if places.count < Self.capacity {
            places.append(place)
        } else {
            places[oldest] = place
            oldest = (oldest + 1) % Self.capacity
        }
        return false
    }

    private mutating func load(_ instruction: LIRInstruction, _ buffer: LIRBuffer) {
        // What nothing writes to is no place of a store.
        if instruction.qualifier == .constant || access.isDisjoint(with: instruction.access) {
            return
        }
        let read = Self.place(of: instruction, buffer)
        forget { !$0.access.isDisjoint(with: read.access) && !$0.isBeside(read) }
    }

    private mutating func call(_ function: CallDescriptor) {
        if function.isPure { return }
        switch function.callClass {
        case .fence: forgetAll()
        case .leaf, .noexit:
            if function.loads == .all { return forgetAll() }
            forget { !$0.access.isDisjoint(with: function.loads) }
        }
    }

    private static func place(of instruction: LIRInstruction, _ buffer: LIRBuffer) -> Place {
        var base = instruction.referenceA
        var index: LIRReference?
        var start = Int(instruction.displacement)
        var byteCount = 8
        let opcode = instruction.opcode
        let isStore = opcode == .stq || opcode == .stqx || opcode == .st8 || opcode == .st32
        if isStore { base = instruction.referenceB }
        if opcode == .ldqx {
            index = instruction.referenceB
        } else if opcode == .stqx {
            let address = buffer.indexedAddress(of: instruction)
            index = address.index
            start = Int(address.displacement)
        } else if opcode == .st8 || opcode == .ld8u {
            byteCount = 1
        } else if opcode == .st32 || opcode == .ld32u {
            byteCount = 4
        }
        return Place(
            base: base, index: index, scale: instruction.scale, start: start,
            access: instruction.access, byteCount: byteCount)
    }
}
