package import Conformance

/// What a loader found.
package struct Loaded {
    package var cases: [Case] = []
    package var unsupported: [String] = []
    package var errors: [String] = []

    package init(paths: [String], selection: CaseSelection = CaseSelection()) {
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
    package static func suite(_ text: String) throws -> Loaded {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "suite.yaml")
        var loaded = Loaded(paths: [path])
        loaded.errors = loaded.errors.map { $0.replacing(folder.path + "/", with: "") }
        return loaded
    }

    /// What is found in an official file with this text, called `test.json`.
    package static func official(_ text: String) throws -> Loaded {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "test.json")
        var loaded = Loaded(paths: [path])
        loaded.errors = loaded.errors.map { $0.replacing(folder.path + "/", with: "") }
        return loaded
    }
}
