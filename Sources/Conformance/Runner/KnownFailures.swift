/// Cases that are known to fail, and why.
package struct KnownFailure: Sendable, Equatable {
    package var pattern: Glob
    package var reason: String

    package init(pattern: Glob, reason: String) {
        self.pattern = pattern
        self.reason = reason
    }
}

/// Lists of known failures: a pattern a line, and behind two blanks or a tab the reason.
///
/// A pattern is of cases' names or, behind the word `calls`, of precompiled contracts that this
/// program lacks: it is met by every case whose run really calls such a one, and by no other.
///
/// ```
/// # What this program lacks.
/// calls bls12*                                  EIP-2537 is not implemented yet
/// eest/state_tests/some/test.json::*[fork_X*    wrong in the fixture: see …
/// ```
package struct KnownFailures: Sendable {
    package private(set) var entries: [KnownFailure]
    /// Those without `*` and `?`, by their text: lists name thousands of cases.
    private var literals: [String: Int] = [:]
    private var patterns: [Int] = []
    private var calls: [(pattern: Glob, entry: Int)] = []

    /// Begins a pattern of precompiled contracts.
    private static let callPrefix = "calls "

    package init(_ entries: [KnownFailure] = []) {
        self.entries = entries
        for (index, entry) in entries.enumerated() {
            if entry.pattern.text.hasPrefix(Self.callPrefix) {
                let name = entry.pattern.text.dropFirst(Self.callPrefix.count)
                calls.append((Glob(String(name)), index))
            } else if entry.pattern.isLiteral {
                literals[entry.pattern.text] = index
            } else {
                patterns.append(index)
            }
        }
    }

    /// The entry for a case, if there is one.
    package func entry(for name: String) -> KnownFailure? {
        guard !entries.isEmpty else { return nil }
        if let index = literals[name] { return entries[index] }
        if !literals.isEmpty {
            var rest = name[...]
            while let slash = rest.firstIndex(of: "/") {
                rest = rest[rest.index(after: slash)...]
                if let index = literals[String(rest)] { return entries[index] }
            }
        }
        return patterns.first { entries[$0].pattern.matches(name) }.map { entries[$0] }
    }

    /// Adds the entries of every list (`.txt`) in a folder, if the folder exists.
    package mutating func read(folder: String) throws(FixtureError) {
        for name in FolderListing.names(in: folder) where name.hasSuffix(".txt") {
            try read(try SourceText(path: "\(folder)/\(name)"))
        }
    }

    /// Adds the entries of a list.
    package mutating func read(_ source: SourceText) throws(FixtureError) {
        var added: [KnownFailure] = []
        var number = 0
        let text = String(decoding: source.bytes, as: UTF8.self)
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            guard let first = line.firstIndex(where: { !$0.isWhitespace }), line[first] != "#"
            else { continue }
            let content = line[first...].replacing("\t", with: "  ")
            guard let gap = content.firstRange(of: "  ") else {
                throw FixtureError(
                    file: source.file, line: number,
                    column: line.count + 1, found: "the end of the line",
                    expected: "two blanks or a tab, and why the case fails")
            }
            let reason = content[gap.upperBound...].drop { $0.isWhitespace }
            guard !reason.isEmpty else {
                throw FixtureError(
                    file: source.file, line: number, column: line.count + 1,
                    found: "no reason", expected: "why the case fails")
            }
            added.append(
                KnownFailure(
                    pattern: Glob(String(content[..<gap.lowerBound])), reason: String(reason)))
        }
        self = KnownFailures(entries + added)
    }

    /// What is said about a case, the list taken into account.
    ///
    /// - Parameters:
    ///   - result: what would be said without it.
    ///   - missingPrecompile: what the case calls and this program lacks.
    /// - Returns: the same, or a known failure, or a pass that should not be.
    package func judge(_ result: CaseResult, missingPrecompile: String? = nil) -> CaseResult {
        let called = missingPrecompile.flatMap { name in calls.first { $0.pattern.matches(name) } }
        guard let entry = called.map({ entries[$0.entry] }) ?? entry(for: result.name) else {
            return result
        }
        var judged = result
        switch result.verdict {
        case .fail:
            judged.verdict = .knownFailure
            for index in judged.findings.indices {
                judged.findings[index].what += " [known: \(entry.reason)]"
            }
        case .pass:
            judged.verdict = .unexpectedPass
            judged.findings = [
                Finding(
                    verdict: .unexpectedPass, subject: "", schedule: "",
                    what: "passes, but is listed as a known failure (\(entry.reason))")
            ]
        case .divergence, .noVerdict, .unreached, .knownFailure, .unexpectedPass, .unsupported:
            break
        }
        return judged
    }
}
