#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One file with fixtures.
package struct InputFile {
    /// How the names of its cases begin: its path below what was named on the command line.
    package var name: String
    package var format: InputRules.Format
    package var content: Content
    /// In bytes.
    package var size: Int

    package enum Content {
        /// To be read by whoever runs it.
        case path(String)
        /// Read already, as it came out of an archive.
        case text(SourceText)
    }
}

/// Finds the inputs behind the paths of a command line, one at a time.
///
/// Folders are walked in order of names; archives are read as they are, file by file, so that
/// memory stays flat however much there is.
package struct InputScanner {
    /// What is found.
    package enum Item {
        case file(InputFile)
        case error(FixtureError)
    }

    private var pending: [Pending]
    private var archive: ArchiveReader?

    /// Bytes on disk of all inputs, and of those that are behind us: how far a run is.
    package let byteCount: Int
    private var finishedByteCount = 0
    private var archiveByteCount = 0

    private struct Pending {
        var path: String
        /// Nil for what the user named; below a folder, the path from there.
        var name: String?
    }

    package init(paths: [String]) {
        pending = paths.reversed().map { Pending(path: $0, name: nil) }
        byteCount = paths.reduce(0) { $0 + Self.measure($1, name: nil) }
    }

    /// How much of the inputs has been handed out, from 0 to 1.
    package var share: Double {
        guard byteCount > 0 else { return 1 }
        let ofArchive = archive.map { min(archiveByteCount, $0.consumedByteCount) } ?? 0
        return min(1, Double(finishedByteCount + ofArchive) / Double(byteCount))
    }

    /// Bytes on disk of a file or of what is wanted in a folder.
    private static func measure(_ path: String, name: String?) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        guard status.st_mode & S_IFMT == S_IFDIR else { return Int(status.st_size) }
        let entries = (try? entries(of: Pending(path: path, name: name))) ?? []
        return entries.reduce(0) { $0 + measure($1.path, name: $1.name) }
    }

    /// The next input or fault; nil at the end.
    package mutating func next() -> Item? {
        while true {
            if let item = nextOfArchive() { return item }
            guard let place = pending.popLast() else { return nil }
            do {
                if let item = try open(place) { return item }
            } catch {
                return .error(error)
            }
        }
    }

    private mutating func nextOfArchive() -> Item? {
        guard let reader = archive else { return nil }
        do {
            let member = try reader.next { name in
                InputRules.skip(name) == nil && InputRules.format(of: name) != .archive
            }
            guard let member, let format = InputRules.format(of: member.name) else {
                closeArchive()
                return nil
            }
            return .file(
                InputFile(
                    name: member.name, format: format, content: .text(member.text),
                    size: member.text.bytes.count))
        } catch {
            closeArchive()
            return .error(error)
        }
    }

    private mutating func closeArchive() {
        archive = nil
        finishedByteCount += archiveByteCount
    }

    /// Opens a file, or puts what a folder holds on the list.
    private mutating func open(_ place: Pending) throws(FixtureError) -> Item? {
        var status = stat()
        guard stat(place.path, &status) == 0 else {
            throw FixtureError(unreadable: place.path, errno: errno)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            pending.append(contentsOf: try Self.entries(of: place).reversed())
            return nil
        }
        guard let format = InputRules.format(of: place.path) else {
            throw FixtureError(
                file: place.path, found: "a file of no known kind",
                expected: "a folder, .json, .yaml, \(ArchiveReader.endings.joined(separator: ", "))"
            )
        }
        if format == .archive {
            archive = try ArchiveReader(path: place.path)
            archiveByteCount = Int(status.st_size)
            return nil
        }
        finishedByteCount += Int(status.st_size)
        return .file(
            InputFile(
                name: place.name ?? place.path, format: format, content: .path(place.path),
                size: Int(status.st_size)))
    }

    /// What is wanted of a folder, in order of names.
    private static func entries(of place: Pending) throws(FixtureError) -> [Pending] {
        guard let names = FolderListing.namesIfReadable(in: place.path) else {
            throw FixtureError(unreadable: place.path, errno: errno)
        }
        return names.compactMap { name -> Pending? in
            let path = place.path.hasSuffix("/") ? place.path + name : "\(place.path)/\(name)"
            let below = place.name.map { "\($0)/\(name)" } ?? name
            return isWanted(path, name: below) ? Pending(path: path, name: below) : nil
        }
    }

    /// Folders are followed, links to folders are not: they could lead in circles.
    private static func isWanted(_ path: String, name: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return true }
        if status.st_mode & S_IFMT == S_IFDIR { return true }
        if status.st_mode & S_IFMT == S_IFLNK {
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                return false
            }
        }
        return InputRules.skip(name) == nil
    }
}
