/// A way for the machine to execute a frame's code.
package enum Tier: UInt8, CaseIterable, Sendable {
    /// The plain switch over raw byte code: the reference.
    case interpreter
    /// Whole contracts, compiled block by block.
    case method
    /// Whichever of the two a profile has come to; a frame changes between them as it runs.
    case tiered

    /// The word that schedules, subjects and reports use.
    package var name: String {
        switch self {
        case .interpreter: "interpreter"
        case .method: "method"
        case .tiered: "tiered"
        }
    }

    /// Finds a tier by its word.
    package init?(named text: some StringProtocol) {
        guard let tier = Self.allCases.first(where: { $0.name == text }) else { return nil }
        self = tier
    }
}
