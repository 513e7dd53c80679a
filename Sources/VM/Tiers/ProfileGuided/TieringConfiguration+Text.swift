// What a plug-in's caller, a subject's name and a command line say: `calls=0,gas=0,cache=64k`.

extension TieringConfiguration {
    /// The words of all options, in the order of the canonical text.
    package static let keys = TieringOption.allCases.map(\.rawValue)

    /// The options that differ from the defaults, in a fixed order, such as `calls=0,cache=64k`.
    ///
    /// Reading it gives the same configuration again.
    package var text: String {
        let defaults = TieringConfiguration()
        return TieringOption.allCases
            .filter { text(of: $0) != defaults.text(of: $0) }
            .map { "\($0.rawValue)=\(text(of: $0))" }
            .joined(separator: ",")
    }

    /// Reads options with commas between them.
    ///
    /// - Throws: what is wrong with the first that cannot be read, or stands there twice; whether
    ///   they go together is for `validate()` to say.
    package init(parsing text: some StringProtocol) throws(TieringConfigurationError) {
        self.init()
        guard !text.isEmpty else { return }
        var seen: Set<String> = []
        for option in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = option.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = String(parts[0])
            guard parts.count == 2 else {
                throw TieringConfigurationError(
                    key: key, found: "no value", expected: "'\(key)=VALUE'")
            }
            try set(key, to: String(parts[1]))
            guard seen.insert(key).inserted else {
                throw TieringConfigurationError(
                    key: key, found: "it twice", expected: "each option once")
            }
        }
    }

    /// Sets an option to what a user wrote.
    ///
    /// - Throws: what is wrong with the word or its value. A number that is out of bounds, or does
    ///   not go with other options, is for `validate()` to find.
    package mutating func set(
        _ key: String, to value: String
    ) throws(TieringConfigurationError) {
        guard let option = TieringOption(rawValue: key) else {
            throw TieringConfigurationError(
                key: key, found: "no such option",
                expected: Self.keys.map { "'\($0)'" }.joined(separator: " or "))
        }
        guard set(option, to: value) else {
            throw TieringConfigurationError(
                key: key, found: "'\(value)'", expected: option.expectation)
        }
    }

    /// - Returns: whether the value was one.
    private mutating func set(_ option: TieringOption, to value: String) -> Bool {
        switch option {
        case .compile:
            guard let compilation = Compilation(rawValue: value) else { return false }
            self.compilation = compilation
        case .window: return Self.read(value, into: &window)
        case .calls: return Self.read(value, into: &callThreshold)
        case .gas: return Self.read(value, into: &gasThreshold)
        case .gasPerByte: return Self.read(value, into: &gasPerByte)
        case .poll: return Self.read(value, into: &pollGas)
        case .threads:
            guard value != "auto" else {
                threads = Self.automaticThreadCount
                return true
            }
            guard Self.read(value, into: &threads) else { return false }
            if threads == 0 { threads = Self.automaticThreadCount }
        case .queue: return Self.read(value, into: &queueCapacity)
        case .cache:
            guard let count = Self.byteCount(value) else { return false }
            cacheByteCount = count
        case .minimumSize: return Self.read(value, into: &minimumByteCount)
        case .profiles: return Self.read(value, into: &profileCapacity)
        case .shutdown:
            guard value.utf8.first.map(Self.isDigit) == true, let seconds = Double(value),
                !value.utf8.contains(UInt8(ascii: "x"))
            else { return false }
            shutdownSeconds = seconds
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func number<Number: FixedWidthInteger>(_ text: some StringProtocol) -> Number? {
        text.utf8.allSatisfy(isDigit) ? Number(text, radix: 10) : nil
    }

    private static func read<Number: FixedWidthInteger>(
        _ text: String, into target: inout Number
    ) -> Bool {
        guard let number: Number = number(text) else { return false }
        target = number
        return true
    }

    private static let units: [(suffix: String, byteCount: Int)] = [
        ("g", 1 << 30), ("m", 1 << 20), ("k", 1 << 10),
    ]

    private static func byteCount(_ text: String) -> Int? {
        guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else {
            return number(text)
        }
        guard let count: Int = number(text.dropLast()) else { return nil }
        let (product, overflows) = count.multipliedReportingOverflow(by: unit.byteCount)
        return overflows ? nil : product
    }

    /// What a user would write for an option's value.
    func text(of option: TieringOption) -> String {
        switch option {
        case .compile: compilation.rawValue
        case .window: "\(window)"
        case .calls: "\(callThreshold)"
        case .gas: "\(gasThreshold)"
        case .gasPerByte: "\(gasPerByte)"
        case .poll: "\(pollGas)"
        case .threads: "\(threads)"
        case .queue: "\(queueCapacity)"
        case .cache: Self.text(ofByteCount: cacheByteCount)
        case .minimumSize: "\(minimumByteCount)"
        case .profiles: "\(profileCapacity)"
        case .shutdown: Int(exactly: shutdownSeconds).map { "\($0)" } ?? "\(shutdownSeconds)"
        }
    }

    private static func text(ofByteCount count: Int) -> String {
        guard count > 0,
            let unit = units.first(where: { count.isMultiple(of: $0.byteCount) })
        else { return "\(count)" }
        return "\(count / unit.byteCount)\(unit.suffix)"
    }
}
