import Codegen

extension MethodLowering {
    /// A call or create: the driver charges and performs all of it, so its static gas goes back.
    func leaveToDriver() {
        let gas = out.add(out.state(StateRegister.gas), out.immediate(UInt64(gasAhead)))
        out.setState(StateRegister.gas, gas)
        flush(sparedBy: .callWithoutFlush)
        end(.call)
    }

    /// RETURN and REVERT: a helper charges and grows memory and notes the output.
    func endWithOutput(_ end: MethodReturn) {
        callHelper(.setOutput)
        self.end(end)
    }
}
