/// A knob of profile-guided tiering, by the word that users write for it.
///
/// The order is that of the canonical text.
package enum TieringOption: String, Hashable, Sendable, CaseIterable {
    case compile
    case window
    case calls
    case gas
    case gasPerByte = "gas-per-byte"
    case poll
    case threads
    case queue
    case cache
    case minimumSize = "minimum-size"
    case profiles
    case shutdown
}

extension TieringOption {
    /// What a number may be; nil for what is none, or no whole one.
    ///
    /// The upper bounds keep memory in bounds: some 30 MB of profiles, and as much of waiting
    /// compilations as their queue can hold of the longest code that recent forks allow. Gas for
    /// each byte, times the length of any code, has to remain a number.
    private var bounds: ClosedRange<Int64>? {
        switch self {
        case .compile, .shutdown: nil
        case .window, .profiles: 1...100_000
        case .calls, .gas: 0...Int64.max
        case .gasPerByte: 0...1_000_000_000
        case .poll: 1...Int64.max
        case .threads: 1...Int64(TieringConfiguration.maximumThreadCount)
        case .queue: 1...4096
        case .cache: 1...1 << 30
        case .minimumSize: 0...1 << 20
        }
    }

    /// Whether a whole number is in bounds.
    func allows(_ value: some BinaryInteger) -> Bool {
        bounds.map { $0.lowerBound <= value && value <= $0.upperBound } ?? false
    }

    /// What may stand behind the option's word.
    var expectation: String {
        switch self {
        case .compile:
            TieringConfiguration.Compilation.allCases.map { "'\($0.rawValue)'" }
                .joined(separator: " or ")
        case .window, .calls, .gas, .gasPerByte, .poll, .queue, .profiles: numbers
        case .threads: "\(numbers), or 'auto'"
        case .cache: "\(numbers), of bytes, such as '64m'"
        case .minimumSize: "\(numbers), of bytes"
        case .shutdown: "seconds from 0 to \(Int(TieringConfiguration.longestShutdown))"
        }
    }

    private var numbers: String {
        guard let bounds else { return "a number" }
        guard bounds.upperBound < .max else { return "a whole number from \(bounds.lowerBound)" }
        return "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    }
}
