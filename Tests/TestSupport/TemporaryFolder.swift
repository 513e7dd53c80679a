import Conformance

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder that is gone at the end of a test.
package final class TemporaryFolder {
    package let path: String

    /// - Throws: that there is no place for one.
    package init() throws {
        var template = Array("/tmp/synchromesh-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw NoPlace() }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { remove(path) }

    /// Writes a file and returns its path.
    @discardableResult
    package func write(_ bytes: some Collection<UInt8>, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        guard let stream = fopen(file, "w") else { throw NoPlace() }
        let bytes = Array(bytes)
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
        return file
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }

    private struct NoPlace: Error {}

    private func remove(_ place: String) {
        for name in FolderListing.names(in: place) { remove("\(place)/\(name)") }
        unlink(place)
        rmdir(place)
    }
}
