import Conformance
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files beside the tests.
enum Resource {
    static func path(_ name: String) -> String {
        let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(here)/Resources/\(name)"
    }
}

/// Files of the project, by their paths from its root.
enum Project {
    static func path(_ name: String) -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(root)/\(name)"
    }
}

/// A folder that is gone at the end of a test.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/synchromesh-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { remove(path) }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ bytes: some Collection<UInt8>, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        let stream = try #require(fopen(file, "w"))
        let bytes = Array(bytes)
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
        return file
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }

    private func remove(_ place: String) {
        for name in FolderListing.names(in: place) { remove("\(place)/\(name)") }
        unlink(place)
        rmdir(place)
    }
}

/// What a loader found.
struct Loaded {
    var cases: [Case] = []
    var unsupported: [String] = []
    var errors: [String] = []

    init(paths: [String], selection: CaseSelection = CaseSelection()) {
        let found = Box()
        CaseReader.read(paths: paths, selection: selection) { item in
            switch item {
            case .run(let item): found.loaded.cases.append(item)
            case .unsupported(_, let kind): found.loaded.unsupported.append(kind)
            case .error(let error): found.loaded.errors.append(error.description)
            }
            return true
        }
        self = found.loaded
    }

    private init() {}

    private final class Box {
        var loaded = Loaded()
    }

    /// What is found in a suite with this text, its file called `suite.yaml`.
    static func suite(_ text: String) throws -> Loaded {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "suite.yaml")
        var loaded = Loaded(paths: [path])
        loaded.errors = loaded.errors.map { $0.replacing(folder.path + "/", with: "") }
        return loaded
    }

    /// What is found in an official file with this text, called `test.json`.
    static func official(_ text: String) throws -> Loaded {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "test.json")
        var loaded = Loaded(paths: [path])
        loaded.errors = loaded.errors.map { $0.replacing(folder.path + "/", with: "") }
        return loaded
    }
}
