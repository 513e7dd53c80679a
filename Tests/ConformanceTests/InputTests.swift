import Conformance
import TestSupport
import Testing
import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct InputTests {
    private func names(_ path: String) -> (names: [String], errors: [String]) {
        let loaded = Loaded(paths: [path])
        return (loaded.cases.map(\.name), loaded.errors)
    }

    @Test(arguments: ["pack.tar.gz", "pack.tar.zst"])
    func `an archive is read as released, without what is no fixture`(file: String) {
        let found = names(Resource.path(file))
        #expect(found.errors.isEmpty)
        #expect(found.names.count == 12)
        #expect(found.names.last == "folder/vm.json::underflow::Frontier")
    }

    @Test func `a truncated archive is an error, and what came before it still runs`() throws {
        let whole = try SourceText(path: Resource.path("pack.tar.gz"))
        let folder = try TemporaryFolder()
        let path = try folder.write(whole.bytes.dropLast(200), to: "cut.tar.gz")
        let found = names(path)
        #expect(found.errors.count == 1)
        let error = try #require(found.errors.first)
        #expect(error.hasPrefix(path), "\(error)")
        #expect(error.contains("truncated"), "\(error)")
        let other = Loaded(paths: [path, Resource.path("vm.json")])
        #expect(other.cases.contains { $0.name.hasSuffix("vm.json::add::Frontier") })
    }

    @Test func `what is not there, or of no known kind, is an error`() throws {
        let folder = try TemporaryFolder()
        let note = try folder.write("words", to: "note.txt")
        for path in ["\(folder.path)/missing", note] {
            let found = names(path)
            #expect(found.names.isEmpty)
            #expect(found.errors.count == 1)
            #expect(found.errors.first?.hasPrefix("\(path):1:1: error: found") == true)
        }
    }

    @Test(.enabled(if: getuid() != 0, "to root every folder is readable"))
    func `a folder that may not be read is an error, and the others are read`() throws {
        let folder = try TemporaryFolder()
        let locked = "\(folder.path)/locked"
        try #require(mkdir(locked, 0) == 0)
        try folder.write(#"{"t": {"vectors": {}}}"#, to: "a.json")
        let loaded = Loaded(paths: [folder.path])
        #expect(loaded.unsupported.count == 1 && loaded.errors.count == 1)
        #expect(loaded.errors.first?.hasPrefix("\(locked):1:1: error: found") == true)
    }

    @Test func `a folder is read in order of names, passing over what is no fixture`() throws {
        let folder = try TemporaryFolder()
        let test = #"{"t": {"vectors": {}}}"#
        for name in ["b.json", "a.json", "index.json", "schema.json", ".hidden.json"] {
            try folder.write(test, to: name)
        }
        try folder.write("words", to: "README.md")
        var seen: [String] = []
        var scanner = InputScanner(paths: [folder.path])
        while case .file(let file) = scanner.next() { seen.append(file.name) }
        #expect(seen == ["a.json", "b.json"])
    }

    @Test(arguments: [
        ("eest/a.json", InputRules.Skip?.none), ("eest/.meta/index.json", .hidden),
        ("eest/index.json", .index), ("schema.json", .schema), ("LICENSE", .otherKind),
        ("./eest/a.yaml", nil), ("x.tar.gz", nil),
    ])
    func `each file that is passed over has its rule`(path: String, rule: InputRules.Skip?) {
        #expect(InputRules.skip(path) == rule)
    }

    @Test(arguments: [
        ("a*c", "abbc", true), ("a*c", "abbd", false), ("*", "", true), ("a?c", "abc", true),
        ("x[1]*", "dir/x[1]::t", true), ("b", "ab", false), ("b*", "a/b/c", true),
        ("*mid*", "a mid b", true), ("a*b*c", "aXbYbZc", true),
    ])
    func `patterns match names`(pattern: String, name: String, matches: Bool) {
        #expect(Glob(pattern).matches(name) == matches)
    }

    @Test func `cases are selected by fork, name and sample`() {
        let path = Resource.path("add.yaml")
        var selection = CaseSelection()
        selection.forks = [.osaka]
        #expect(Loaded(paths: [path], selection: selection).cases.count == 6)
        selection.filters = [Glob("*dynamic]")]
        #expect(Loaded(paths: [path], selection: selection).cases.count == 2)
        selection.exclusions = [Glob("*wraps*")]
        #expect(
            Loaded(paths: [path], selection: selection).cases.map(\.name)
                == ["ADD/sums [Osaka, small, dynamic]"])
    }

    @Test func `samples of one seed are disjoint parts of the whole`() {
        var chosen = 0
        for seed in 0..<40 as Range<UInt64> {
            var selection = CaseSelection()
            selection.sampling = 4
            selection.seed = seed
            let cases = Loaded(paths: [Resource.path("add.yaml")], selection: selection).cases
            chosen += cases.count
        }
        // Ten cases, forty seeds, one in four: about a hundred.
        #expect((60...140).contains(chosen), "\(chosen)")
    }

    @Test func `shares of a file together are the file`() throws {
        let text = try SourceText(path: Resource.path("sstore.json"))
        var ordinals: [Int] = []
        for index in 0..<2 {
            let consumer = CaseConsumer(slice: CaseSlice(index: index, count: 2)) {
                ordinals.append($1)
                return true
            }
            OfficialLoader(name: "x", consumer: consumer).load(try JSONDocument(text))
        }
        #expect(ordinals == [0, 2, 1])
    }
}
