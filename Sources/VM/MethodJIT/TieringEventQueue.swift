import Primitives

/// The tiering events of one case's schedule, and how far the run has come.
///
/// An event for code that the run has not met by then waits until it does.
struct TieringEventQueue {
    private let events: [TieringEvent]
    private var next = 0
    /// Moments of the driver's so far.
    private var ordinal = 0
    private var codes: [Word256: Code] = [:]
    private var waiting: [TieringEvent] = []
    /// How many events took place.
    private(set) var happenedCount = 0

    init(_ events: [TieringEvent] = []) {
        // Those of one moment happen in the order in which they were written.
        self.events = events.enumerated()
            .sorted { ($0.element.ordinal, $0.offset) < ($1.element.ordinal, $1.offset) }
            .map(\.element)
    }

    /// The code that becomes visible at an event of its own only.
    var withheld: Set<Word256> {
        Set(events.filter { $0.action == .publish }.map(\.codeHash))
    }

    /// A frame of this code has begun.
    mutating func met(_ code: Code, hash: Word256) {
        if !events.isEmpty { codes[hash] = code }
    }

    /// Comes to the driver's next moment, and has `perform` do what is due; that says whether it
    /// took place.
    mutating func advance(_ perform: (TieringEvent.Action, Code) -> Bool) {
        guard !events.isEmpty else { return }
        ordinal += 1
        var due = waiting
        while next < events.count, events[next].ordinal <= ordinal {
            due.append(events[next])
            next += 1
        }
        waiting.removeAll()
        for event in due {
            if let code = codes[event.codeHash] {
                if perform(event.action, code) { happenedCount += 1 }
            } else {
                waiting.append(event)
            }
        }
    }
}
