package import Primitives
package import VM

/// What one subject made of one case.
package struct Outcome: Sendable {
    /// One for each transaction, or one for the message.
    package var results: [RunResult] = []

    package var stateRoot: Word256 = .zero

    /// A digest of the ordered effects and accesses of each transaction, or of the message.
    package var effects: [UInt64] = []

    /// Every account that exists, in order of addresses, if it was asked for.
    package var accounts: [(address: Address, content: AccountContent)]?

    /// A limit of ours that ended the run; nothing else here means anything then.
    package var limit: String?

    /// The name of a precompiled contract that was called and that this program lacks.
    package var missingPrecompile: String?

    /// The heads that the run met, if they were recorded.
    package var trail: Trail?

    /// Where the run first left the trail that it was to follow.
    package var mismatch: HeadMismatch?

    /// The state at the head that was asked for.
    package var captured: HeadState?

    /// What compiled code charged too much, if it did.
    package var overcharge: String?

    /// What broke of the compiler itself; the run was the interpreter's then, or is worthless.
    package var breakdown: Breakdown?

    /// What the subject did that no run may do; nothing else here means anything then.
    package var misconduct: Misconduct?

    /// Why the subject came to no end that could be compared; nothing else here means anything then.
    package var unsupported: String?

    /// What happened besides, which is never compared.
    package var conduct = Conduct()

    package init() {}
}

/// Something that a subject did in a run that no subject may do, whatever the case.
package struct Misconduct: Equatable, Sendable {
    /// What it was, in words without values that are the same for all that is like it.
    package let fields: [String]
    /// What was found and, where that is not plain, what was expected.
    package let text: String

    package init(fields: [String], text: String) {
        self.fields = fields
        self.text = text
    }
}

/// What became of one transaction or message.
package struct RunResult: Equatable, Sendable {
    /// Why the transaction was not executed; nil if it was.
    package var rejection: TransactionRejection?
    /// How execution ended; nil if it did not begin.
    package var halt: Halt?
    /// Whether the subject told that it failed, and not why: `halt` is any failure then.
    package var hasUnnamedHalt = false
    package var gasLeft: Int64 = 0
    /// What the frame used, or, of a transaction, what its sender pays for.
    package var gasUsed: UInt64 = 0
    /// The refund counter at the end, nothing taken off.
    package var refund: Int64 = 0
    package var output: [UInt8] = []
    package var createdAddress: Address?
    package var logs: [Log] = []
    /// The lowest frame's stack at its end, top first, if it was asked for.
    package var stack: [Word256]?
    /// The lowest frame's memory at its end, if it was asked for.
    package var memory: [UInt8]?

    package init() {}

    /// In one word, for messages.
    package var status: String {
        if let rejection { return "rejected (\(rejection.rawValue))" }
        guard let halt else { return "no end" }
        return halt.isSuccess ? "success (\(halt))" : "\(halt)"
    }
}

/// How a run was carried out: what the demands of a case are held against.
package struct Conduct: Sendable {
    /// Tiers that executed part of the case.
    package var tiers: Set<Tier> = []
    /// Switches that took place.
    package var switches = 0
    /// Heads that were met, if they were counted.
    package var headCount = 0
    /// Gas that frames used of their own, if that is limited; calls and intrinsic gas not counted.
    package var work: Int64?
    /// Forced exits at helpers that took place.
    package var helperExits = 0
    /// Tiering events of the schedule that took place.
    package var tieringEvents = 0
    /// What was compiled, where a profile decides it.
    package var tiering = TieringStatistics()
    /// What frames used in either tier, where a profile chose between them.
    package var usage = TierUsage()
    /// Side exits that compiled code took.
    package var exits = MethodExitCounts()
    /// Instructions that ran, where they were counted, and those of them in compiled code.
    package var instructions = 0
    package var compiledInstructions = 0
    /// Why none of the instructions ran in compiled code, where they were to.
    package var uncompiledBecause: String?
    /// Machine code made for the run.
    package var compiledBytes = 0
    /// Seconds that making it took.
    package var compileSeconds = 0.0
    /// Seconds in an emulator.
    package var emulatedSeconds = 0.0

    package init() {}
}
