extension TieringEvent {
    private static let largestCount = 8

    /// Events at random, of code that ran; some may have no place.
    ///
    /// - Parameters:
    ///   - trail: whose frames' code is meant.
    ///   - switchCount: of the run's schedule, as each is an event of the driver's.
    ///   - generator: what everything random comes from.
    /// - Returns: in the order of ordinals; none where no code ran.
    package static func random(
        over trail: Trail, switchCount: Int, using generator: inout some RandomNumberGenerator
    ) -> [TieringEvent] {
        guard !trail.frames.isEmpty else { return [] }
        // Each frame begins once, and about as many calls return.
        let last = 2 * trail.frames.count + switchCount
        let events = (0..<Int.random(in: 1...largestCount, using: &generator)).map { _ in
            let frame = trail.frames[Int.random(in: trail.frames.indices, using: &generator)]
            return TieringEvent(
                ordinal: Int.random(in: 1...last, using: &generator),
                action: Action.allCases.randomElement(using: &generator) ?? .compile,
                codeHash: frame.code.hash)
        }
        return events.sorted { $0.ordinal < $1.ordinal }
    }
}
