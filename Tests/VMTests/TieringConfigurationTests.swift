import Testing
import VM

/// one check of every knob, the same whoever turns it.
@Suite struct TieringConfigurationTests {
    @Test func `the defaults are in order and need no text`() throws {
        try TieringConfiguration().validate()
        #expect(TieringConfiguration().text.isEmpty)
    }

    static let keys = [
        "compile", "window", "calls", "gas", "gas-per-byte", "poll", "threads", "queue", "cache",
        "minimum-size", "profiles", "shutdown",
    ]

    @Test func `users know each option by its word`() {
        #expect(TieringConfiguration.keys == Self.keys)
    }

    /// An option that is set, and how the canonical text then reads.
    static let settings: [(key: String, value: String, text: String)] = [
        ("compile", "scheduled", ""), ("compile", "background", "compile=background"),
        ("compile", "failing", "compile=failing"),
        ("window", "1", "window=1"), ("window", "4096", "window=4096"), ("window", "100", ""),
        ("calls", "0", "calls=0"), ("calls", "9223372036854775807", "calls=9223372036854775807"),
        ("gas", "0", "gas=0"), ("gas", "9223372036854775807", "gas=9223372036854775807"),
        ("gas-per-byte", "0", "gas-per-byte=0"),
        ("gas-per-byte", "1000000000", "gas-per-byte=1000000000"),
        ("poll", "1", "poll=1"), ("poll", "020000", ""),
        ("threads", "16", "threads=16"), ("threads", "1", ""),
        ("queue", "1", "queue=1"), ("queue", "4096", "queue=4096"),
        ("cache", "1", "cache=1"), ("cache", "1000", "cache=1000"), ("cache", "65536", "cache=64k"),
        ("cache", "64k", "cache=64k"), ("cache", "1024k", "cache=1m"), ("cache", "64m", ""),
        ("cache", "1g", "cache=1g"), ("cache", "1073741823", "cache=1073741823"),
        ("minimum-size", "0", "minimum-size=0"), ("minimum-size", "65", "minimum-size=65"),
        ("profiles", "100", "profiles=100"), ("profiles", "100000", "profiles=100000"),
        ("shutdown", "0", "shutdown=0"), ("shutdown", "5", ""), ("shutdown", "5.0", ""),
        ("shutdown", "0.25", "shutdown=0.25"), ("shutdown", "1e-7", "shutdown=1e-07"),
        ("shutdown", "3600", "shutdown=3600"),
    ]

    @Test(arguments: settings)
    func `an option is read, is in order, and written as canonical text`(
        key: String, value: String, text: String
    ) throws {
        var configuration = TieringConfiguration()
        try configuration.set(key, to: value)
        try configuration.validate()
        #expect(configuration.text == text)
        #expect(try TieringConfiguration(parsing: text) == configuration)
    }

    @Test func `the table sets every option`() {
        #expect(Set(Self.settings.map(\.key)) == Set(Self.keys))
        #expect(
            Set(Self.settings.filter { !$0.text.isEmpty }.map(\.key)) == Set(Self.keys),
            "each to something that is not its default")
    }

    @Test(arguments: [
        ("window", "0", "'0'", "a whole number from 1 to 100000"),
        ("window", "100001", "'100001'", "a whole number from 1 to 100000"),
        ("gas-per-byte", "1000000001", "'1000000001'", "a whole number from 0 to 1000000000"),
        ("poll", "0", "'0'", "a whole number from 1"),
        ("threads", "17", "'17'", "a whole number from 1 to 16, or 'auto'"),
        ("queue", "0", "'0'", "a whole number from 1 to 4096"),
        ("queue", "4097", "'4097'", "a whole number from 1 to 4096"),
        ("cache", "0", "'0'", "a whole number from 1 to 1073741824, of bytes, such as '64m'"),
        ("cache", "2g", "'2g'", "a whole number from 1 to 1073741824, of bytes, such as '64m'"),
        ("minimum-size", "1048577", "'1048577'", "a whole number from 0 to 1048576, of bytes"),
        ("profiles", "0", "'0'", "a whole number from 1 to 100000"),
        ("profiles", "100001", "'100001'", "a whole number from 1 to 100000"),
        ("shutdown", "3600.5", "'3600.5'", "seconds from 0 to 3600"),
        ("shutdown", "1e400", "'inf'", "seconds from 0 to 3600"),
    ])
    func `a knob out of bounds is named with what was found and what was expected`(
        key: String, value: String, found: String, expected: String
    ) throws {
        var configuration = TieringConfiguration()
        try configuration.set(key, to: value)
        let error = TieringConfigurationError(key: key, found: found, expected: expected)
        #expect(throws: error) { try configuration.validate() }
        #expect(error.description == "\(key): found \(found), expected \(expected)")
    }

    /// What no text can say, but a caller can: the same check finds it.
    static let impossible: [(key: String, change: @Sendable (inout TieringConfiguration) -> Void)] =
        [
            ("window", { $0.window = -1 }), ("window", { $0.window = .min }),
            ("calls", { $0.callThreshold = -1 }), ("gas", { $0.gasThreshold = -1 }),
            ("gas-per-byte", { $0.gasPerByte = -1 }), ("poll", { $0.pollGas = -1 }),
            ("threads", { $0.threads = 0 }), ("threads", { $0.threads = -1 }),
            ("queue", { $0.queueCapacity = -1 }), ("cache", { $0.cacheByteCount = -1 }),
            ("minimum-size", { $0.minimumByteCount = -1 }),
            ("profiles", { $0.profileCapacity = 0 }),
            ("shutdown", { $0.shutdownSeconds = -0.5 }),
            ("shutdown", { $0.shutdownSeconds = .nan }),
            ("shutdown", { $0.shutdownSeconds = .infinity }),
            ("window", { $0.profileCapacity = $0.window - 1 }),
        ]

    @Test(arguments: impossible.indices)
    func `a caller's mistake is found by the same check`(index: Int) {
        var configuration = TieringConfiguration()
        Self.impossible[index].change(&configuration)
        #expect {
            try configuration.validate()
        } throws: { error in
            (error as? TieringConfigurationError)?.key == Self.impossible[index].key
        }
    }

    @Test(arguments: [
        ("compile", ""), ("compile", "Scheduled"), ("compile", "never"),
        ("window", ""), ("window", "-1"), ("window", "+1"), ("window", "1.0"), ("window", " 1"),
        ("window", "0x10"), ("window", "٣"), ("window", "9223372036854775808"), ("window", "1k"),
        ("calls", "many"), ("gas", "-1"), ("gas-per-byte", "1e3"), ("poll", "auto"),
        ("threads", "-1"), ("threads", "Auto"), ("threads", "all"), ("queue", "none"),
        ("cache", "k"), ("cache", "1kk"), ("cache", "1 k"), ("cache", "1K"), ("cache", "-1k"),
        ("cache", "9007199254740992k"), ("cache", "99999999999999999999m"),
        ("minimum-size", "1b"), ("profiles", "?"),
        ("shutdown", ""), ("shutdown", "-1"), ("shutdown", "nan"), ("shutdown", "inf"),
        ("shutdown", "5s"), ("shutdown", "0x5"), ("shutdown", "1,5"),
    ])
    func `a value that is none is refused and changes nothing`(key: String, value: String) {
        var configuration = TieringConfiguration()
        #expect {
            try configuration.set(key, to: value)
        } throws: { error in
            guard let error = error as? TieringConfigurationError else { return false }
            return error.key == key && error.found == "'\(value)'" && !error.expected.isEmpty
        }
        #expect(configuration == TieringConfiguration())
    }

    @Test(arguments: ["auto", "0", "00"])
    func `as many threads as there is use for are resolved to a count before the check`(
        value: String
    ) throws {
        var configuration = TieringConfiguration()
        try configuration.set("threads", to: value)
        #expect((1...16).contains(configuration.threads))
        #expect(configuration.threads == TieringConfiguration.automaticThreadCount)
        try configuration.validate()
    }

    @Test func `canonical text has a fixed order and reads back as the same options`() throws {
        let text = "cache=64k,gas=0,compile=background,calls=0"
        let configuration = try TieringConfiguration(parsing: text)
        #expect(configuration.text == "compile=background,calls=0,gas=0,cache=64k")
        #expect(try TieringConfiguration(parsing: configuration.text) == configuration)
    }

    @Test(arguments: [
        ("heat=1", "heat", "no such option"), ("calls", "calls", "no value"),
        ("calls=0,", "", "no value"), ("=1", "", "no such option"),
        ("calls=0,gas=0,calls=0", "calls", "it twice"), ("calls=0=0", "calls", "'0=0'"),
        ("calls=0, gas=0", " gas", "no such option"), ("compile=warp", "compile", "'warp'"),
    ])
    func `options that do not parse are named`(text: String, key: String, found: String) {
        #expect {
            try TieringConfiguration(parsing: text)
        } throws: { error in
            guard let error = error as? TieringConfigurationError else { return false }
            return error.key == key && error.found == found
        }
    }

    @Test func `an unknown option is answered with those there are`() {
        var configuration = TieringConfiguration()
        #expect {
            try configuration.set("heat", to: "1")
        } throws: { error in
            let expected = (error as? TieringConfigurationError)?.expected ?? ""
            return Self.keys.allSatisfy { expected.contains("'\($0)'") }
        }
    }

    @Test func `a product of gas for each byte and any length is a number`() throws {
        var configuration = TieringConfiguration()
        try configuration.set("gas-per-byte", to: "1000000000")
        try configuration.validate()
        let longest = Int64(UInt32.max)
        #expect(!configuration.gasPerByte.multipliedReportingOverflow(by: longest).overflow)
    }
}
