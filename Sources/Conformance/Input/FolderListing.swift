#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The names in a folder.
package enum FolderListing {
    /// The names that do not begin with a dot, in order; nil if the folder cannot be read, for the
    /// reason in `errno`.
    package static func namesIfReadable(in path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// The names that do not begin with a dot, in order; none if the folder cannot be read.
    package static func names(in path: String) -> [String] { namesIfReadable(in: path) ?? [] }
}
