import Primitives

/// The digest of the machine's state at a head.
///
/// Memory is part of it at every head while it has at most 1 KiB, above that at one head in 64, so
/// that a long run with a large memory costs no more than it must. Which ones follows from the gas
/// there, which every run of the case shares.
package enum HeadDigest {
    private static let smallMemory = 1024

    /// Digests a frame that stands at a head.
    package static func of(_ frame: FramePointer) -> UInt64 {
        let machine = frame.pointee.machine
        var digest = Digest64(seed: 0)
        digest.mix(UInt64(frame.pointee.ordinal))
        digest.mix(UInt64(frame.pointee.depth))
        digest.mix(UInt64(frame.pointee.pc))
        digest.mix(UInt64(bitPattern: frame.pointee.gas))
        digest.mix(frame.pointee.isStatic ? 1 : 0)
        digest.mix(frame.pointee.stackBytes)
        digest.mix(UInt64(frame.pointee.memorySize))
        if frame.pointee.memorySize <= smallMemory || isChosen(gas: frame.pointee.gas) {
            digest.mix(frame.pointee.memoryBytes)
        }
        digest.mix(frame.pointee.returnDataBytes)
        digest.mix(UInt64(bitPattern: machine.pointee.world.refund))
        digest.mix(machine.pointee.world.journalHash)
        return digest.finalize()
    }

    private static func isChosen(gas: Int64) -> Bool {
        (UInt64(bitPattern: gas) &* 0x9E37_79B9_7F4A_7C15) >> 58 == 0
    }
}

extension HeadState {
    /// Copies everything that a digest covers.
    init(_ frame: FramePointer) {
        let machine = frame.pointee.machine
        let height = frame.pointee.stackHeight
        self.init(
            frame: frame.pointee.ordinal, depth: frame.pointee.depth, pc: frame.pointee.pc,
            gas: frame.pointee.gas, stack: (0..<height).reversed().map { frame.pointee.stack[$0] },
            memory: Array(frame.pointee.memoryBytes),
            returnData: Array(frame.pointee.returnDataBytes), refund: machine.pointee.world.refund,
            isStatic: frame.pointee.isStatic, journal: machine.pointee.world.journalHash)
    }
}

extension Frame {
    /// The operand stack's slots in use, as they lie in memory.
    fileprivate var stackBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: UnsafeRawPointer(stackBase), count: stackHeight * 32)
    }

    fileprivate var memoryBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: memory, count: memorySize)
    }

    fileprivate var returnDataBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: returnData, count: returnDataCount)
    }
}
