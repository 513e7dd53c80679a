/// How a frame, or a message as a whole, ended.
///
/// The first four are the normal ends. All others are exceptional halts, which use up the
/// frame's gas and undo its effects, unless said otherwise.
package enum Halt: UInt8, CaseIterable, Error, Sendable {
    case stop
    case `return`
    case selfDestruct
    /// REVERT: effects are undone, the gas left is given back.
    case revert

    case outOfGas
    case stackUnderflow
    case stackOverflow
    /// INVALID (EIP-141).
    case invalidOpcode
    /// A byte that the fork does not define.
    case undefinedOpcode
    case invalidJump
    /// A change of state inside a static call (EIP-214).
    case writeProtection
    /// RETURNDATACOPY beyond the end of the data (EIP-211).
    case returnDataOutOfBounds
    /// More than 1024 calls deep; the caller keeps the gas handed on.
    case callDepth
    /// The caller does not own the value; it keeps the gas handed on.
    case insufficientBalance
    /// The caller's nonce cannot grow (EIP-2681); it keeps the gas handed on.
    case nonceOverflow
    /// The address of a creation is taken (EIP-684, EIP-7610).
    case createCollision
    case initcodeTooLarge
    /// Created code is longer than EIP-170 allows.
    case codeTooLarge
    /// Created code begins with 0xef (EIP-3541).
    case invalidCodePrefix
    /// A precompiled contract refused its input.
    case precompileFailure
    /// A precompiled contract that this implementation lacks was called.
    case unsupportedPrecompile

    /// Whether the frame's effects stand.
    package var isSuccess: Bool { rawValue <= Halt.selfDestruct.rawValue }

    /// Whether the end has an output that the caller can read.
    package var hasOutput: Bool { self == .return || self == .revert }
}

/// The gas left after an instruction, or why the frame ends there.
///
/// One register wide: gas is never negative, so a negative number is a halt. This is what
/// semantic functions answer, to the interpreter and to compiled code alike.
package struct GasOutcome: Sendable {
    package let rawValue: Int64

    /// The gas left.
    @inline(__always)
    package init(gas: Int64) { rawValue = gas }

    @inline(__always)
    private init(rawValue: Int64) { self.rawValue = rawValue }

    /// The frame ends for `halt`; the instruction had no effect.
    @inline(__always)
    package static func halted(_ halt: Halt) -> GasOutcome {
        GasOutcome(rawValue: -1 &- Int64(halt.rawValue))
    }

    /// A limit of this implementation, not of the EVM, ends the run; no effect.
    package static let resourceLimit = GasOutcome(rawValue: -256)

    /// Whether the frame cannot go on.
    @inline(__always)
    package var isHalt: Bool { rawValue < 0 }

    /// How the run of the frame ends.
    ///
    /// - Precondition: `isHalt`.
    package var end: RunEnd {
        guard rawValue > Self.resourceLimit.rawValue,
            let halt = Halt(rawValue: UInt8(truncatingIfNeeded: -1 &- rawValue))
        else { return .resourceLimit }
        return .ended(halt)
    }

    /// Charges `cost`, or halts.
    @inline(__always)
    package static func charging(_ cost: UInt64, to gas: Int64) -> GasOutcome {
        guard cost <= UInt64(bitPattern: gas) else { return .halted(.outOfGas) }
        return GasOutcome(gas: gas &- Int64(bitPattern: cost))
    }
}

/// Why a tier gave a frame back to the driver.
package enum RunEnd: Equatable, Sendable {
    /// The frame ended; its output is in its output window.
    case ended(Halt)
    /// The frame stands at a CALL* or CREATE*: its stack is checked, nothing of it is charged.
    case call(MessageKind)
    /// The frame stands at a head whose gas is at or below its trap.
    case head
    /// Compiled code gives up at an instruction; the interpreter goes on there.
    case exitToInterpreter
    /// A limit of this implementation ended the run: there is no verdict on the case.
    case resourceLimit
}
