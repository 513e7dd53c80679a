/// One head that the reference met: where, with how much gas, and the digest of the state there.
package struct Head: Equatable, Sendable {
    /// Ordinal of the frame over the whole case.
    package var frame: UInt32
    /// Byte offset into the frame's code.
    package var pc: UInt32
    /// True gas before the head's first charge.
    package var gas: Int64
    /// Instructions that the frame had executed when it came here.
    package var instructions: UInt64
    /// Digest of everything comparable (`HeadState`).
    package var digest: UInt64

    package init(frame: UInt32, pc: UInt32, gas: Int64, instructions: UInt64, digest: UInt64) {
        self.frame = frame
        self.pc = pc
        self.gas = gas
        self.instructions = instructions
        self.digest = digest
    }
}

/// How a frame of the reference run ended.
package struct FrameRecord: Sendable {
    /// Index of the transaction within the case.
    package var transaction: Int32
    /// The code that ran.
    package var code: Code
    /// Instructions that the frame executed, the one that ended it included.
    package var instructions: UInt64

    package init(transaction: Int32, code: Code, instructions: UInt64) {
        self.transaction = transaction
        self.code = code
        self.instructions = instructions
    }
}

/// The heads of a reference run, in the order in which it met them.
///
/// Of long runs only some are kept; see `TrailRecorder.Limits`.
package final class Trail: Sendable {
    /// The heads that were kept.
    package let heads: [Head]
    /// Every frame that executed code, by ordinal.
    package let frames: [FrameRecord]
    /// How many heads the run met; more than `heads.count` where the trail is sampled.
    package let headCount: Int
    /// Instructions of all frames together.
    package let instructions: UInt64
    /// The first head with no less gas than its frame had at the head before: a fault of ours, as
    /// (frame, gas) then names no head.
    package let gasRise: Head?

    /// Indices into `heads`, grouped by frame and, within a frame, in the order of the run.
    private let byFrame: [Int32]
    /// Where each frame's group begins in `byFrame`; one more entry than frames.
    private let groupStarts: [Int32]

    package init(
        heads: [Head], frames: [FrameRecord], headCount: Int, gasRise: Head? = nil
    ) {
        self.gasRise = gasRise
        self.heads = heads
        self.frames = frames
        self.headCount = headCount
        instructions = frames.reduce(0) { $0 &+ $1.instructions }
        var starts = [Int32](repeating: 0, count: frames.count + 2)
        for head in heads { starts[Int(head.frame) + 2] += 1 }
        for frame in 2..<starts.count { starts[frame] += starts[frame - 1] }
        var grouped = [Int32](repeating: 0, count: heads.count)
        for (index, head) in heads.enumerated() {
            let place = Int(starts[Int(head.frame) + 1])
            grouped[place] = Int32(index)
            starts[Int(head.frame) + 1] += 1
        }
        byFrame = grouped
        groupStarts = starts
    }

    /// One line that says that gas did not fall, and where; nil where it always did.
    package var gasFinding: String? {
        gasRise.map {
            "the reference's gas did not fall up to the head in frame \($0.frame) at pc \($0.pc),"
                + " gas \($0.gas)"
        }
    }

    /// True where heads were left out, so that not every place can be looked up.
    package var isSampled: Bool { headCount > heads.count }

    /// The first head of `frame` whose gas is at or below `gas`: what an event at `gas` means.
    ///
    /// O(log heads of the frame), because gas strictly falls from head to head of a frame.
    package func firstHead(ofFrame frame: Int, atOrBelow gas: Int64) -> Int? {
        guard let group = group(frame) else { return nil }
        let place = group.partitioningIndex { heads[Int(byFrame[$0])].gas <= gas }
        return place < group.upperBound ? Int(byFrame[place]) : nil
    }

    /// The last head of `frame` whose gas is at or above `gas`: the head behind which an exit lies.
    package func lastHead(ofFrame frame: Int, atOrAbove gas: Int64) -> Int? {
        guard let group = group(frame) else { return nil }
        let place = group.partitioningIndex { heads[Int(byFrame[$0])].gas < gas }
        return place > group.lowerBound ? Int(byFrame[place - 1]) : nil
    }

    /// Whether an event names the transaction of its frame, and its helper's instruction if any.
    ///
    /// Where in the frame it takes place its gas says alone.
    package func agrees(with event: ScheduleEvent) -> Bool {
        guard frames.indices.contains(event.frame),
            Int(frames[event.frame].transaction) == event.transaction
        else { return false }
        switch event.action {
        case .enter: return true
        case .helperExit(let pc, let helper, _):
            let code = frames[event.frame].code
            guard pc < code.count, let opcode = Opcode(rawValue: code.bytes[pc]) else {
                return false
            }
            return "\(opcode)" == helper
        }
    }

    private func group(_ frame: Int) -> Range<Int>? {
        guard frame >= 0, frame < frames.count else { return nil }
        return Int(groupStarts[frame])..<Int(groupStarts[frame + 1])
    }
}

extension Range<Int> {
    /// The first value for which `belongsToSecondPart` holds, given that it holds for all after it.
    fileprivate func partitioningIndex(where belongsToSecondPart: (Int) -> Bool) -> Int {
        var low = lowerBound
        var high = upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if belongsToSecondPart(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
