/// The switches and forced exits of one run, and what is to happen to its code, as data.
///
/// Places are named by what byte code has (frame, true gas, pc), never by counts in emitted code,
/// so a saved schedule survives a better compiler. The text form is one event a line:
///
/// ```
/// v1 fork=Cancun
/// t0 f0 g29977855 -> method
/// t0 f0 g29970012 pc0x1c helper sload pre
/// e12 evict 0x<64 hexadecimal digits>
/// ```
package struct Schedule: Equatable, Sendable {
    /// The fork that the gas values belong to, where the text names it.
    package var fork: Fork?

    /// The events, in the order in which the run meets them.
    package var events: [ScheduleEvent]

    /// What happens to code, in the order of ordinals; of equal ones, as written.
    package var tiering: [TieringEvent] {
        didSet { tiering.sort { $0.ordinal < $1.ordinal } }
    }

    package init(
        fork: Fork? = nil, events: [ScheduleEvent] = [], tiering: [TieringEvent] = []
    ) {
        self.fork = fork
        self.events = events
        self.tiering = tiering.sorted { $0.ordinal < $1.ordinal }
    }

    /// Whether nothing is forced.
    package var isEmpty: Bool { events.isEmpty && tiering.isEmpty }

    /// The canonical text: what is saved, and what `init(parsing:)` reads back unchanged.
    package var text: String {
        var lines = [fork.map { "v1 fork=\($0.name)" } ?? "v1"]
        lines += events.map(\.text) + tiering.map(\.text)
        return lines.joined(separator: "\n") + "\n"
    }
}

/// One place of a run and what is forced there.
package struct ScheduleEvent: Equatable, Sendable {
    /// The transaction's index within its case; for the reader, and checked: an event that names
    /// another than its frame's has no place.
    package var transaction: Int

    /// The frame's ordinal over the whole case, counting frames that execute at least one byte.
    package var frame: Int

    /// True gas of the frame at the place, before the place's first charge.
    package var gas: Int64

    /// What happens there.
    package var action: ScheduleAction

    package init(transaction: Int, frame: Int, gas: Int64, action: ScheduleAction) {
        self.transaction = transaction
        self.frame = frame
        self.gas = gas
        self.action = action
    }

    /// The event's line.
    package var text: String {
        let place = "t\(transaction) f\(frame) g\(gas)"
        switch action {
        case .enter(let tier):
            return "\(place) -> \(tier.name)"
        case .helperExit(let pc, let helper, let moment):
            return "\(place) pc0x\(String(pc, radix: 16)) helper \(helper) \(moment.rawValue)"
        }
    }
}

/// What a schedule forces at a place.
package enum ScheduleAction: Equatable, Sendable {
    /// At a head: go on in this tier.
    case enter(Tier)
    /// At a helper call of compiled code: leave to the interpreter.
    ///
    /// `helper` is the opcode's mnemonic in lower case, for the reader, and checked: the frame's
    /// code must have it at `pc`, else the event has no place. The event's gas alone says when.
    case helperExit(pc: Int, helper: String, moment: HelperMoment)
}

/// On which side of a helper's effect compiled code is left.
package enum HelperMoment: String, Equatable, Sendable, CaseIterable {
    /// Nothing has happened yet: the interpreter executes the instruction.
    case before = "pre"
    /// The instruction is done: the interpreter goes on behind it.
    case after = "post"
}
