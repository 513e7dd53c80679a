package import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A way in which a worker fails on purpose, for testing whoever watches it.
package enum WorkerFailure: String, CaseIterable, Sendable {
    case crash
    case hang
    case memory

    /// Fails.
    package func happen() -> Never {
        switch self {
        case .crash: abort()
        case .hang: while true { sleep(60) }
        case .memory:
            var hoard: [[UInt8]] = []
            while true { hoard.append([UInt8](repeating: 1, count: 64 << 20)) }
        }
    }
}

/// A failure of every worker that runs a case with a certain instruction in its code.
package struct PlantedFailure: Equatable, Sendable {
    package var failure: WorkerFailure
    package var opcode: Opcode

    /// Reads `crash:SSTORE` and the like.
    package init?(parsing text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let failure = WorkerFailure(rawValue: String(parts[0])),
            let opcode = Mnemonics.opcode(named: parts[1])
        else { return nil }
        self.failure = failure
        self.opcode = opcode
    }

    package var text: String { "\(failure.rawValue):\(opcode.mnemonic)" }

    /// Fails if one of the codes has the instruction.
    package func rehearse(_ codes: some Sequence<Code>) {
        if codes.contains(where: hasInstruction) { failure.happen() }
    }

    private func hasInstruction(_ code: Code) -> Bool {
        var pc = 0
        while pc < code.count {
            if code.bytes[pc] == opcode.rawValue { return true }
            pc += 1 + Mnemonics.immediateCount(of: code.bytes[pc])
        }
        return false
    }
}
