/// How often a profile's counters were compared with a recount of its window, and were wrong.
package struct ProfileChecks: Equatable, Sendable {
    package private(set) var count = 0
    package private(set) var failureCount = 0

    package init() {}

    package mutating func add(isRight: Bool) {
        count += 1
        if !isRight { failureCount += 1 }
    }
}
