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
