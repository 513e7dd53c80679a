import Primitives

/// Runs a fragment directly: on real memory, calling real functions.
///
/// It is what every back end is compared with, and it runs on any host. A run needs no allocation.
@safe package final class LIRInterpreter: FragmentExecutor {
    package private(set) var restoredSlots: [RestoredSlot] = []
    /// How many instructions a run may take before it fails.
    package var stepLimit = Int.max

    private let buffer: LIRBuffer
    private var code: DecodedFragment
    private let values: UnsafeMutablePointer<UInt64>
    private let frame: UnsafeMutableRawPointer
    /// The jump tables in one row, and where each begins and ends there.
    private let targets: UnsafeMutablePointer<Int>
    private let targetCount: Int
    private let tableBounds: [Range<Int>]

    /// Makes ready to run a fragment that keeps the rules of docs/lir.md.
    package init(_ fragment: Fragment) {
        buffer = fragment.buffer
        code = DecodedFragment(fragment.buffer)
        unsafe values = .allocate(capacity: code.valueCount)
        unsafe values.initialize(repeating: 0, count: code.valueCount)
        let frameByteCount = max(code.frameByteCount, 16)
        unsafe frame = .allocate(byteCount: frameByteCount, alignment: 16)
        unsafe frame.initializeMemory(as: UInt8.self, repeating: 0, count: frameByteCount)
        var bounds: [Range<Int>] = []
        let row = code.tables.flatMap { $0 }
        for table in code.tables {
            let start = bounds.last?.upperBound ?? 0
            bounds.append(start..<start + table.count)
        }
        tableBounds = bounds
        targetCount = row.count
        unsafe targets = .allocate(capacity: max(row.count, 1))
        for (index, target) in row.enumerated() {
            unsafe targets.advanced(by: index).initialize(to: target)
        }
        for constant in code.constants { unsafe values[constant.place] = constant.value }
        for address in code.frameAddresses {
            unsafe values[address.place] = UInt64(UInt(bitPattern: frame) + UInt(address.offset))
        }
    }

    deinit {
        unsafe values.deallocate()
        unsafe frame.deallocate()
        unsafe targets.deallocate()
    }

    package func forceExits(_ exits: Set<LIRExit>) throws(ExecutionFailure) {
        code.force(exits)
    }

    package func run(entry: Int, state: StateRegisters) -> ExecutionResult {
        restoredSlots.removeAll(keepingCapacity: true)
        guard code.entries.indices.contains(entry) else {
            return ExecutionResult(outcome: .failed(.noSuchEntry(entry)), state: state)
        }
        var registers = state
        let start = code.entries[entry]
        let outcome = unsafe code.steps.withUnsafeBufferPointer { steps in
            guard let base = steps.baseAddress else {
                return ExecutionOutcome.failed(.unreachable(instruction: 0))
            }
            return unsafe execute(base, from: start, &registers)
        }
        if case .exited(let exit) = outcome { restore(exit) }
        return ExecutionResult(outcome: outcome, state: registers)
    }

    private func restore(_ exit: LIRExit) {
        for slot in buffer.slots(of: exit) {
            restoredSlots.append(RestoredSlot(index: slot.index, limbs: limbs(of: slot.value)))
        }
    }

    private func limbs(of slot: SlotReference) -> SlotLimbs {
        switch slot {
        case .constant(let limbs):
            limbs
        case .limbs(let limb0, let limb1, let limb2, let limb3):
            unsafe SlotLimbs(
                values[limb0.position], values[limb1.position], values[limb2.position],
                values[limb3.position])
        case .zeroExtended(let limb):
            unsafe SlotLimbs(zeroExtending: values[limb.position])
        case .signExtended(let limb):
            unsafe SlotLimbs(signExtending: values[limb.position])
        }
    }

    /// Where a jump table's element leads, or nil for an index it does not have.
    private func target(table: UInt32, _ index: UInt64) -> Int? {
        let bounds = tableBounds[Int(table)]
        guard index < UInt64(bounds.count) else { return nil }
        return unsafe targets[bounds.lowerBound + Int(index)]
    }
}

// MARK: The loop

extension LIRInterpreter {
    /// Runs from a step until the code leaves.
    ///
    /// Precondition: `steps` ends in an `unreachable`, and every place is in the value file.
    private func execute(
        _ steps: UnsafePointer<InterpreterStep>, from start: Int, _ state: inout StateRegisters
    ) -> ExecutionOutcome {
        let values = unsafe self.values
        let carries = buffer.count
        var step = start
        var stepsLeft = stepLimit
        while true {
            let current = unsafe steps + step
            step &+= 1
            stepsLeft &-= 1
            if stepsLeft < 0 { return .failed(.stepLimit) }
            let place = unsafe Int(current.pointee.destination)
            let a = unsafe Int(current.pointee.a)
            let b = unsafe Int(current.pointee.b)
            let c = unsafe Int(current.pointee.c)
            switch unsafe current.pointee.opcode {
            // Values
            case .state:
                unsafe values[place] = a == 0 ? state.0 : a == 1 ? state.1 : state.2
            case .setstate:
                if a == 1 { unsafe state.1 = values[b] } else { unsafe state.2 = values[b] }

            // Memory
            case .ld8u:
                unsafe values[place] = UInt64(
                    Self.address(values[a], current).load(as: UInt8.self))
            case .ld32u:
                unsafe values[place] = UInt64(
                    Self.address(values[a], current).loadUnaligned(as: UInt32.self))
            case .ldq:
                unsafe values[place] =
                    Self.address(values[a], current).loadUnaligned(as: UInt64.self)
            case .ldqx:
                unsafe values[place] =
                    Self.address(values[a] &+ values[b] &<< UInt64(current.pointee.scale), current)
                    .loadUnaligned(as: UInt64.self)
            case .st8:
                unsafe Self.address(values[b], current)
                    .storeBytes(of: UInt8(truncatingIfNeeded: values[a]), as: UInt8.self)
            case .st32:
                unsafe Self.address(values[b], current)
                    .storeBytes(of: UInt32(truncatingIfNeeded: values[a]), as: UInt32.self)
            case .stq:
                unsafe Self.address(values[b], current).storeBytes(of: values[a], as: UInt64.self)
            case .stqx:
                unsafe Self.address(
                    values[b] &+ values[c] &<< UInt64(current.pointee.scale), current
                )
                .storeBytes(of: values[a], as: UInt64.self)

            // Arithmetic
            case .add: unsafe values[place] = values[a] &+ values[b]
            case .sub: unsafe values[place] = values[a] &- values[b]
            case .and: unsafe values[place] = values[a] & values[b]
            case .or: unsafe values[place] = values[a] | values[b]
            case .xor: unsafe values[place] = values[a] ^ values[b]
            case .not: unsafe values[place] = ~values[a]
            case .neg: unsafe values[place] = 0 &- values[a]
            case .shl: unsafe values[place] = values[a] &<< values[b]
            case .shr: unsafe values[place] = values[a] &>> values[b]
            case .sar:
                unsafe values[place] = ConstantArithmetic.shiftRightArithmetic(
                    values[a], values[b])
            case .mul: unsafe values[place] = values[a] &* values[b]
            case .mulhu: unsafe values[place] = values[a].multipliedFullWidth(by: values[b]).high
            case .shld:
                unsafe values[place] = ConstantArithmetic.shiftLeftDouble(
                    values[a], values[b], values[c])
            case .shrd:
                unsafe values[place] = ConstantArithmetic.shiftRightDouble(
                    values[a], values[b], values[c])
            case .clz: unsafe values[place] = UInt64(values[a].leadingZeroBitCount)
            case .bswap: unsafe values[place] = values[a].byteSwapped
            case .udiv:
                guard unsafe values[b] != 0 else {
                    return .failed(.divisionByZero(instruction: place))
                }
                unsafe values[place] = values[a] / values[b]
            case .urem:
                guard unsafe values[b] != 0 else {
                    return .failed(.divisionByZero(instruction: place))
                }
                unsafe values[place] = values[a] % values[b]

            // Carry chains
            case .addk:
                let sum = unsafe values[a] &+ values[b]
                unsafe values[place &+ carries] = sum < values[a] ? 1 : 0
                unsafe values[place] = sum
            case .adc:
                let (sum, carry) = unsafe ConstantArithmetic.add(
                    values[a], values[b], carry: values[c])
                unsafe values[place] = sum
                unsafe values[place &+ carries] = carry
            case .subk:
                unsafe values[place &+ carries] = values[a] < values[b] ? 1 : 0
                unsafe values[place] = values[a] &- values[b]
            case .sbb:
                let (difference, borrow) = unsafe ConstantArithmetic.subtract(
                    values[a], values[b], borrow: values[c])
                unsafe values[place] = difference
                unsafe values[place &+ carries] = borrow
            case .kval, .kc, .setc: unsafe values[place] = values[a]
            case .kset, .bset: unsafe values[place &+ carries] = values[a] != 0 ? 1 : 0

            // Comparison and selection
            case .eq: unsafe values[place] = values[a] == values[b] ? 1 : 0
            case .ltu: unsafe values[place] = values[a] < values[b] ? 1 : 0
            case .leu: unsafe values[place] = values[a] <= values[b] ? 1 : 0
            case .lts:
                unsafe values[place] = ConstantArithmetic.isLess(values[a], values[b]) ? 1 : 0
            case .les:
                unsafe values[place] =
                    ConstantArithmetic.isLessOrEqual(values[a], values[b]) ? 1 : 0
            case .cmov: unsafe values[place] = values[a] != 0 ? values[b] : values[c]

            // Guards
            case .xt, .xk:
                if unsafe values[a] != 0 { return .exited(LIRExit(identifier: UInt32(c))) }
            case .xf, .xnk:
                if unsafe values[a] == 0 { return .exited(LIRExit(identifier: UInt32(c))) }
            case .x:
                return .exited(LIRExit(identifier: UInt32(c)))

            // Control
            case .j, .loop: unsafe step = current.pointee.extra
            case .jt: if unsafe values[a] != 0 { unsafe step = current.pointee.extra }
            case .jf: if unsafe values[a] == 0 { unsafe step = current.pointee.extra }
            case .jtbl:
                guard let target = unsafe target(table: UInt32(c), values[a]) else {
                    return unsafe .failed(
                        .jumpTableIndex(instruction: place, index: values[a]))
                }
                step = target
            case .ret: return unsafe .returned(values[a])

            // Calls
            case .callq, .callv:
                guard let result = unsafe call(current) else {
                    return .failed(.missingFunction(name: buffer.descriptors[a].name))
                }
                unsafe values[place] = result

            case .unreachable:
                return .failed(.unreachable(instruction: place))
            case .start, .label, .entry, .regfence, .comment, .immq, .allocp, .live, .xbarrier:
                // The decoder leaves none of these.
                return .failed(.unreachable(instruction: place))
            }
        }
    }

    @inline(__always)
    private static func address(
        _ base: UInt64, _ step: UnsafePointer<InterpreterStep>
    ) -> UnsafeMutableRawPointer {
        let address = unsafe UInt(base) &+ UInt(bitPattern: step.pointee.extra)
        return unsafe UnsafeMutableRawPointer(bitPattern: address)
            .unsafelyUnwrapped
    }
}

// MARK: Calls

private typealias Function0 = @convention(c) () -> UInt64
private typealias Function1 = @convention(c) (UInt64) -> UInt64
private typealias Function2 = @convention(c) (UInt64, UInt64) -> UInt64
private typealias Function3 = @convention(c) (UInt64, UInt64, UInt64) -> UInt64
private typealias Function4 = @convention(c) (UInt64, UInt64, UInt64, UInt64) -> UInt64
private typealias Function5 =
    @convention(c) (UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64
private typealias Function6 =
    @convention(c) (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64

extension LIRInterpreter {
    /// The function's result, or nil if its address is not known.
    private func call(_ step: UnsafePointer<InterpreterStep>) -> UInt64? {
        guard
            let address = unsafe UnsafeRawPointer(
                bitPattern: step.pointee.extra)
        else { return nil }
        let first = unsafe Int(step.pointee.b)
        let count = unsafe Int(step.pointee.c)
        let values = unsafe self.values
        return unsafe buffer.arguments.withUnsafeBufferPointer { places in
            func argument(_ index: Int) -> UInt64 {
                unsafe values[places[first &+ index].position]
            }
            if count == 0 { return unsafe unsafeBitCast(address, to: Function0.self)() }
            if count == 1 {
                return unsafe unsafeBitCast(address, to: Function1.self)(argument(0))
            }
            if count == 2 {
                return unsafe unsafeBitCast(address, to: Function2.self)(argument(0), argument(1))
            }
            if count == 3 {
                return unsafe unsafeBitCast(address, to: Function3.self)(
                    argument(0), argument(1), argument(2))
            }
            if count == 4 {
                return unsafe unsafeBitCast(address, to: Function4.self)(
                    argument(0), argument(1), argument(2), argument(3))
            }
            if count == 5 {
                return unsafe unsafeBitCast(address, to: Function5.self)(
                    argument(0), argument(1), argument(2), argument(3), argument(4))
            }
            return unsafe unsafeBitCast(address, to: Function6.self)(
                argument(0), argument(1), argument(2), argument(3), argument(4), argument(5))
        }
    }
}
