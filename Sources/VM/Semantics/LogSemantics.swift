import Primitives

// LOG0 to LOG4.
extension Execution {
    @inline(always)
    mutating func log<World: WorldAccess>(topics: Int, in world: World.Type) -> Bool {
        accept(LogSemantics<World>.log(frame, stack, gas, topics: topics), dropping: 2 + topics)
    }
}

/// The log instructions.
enum LogSemantics<World: WorldAccess> {
    /// LOGn.
    static func log(
        _ frame: FramePointer, _ stack: OperandStack, _ gas: Int64, topics: Int
    ) -> GasOutcome {
        // Stack
        let window = stack.window(offset: 0, size: 1)
        // Gas
        let cost = DynamicGas.sum(DynamicGas.log(window), frame.expansion(to: window.end))
        guard cost <= UInt64(gas) else { return .halted(.outOfGas) }
        guard !frame.pointee.isStatic else { return .halted(.writeProtection) }
        let outcome = frame.charge(cost, to: gas, holding: window.end)
        guard !outcome.isHalt else { return outcome }
        // Operation
        World.addLog(
            Log(
                address: frame.pointee.address, topics: (0..<topics).map { stack[2 + $0] },
                data: Array(frame.pointee.linearMemory.bytes(window))),
            in: frame.pointee.machine)
        // Program counter: the next instruction
        return outcome
    }
}
