import Primitives

// BLOCKHASH to BLOBBASEFEE.
extension Execution {
    @inline(always)
    mutating func blockhash<World: WorldAccess>(in world: World.Type) {
        // Stack
        let number = stack[0]
        // Gas: static
        // Operation
        stack[0] = BlockSemantics<World>.blockHash(frame, number)
        // Program counter
        pc += 1
    }

    @inline(always)
    mutating func coinbase() { pushWord(frame.pointee.machine.pointee.block.coinbase.asWord) }

    @inline(always)
    mutating func timestamp() { pushNumber(frame.pointee.machine.pointee.block.timestamp) }

    @inline(always)
    mutating func number() { pushNumber(frame.pointee.machine.pointee.block.number) }

    /// DIFFICULTY until London, PREVRANDAO since (EIP-4399).
    @inline(always)
    mutating func prevrandao() {
        let machine = frame.pointee.machine
        pushWord(
            machine.pointee.fork >= .paris
                ? machine.pointee.block.prevRandao : machine.pointee.block.difficulty)
    }

    @inline(always)
    mutating func gaslimit() { pushNumber(frame.pointee.machine.pointee.block.gasLimit) }

    @inline(always)
    mutating func chainid() { pushWord(frame.pointee.machine.pointee.block.chainIdentifier) }

    @inline(always)
    mutating func basefee() { pushWord(frame.pointee.machine.pointee.block.baseFee) }

    @inline(always)
    mutating func blobbasefee() { pushWord(frame.pointee.machine.pointee.blobBaseFee) }

    /// Pushes a word that the machine knows.
    @inline(always)
    mutating func pushWord(_ word: Word256) {
        // Stack, operation
        stack.push(word)
        // Gas: static
        // Program counter
        pc += 1
    }

    /// Pushes a number that the machine knows.
    @inline(always)
    mutating func pushNumber(_ number: UInt64) {
        pushWord(Word256(limb0: number, limb1: 0, limb2: 0, limb3: 0))
    }
}

/// What code can learn about earlier blocks.
enum BlockSemantics<World: WorldAccess> {
    /// The hash of one of the 256 blocks before this one; zero for any other.
    @inline(never)  // a look-up outside the loop
    static func blockHash(_ frame: FramePointer, _ number: Word256) -> Word256 {
        let present = frame.pointee.machine.pointee.block.number
        guard let number = number.asUInt64, number < present, present - number <= 256 else {
            return .zero
        }
        return World.blockHash(number, in: frame.pointee.machine)
    }
}
