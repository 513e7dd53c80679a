/// How schedules are made for a case, as the command line and the suites name it.
package enum SchedulePolicy: Equatable, Sendable {
    /// No switch: the subject's own tier from start to end.
    case none
    /// Compiled code is left and entered again at every head, and every head is compared.
    case everyHead
    /// The tier changes at every head: two schedules, one for each tier at the first head.
    case alternate
    /// This many random schedules, made from the seed.
    case random(Int)
    /// One switch at each head in turn: as many schedules as the reference has heads.
    case sweep
    /// A schedule as written.
    case fixed(Schedule)

    /// The most random schedules for a case.
    package static let largestCount = 10_000

    /// Reads `none`, `every-head`, `alternate`, `sweep` or `random:N`; nil for anything else.
    package init?(named text: String) {
        switch text {
        case "none": self = .none
        case "every-head": self = .everyHead
        case "alternate": self = .alternate
        case "sweep": self = .sweep
        default:
            guard text.hasPrefix("random:"), let count = Int(text.dropFirst(7)),
                (1...Self.largestCount).contains(count)
            else { return nil }
            self = .random(count)
        }
    }

    /// The name that `init(named:)` reads; `file` for a schedule as written.
    package var name: String {
        switch self {
        case .none: "none"
        case .everyHead: "every-head"
        case .alternate: "alternate"
        case .random(let count): "random:\(count)"
        case .sweep: "sweep"
        case .fixed: "file"
        }
    }
}
