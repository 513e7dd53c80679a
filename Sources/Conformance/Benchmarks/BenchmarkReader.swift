package import VM

/// Reads benchmarks: every input of every state test, suite and list of transactions.
///
/// Of a test that is there for several forks, the last one counts.
package struct BenchmarkReader {
    package private(set) var benchmarks: [Benchmark] = []
    /// What could not be read; everything else was.
    package private(set) var errors: [FixtureError] = []
    /// Cases that are messages, which no transaction surrounds.
    package private(set) var messageCount = 0
    /// How many the filters have left out.
    package private(set) var filteredCount = 0

    private var places: [String: Int] = [:]
    private var counts: [String: Int] = [:]

    /// Reads what is behind some paths.
    ///
    /// - Parameters:
    ///   - paths: files and folders with fixtures of any kind.
    ///   - fork: the rules under which all of them run; nil for those of the fixtures.
    ///   - selection: which of them are wanted, by the names of benchmarks or of cases.
    package init(paths: [String], fork: Fork? = nil, selection: CaseSelection = CaseSelection()) {
        var (items, errors): ([Case], [FixtureError]) = ([], [])
        CaseReader.read(paths: paths) { item in
            switch item {
            case .run(let item): items.append(item)
            case .unsupported: break
            case .error(let error): errors.append(error)
            }
            return true
        }
        self.errors = errors
        for item in items { take(item, fork: fork, selection) }
    }

    /// What of the inputs is not measured.
    package var notes: [String] {
        var notes: [String] = []
        if messageCount > 0 {
            notes.append("\(messageCount) messages, which are no transactions, were left out")
        }
        if filteredCount > 0 { notes.append("\(filteredCount) cases were not asked for") }
        return notes
    }

    private mutating func take(_ item: Case, fork: Fork?, _ selection: CaseSelection) {
        guard case .transactions = item.body else {
            messageCount += 1
            return
        }
        let plain = Self.name(of: item)
        guard Self.accepts(plain, item, selection) else {
            filteredCount += 1
            return
        }
        if let place = places[plain], benchmarks[place].item.place.file == item.place.file,
            !isAnother(item, than: benchmarks[place], fork)
        {
            if fork == nil, benchmarks[place].item.fork < item.fork {
                benchmarks[place] = Benchmark(name: benchmarks[place].name, item: item)
            }
            return
        }
        let count = counts[plain, default: 0] + 1
        counts[plain] = count
        places[plain] = benchmarks.count
        benchmarks.append(
            Self.benchmark(item, named: count == 1 ? plain : "\(plain) (\(count))", fork))
    }

    /// Whether a case of the same name is more than the same input under other rules.
    private func isAnother(_ item: Case, than known: Benchmark, _ fork: Fork?) -> Bool {
        fork == nil
            ? known.item.fork == item.fork
            : known.transactions.map(\.transaction) != Self.transactions(of: item)
    }

    private static func transactions(of item: Case) -> [Transaction] {
        switch item.body {
        case .transactions(let list): list.map(\.transaction)
        case .message: []
        }
    }

    private static func benchmark(_ item: Case, named name: String, _ fork: Fork?) -> Benchmark {
        guard let fork, fork != item.fork else { return Benchmark(name: name, item: item) }
        var item = item
        item.fork = fork
        item.block = item.block.adapted(to: fork)
        return Benchmark(name: name, item: item, hasOtherFork: true)
    }

    private static func accepts(
        _ name: String, _ item: Case, _ selection: CaseSelection
    ) -> Bool {
        func isNamed(_ glob: Glob) -> Bool { glob.matches(name) || glob.matches(item.name) }
        if !selection.filters.isEmpty, !selection.filters.contains(where: isNamed) { return false }
        return !selection.exclusions.contains(where: isNamed)
    }

    // MARK: Names

    /// Folder, file, test (where the file is called otherwise) and input.
    package static func name(of item: Case) -> String {
        let parts = item.place.file.split(separator: "/").filter { $0 != "." && $0 != ".." }
        let file = parts.last.map(String.init) ?? ""
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        let folder = parts.dropLast().last.map(String.init)
        let isSuite = item.name.firstRange(of: "::") == nil
        let test = isSuite ? nil : testName(item.name)
        let isCalledOtherwise = test.map { comparable($0) != comparable(stem) } ?? false
        return
            [folder, stem, isCalledOtherwise ? test : nil, item.label ?? choice(item.name)]
            .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "/")
    }

    /// `name` of `file::name::fork[d0,g0,v0]`.
    private static func testName(_ name: String) -> String? {
        let rest = name.firstRange(of: "::").map { name[$0.upperBound...] }
        guard let rest else { return nil }
        let end = rest.firstRange(of: "::")?.lowerBound ?? rest.endIndex
        return String(rest[..<end])
    }

    /// What stands in brackets at a name's end.
    private static func choice(_ name: String) -> String? {
        guard name.last == "]", let start = name.lastIndex(of: "[") else { return nil }
        return String(name[start...].dropFirst().dropLast())
    }

    private static func comparable(_ name: String) -> String {
        name.lowercased().replacing("-", with: "_")
    }
}
