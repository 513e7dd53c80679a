/// What the profile-guided tier keeps of a frame that is alive.
struct ProfiledFrame {
    /// The frame's code; nil for what is never profiled.
    let code: KnownCode?
    /// The call's record.
    let ticket: CallTicket?
    /// Whether the last stretch in the tier ran compiled code.
    var isCompiled = false
    /// What it used since the profile was last told.
    var usage = TierUsage()

    /// A frame of initcode, or of code that is younger than its transaction.
    init() {
        code = nil
        ticket = nil
    }

    init(code: KnownCode, ticket: CallTicket) {
        self.code = code
        self.ticket = ticket
    }
}

/// What was used in either tier.
package struct TierUsage: Equatable, Sendable {
    /// Gas that frames used of their own.
    package var interpretedGas: Int64 = 0
    package var compiledGas: Int64 = 0
    /// Seconds, where they were measured.
    package var interpretedSeconds = 0.0
    package var compiledSeconds = 0.0

    package init() {}

    package var gas: Int64 { interpretedGas &+ compiledGas }

    mutating func add(_ gas: Int64, isCompiled: Bool) {
        if isCompiled { compiledGas &+= gas } else { interpretedGas &+= gas }
    }

    mutating func add(seconds: Double, isCompiled: Bool) {
        if isCompiled { compiledSeconds += seconds } else { interpretedSeconds += seconds }
    }

    package mutating func add(_ other: TierUsage) {
        interpretedGas &+= other.interpretedGas
        compiledGas &+= other.compiledGas
        interpretedSeconds += other.interpretedSeconds
        compiledSeconds += other.compiledSeconds
    }
}
