import SystemArchive

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads an archive from front to back, one file at a time, whatever it is compressed with.
package final class ArchiveReader {
    /// The archive's path, for messages.
    private let path: String
    private let archive: OpaquePointer

    /// The type of a regular file, as libarchive has it on every system (`AE_IFREG`).
    private static let regularFile: mode_t = 0o100000

    /// Endings of the names that this reads.
    package static let endings = [
        ".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.xz", ".tar.bz2", ".zip",
    ]

    package init(path: String) throws(FixtureError) {
        guard let archive = archive_read_new() else {
            throw FixtureError(file: path, found: "no memory", expected: "memory to read")
        }
        self.path = path
        self.archive = archive
        archive_read_support_filter_all(archive)
        archive_read_support_format_tar(archive)
        archive_read_support_format_zip(archive)
        guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else {
            throw failure()
        }
    }

    deinit { archive_read_free(archive) }

    /// How many bytes of the archive itself have been read.
    package var consumedByteCount: Int { Int(archive_filter_bytes(archive, -1)) }

    /// The next file that is wanted, with its contents; nil at the end.
    ///
    /// - Parameter wanted: says by its name in the archive whether a file's contents are read.
    /// - Returns: its name in the archive, and what it holds.
    /// - Throws: that the archive is damaged or ends too early; nothing can be read after that.
    package func next(
        where wanted: (String) -> Bool
    ) throws(FixtureError) -> (name: String, text: SourceText)? {
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF { return nil }
            guard status >= ARCHIVE_WARN, let entry else { throw failure() }
            guard archive_entry_filetype(entry) == Self.regularFile,
                let rawName = archive_entry_pathname(entry)
            else { continue }
            let name = Self.normal(String(cString: rawName))
            if wanted(name) { return (name, try contents(name: name)) }
        }
    }

    /// A name without `./` at its start.
    private static func normal(_ name: String) -> String {
        name.hasPrefix("./") ? String(name.dropFirst(2)) : name
    }

    /// What the file at hand holds; its size is what is there, not what the header promises.
    private func contents(name: String) throws(FixtureError) -> SourceText {
        var bytes: [UInt8] = []
        while true {
            var block: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            let status = archive_read_data_block(archive, &block, &count, &offset)
            if status == ARCHIVE_EOF { break }
            guard status >= ARCHIVE_WARN, let block else { throw failure(in: name) }
            bytes.append(contentsOf: UnsafeRawBufferPointer(start: block, count: count))
        }
        return bytes.withUnsafeBytes { SourceText(file: "\(path)/\(name)", copying: $0) }
    }

    private func failure(in name: String? = nil) -> FixtureError {
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "unknown reason"
        return FixtureError(
            file: name.map { "\(path)/\($0)" } ?? path,
            found: "a damaged or truncated archive (\(reason))",
            expected: "a whole archive: \(Self.endings.joined(separator: ", "))")
    }
}
