import Primitives

/// Makes a line of each instruction, in the form of EIP-3155.
package final class LineTracer: InstructionTracer {
    package let wantsMemory: Bool
    private let write: (String) -> Void

    package init(showsMemory: Bool = false, write: @escaping (String) -> Void) {
        wantsMemory = showsMemory
        self.write = write
    }

    package func didRun(_ step: TraceStep) {
        let stack = step.stack.map { "\"\($0.hexString)\"" }.joined(separator: ",")
        var line = "{\"pc\":\(step.pc),\"op\":\(step.byte)"
        line += ",\"gas\":\"0x\(String(step.gas, radix: 16))\""
        line += ",\"gasCost\":\"0x\(String(max(0, step.gasCost), radix: 16))\""
        line += ",\"memSize\":\(step.memorySize),\"stack\":[\(stack)]"
        line += ",\"depth\":\(step.depth),\"returnData\":\"\(Hex.encode(step.returnData))\""
        line += ",\"refund\":\(step.refund)"
        line += ",\"opName\":\"\(Mnemonics.name(of: step.byte))\""
        if let error = step.error { line += ",\"error\":\"\(error)\"" }
        if let memory = step.memory { line += ",\"memory\":\"\(Hex.encode(memory))\"" }
        write(line + "}")
    }
}
