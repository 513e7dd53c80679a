/// The cases of some fixtures: what a test function of another package takes as its arguments.
///
/// ```swift
/// @Test(arguments: try Suites("spec-fixtures").cases)
/// func `the tiers agree`(item: Case) throws {
///     let result = try CaseRunner(subjects: ["method"], schedule: "every-head").run(item)
///     #expect(result.verdict == .pass, "\(result.explanation)")
/// }
/// ```
public struct Suites: Sendable {
    /// Every case, in the order of the files and of each file's contents.
    public let cases: [Case]

    /// Loads files, folders and archives of any kind that `synchromesh run` takes.
    ///
    /// All cases are kept in memory: for archives of official fixtures the command is the better
    /// choice, or a filter.
    ///
    /// - Parameters:
    ///   - paths: where the fixtures are.
    ///   - filter: a pattern for names, `*` for any text; nil for all.
    /// - Throws: `FixtureError`, naming the first place that cannot be read.
    public init(_ paths: String..., filter: String? = nil) throws(FixtureError) {
        var selection = CaseSelection()
        selection.filters = filter.map { [Glob($0)] } ?? []
        var cases: [Case] = []
        var failure: FixtureError?
        CaseReader.read(paths: paths, selection: selection) { item in
            switch item {
            case .run(let item): cases.append(item)
            case .unsupported: break
            case .error(let error): failure = failure ?? error
            }
            return failure == nil
        }
        if let failure { throw failure }
        self.cases = cases
    }
}
