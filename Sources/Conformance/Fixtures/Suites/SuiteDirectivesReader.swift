import VM

/// Reads `tiers`, `schedule`, `conditions` and `must-reach`.
package enum SuiteDirectivesReader {
    package static func directives(_ fields: SuiteFields) throws(FixtureError) -> Directives {
        var directives = Directives()
        if let tiers = fields["tiers"] {
            var names: [String] = []
            for node in try tiers.requireElements("a list of subjects") {
                names.append(try subject(node))
            }
            directives.tiers = names
        }
        if let node = fields["schedule"] { directives.schedule = try schedule(node) }
        if let node = fields["conditions"] { directives.conditions = try conditions(node) }
        for node in try fields["must-reach"]?.requireElements("a list of demands") ?? [] {
            let demand = try demand(node)
            guard directives.canMeet(demand) else {
                throw node.failure(
                    found: "\(demand), which no tier and no schedule of the case can reach",
                    expected: "a demand that can be met")
            }
            directives.mustReach.append(demand)
        }
        return directives
    }

    private static func subject(_ node: YAMLNode) throws(FixtureError) -> String {
        let text = try node.requireText("a subject")
        do {
            return try SubjectName(parsing: text).text
        } catch {
            throw node.failure(found: FixtureError.quote(text), expected: error.expected)
        }
    }

    /// A policy's name, or a schedule's text, whose version line may be left out.
    private static func schedule(_ node: YAMLNode) throws(FixtureError) -> SchedulePolicy {
        let text = try node.requireText("a schedule")
        if let policy = SchedulePolicy(named: text) { return policy }
        let hasVersion = text.split(separator: "\n").contains {
            $0.drop { $0.isWhitespace }.hasPrefix("v1")
        }
        do {
            return .fixed(try Schedule(parsing: hasVersion ? text : "v1\n" + text))
        } catch {
            let line = hasVersion ? error.line : max(1, error.line - 1)
            let position = node.position(line: line, column: error.column)
            throw FixtureError(
                file: node.source.file, line: position.line, column: position.column,
                found: error.found, expected: error.expected,
                hint: "or one of none, every-head, alternate, sweep, random:N for N up to "
                    + "\(SchedulePolicy.largestCount)")
        }
    }

    private static func conditions(_ node: YAMLNode) throws(FixtureError) -> Conditions {
        try node.requireKeys(["registers", "noise", "poison"], of: "conditions")
        var conditions = Conditions(noiseSeed: try node["noise"]?.integer())
        if let registers = node["registers"] {
            let count = try registers.integer()
            guard let count = Int(exactly: count), Conditions.registerCounts.contains(count) else {
                let range = Conditions.registerCounts
                throw registers.failure(
                    expected: "a number from \(range.lowerBound) to \(range.upperBound)")
            }
            conditions.registerCount = count
        }
        if let poison = node["poison"] {
            guard let byte = UInt8(exactly: try poison.integer()) else {
                throw poison.failure(expected: "a byte")
            }
            conditions.poison = byte
        }
        return conditions
    }

    private static func demand(_ node: YAMLNode) throws(FixtureError) -> Demand {
        let words = try node.requireText("a demand").split { $0.isWhitespace }
        if words.count == 1, words[0] == "switch" { return .everySwitch }
        if words.count == 2, words[0] == "exit", let kind = MethodExitKind(named: words[1]) {
            return .exit(kind)
        }
        if words.count == 1, let tier = Tier(named: words[0]) { return .tier(tier) }
        let tiers = Tier.allCases.map(\.name).joined(separator: ", ")
        let exits = MethodExitKind.allCases.map { "exit \($0.name)" }.joined(separator: ", ")
        throw node.failure(expected: "one of \(tiers), switch, \(exits)")
    }
}

extension Directives {
    /// Whether some subject that the case may run on can do what is demanded, by its schedule.
    fileprivate func canMeet(_ demand: Demand) -> Bool {
        let names = tiers.map { $0.compactMap { try? SubjectName(parsing: $0) } } ?? SubjectName.all
        switch demand {
        case .tier(let tier): return names.contains { $0.tiers.contains(tier) }
        case .exit: return names.contains { $0.tiers.contains(.method) }
        case .everySwitch:
            return schedule != SchedulePolicy.none
                && names.contains { ($0.tier ?? .interpreter) != .interpreter }
        }
    }
}
