/// Collects a trail while the reference runs.
package struct TrailRecorder {
    /// How many heads are kept of a run.
    package struct Limits: Sendable {
        /// All of a run that meets no more than this; a multiple of `end`.
        package var whole = 1_000_000
        /// Of a longer run, its first heads.
        package var start = 100_000
        /// Of a longer run, samples of what comes behind those.
        package var samples = 400_000
        /// Of a longer run, its last heads.
        package var end = 10_000

        package init() {}
    }

    private let limits: Limits

    /// Of how many heads in the middle one is kept.
    private var sampling = 100
    private var heads: [Head] = []
    private var frames: [FrameRecord] = []
    private var headCount = 0
    /// Each frame's gas at its last head, if it met one.
    private var lastGas: [Int64?] = []
    private var gasRise: Head?
    /// The run's index of each kept head, once heads are left out.
    private var indices: [Int] = []
    /// The last heads of a run that is too long to keep, each at its index modulo the size.
    private var ring: [Head] = []
    private let seed: UInt64

    /// - Parameters:
    ///   - seed: chooses the heads that are kept of a very long run.
    ///   - limits: how many are kept.
    package init(seed: UInt64 = 0, limits: Limits = Limits()) {
        self.seed = seed
        self.limits = limits
    }

    /// The index that the next head will have, kept or not.
    package var nextIndex: Int { headCount }

    /// Adds a frame that is about to execute its first byte; frames come in the order of ordinals.
    package mutating func begin(frame: Int, transaction: Int, code: Code) {
        assert(frame == frames.count, "frames begin in the order of their ordinals")
        frames.append(FrameRecord(transaction: Int32(transaction), code: code, instructions: 0))
        lastGas.append(nil)
    }

    /// Notes how many instructions a frame executed, when it has ended.
    package mutating func end(frame: Int, instructions: UInt64) {
        guard frame < frames.count else { return }
        frames[frame].instructions = instructions
    }

    /// Adds a head.
    package mutating func append(_ head: Head) {
        checkGas(head)
        let index = headCount
        headCount += 1
        guard headCount > limits.whole else {
            heads.append(head)
            return
        }
        if headCount == limits.whole + 1 { thinOut() }
        if isSampled(index) {
            heads.append(head)
            indices.append(index)
            if heads.count > limits.start + limits.samples { thinOutFurther() }
        }
        ring[index % limits.end] = head
    }

    /// The finished trail.
    package consuming func finish() -> Trail {
        if headCount > limits.whole { keepEnd() }
        return Trail(heads: heads, frames: frames, headCount: headCount, gasRise: gasRise)
    }

    /// Keeps the first head that gas alone does not name: schedules rest on it that there is none.
    private mutating func checkGas(_ head: Head) {
        let frame = Int(head.frame)
        if gasRise == nil, let last = lastGas[frame], head.gas >= last { gasRise = head }
        lastGas[frame] = head.gas
    }

    private func isSampled(_ index: Int) -> Bool {
        var mixed = (UInt64(index) ^ seed) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 32
        return mixed % UInt64(sampling) == 0
    }

    /// Leaves out most of what was kept so far, once the run proves too long to keep whole.
    private mutating func thinOut() {
        assert(heads.count % limits.end == 0, "the ring begins at its own index 0")
        ring = Array(heads.suffix(limits.end))
        indices = Array(heads.indices)
        dropUnsampled()
    }

    /// Halves the samples, so that the longest run's trail takes no more than so much memory.
    private mutating func thinOutFurther() {
        sampling *= 2
        dropUnsampled()
    }

    private mutating func dropUnsampled() {
        let kept = indices.indices.filter {
            indices[$0] < limits.start || isSampled(indices[$0])
        }
        heads = kept.map { heads[$0] }
        indices = kept.map { indices[$0] }
    }

    /// Replaces the sampled heads of the run's end by all of them.
    private mutating func keepEnd() {
        let oldest = headCount - ring.count
        while let last = indices.last, last >= oldest {
            indices.removeLast()
            heads.removeLast()
        }
        for index in oldest..<headCount { heads.append(ring[index % limits.end]) }
    }
}
