import Primitives
package import VM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A contract's byte code, and what to call it.
package struct Contract: Sendable {
    package let name: String
    package let code: Code

    package init(name: String, code: Code) {
        self.name = name
        self.code = code
    }
}

/// Reads contracts without running anything.
///
/// From files of hexadecimal digits, from tests in JSON whatever is or is not around their
/// pre-state, and from every other kind of fixture. Equal codes count once; equal names get numbers.
package struct ContractReader {
    package private(set) var contracts: [Contract] = []
    /// What could not be read; everything else was.
    package private(set) var errors: [FixtureError] = []
    private var known: Set<Word256> = []
    /// How many contracts there are of each name.
    private var names: [String: Int] = [:]

    /// The endings of files of digits.
    private static let hexEndings = [".hex", ".bin", ".bin-runtime"]

    /// Reads all contracts behind some paths, folders in order of names.
    package init(paths: [String]) {
        for path in paths { read(path) }
        if contracts.isEmpty && errors.isEmpty {
            errors.append(
                FixtureError(
                    file: paths.first ?? "", found: "no contract",
                    expected: "a file with code in it"))
        }
    }

    private mutating func read(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            errors.append(FixtureError(unreadable: path, errno: errno))
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            readFolder(path)
        } else {
            readFile(path)
        }
    }

    private mutating func readFolder(_ path: String) {
        guard let names = FolderListing.namesIfReadable(in: path) else {
            errors.append(FixtureError(unreadable: path, errno: errno))
            return
        }
        for name in names {
            let below = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            if Self.isFolder(below) || Self.isHex(name) || InputRules.skip(name) == nil {
                read(below)
            }
        }
    }

    /// Folders are followed, links to folders are not: they could lead in circles.
    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func isHex(_ name: String) -> Bool {
        hexEndings.contains { name.lowercased().hasSuffix($0) }
    }

    private mutating func readFile(_ path: String) {
        do throws(FixtureError) {
            if Self.isHex(path) { return try readDigits(SourceText(path: path)) }
            switch InputRules.format(of: path) {
            case .json: try readTests(JSONDocument(SourceText(path: path)))
            case .yaml, .archive: readCases(path)
            case nil:
                let endings = Self.hexEndings.joined(separator: ", ")
                throw FixtureError(
                    file: path, found: "a file of no known kind",
                    expected: "a folder, \(endings), .json, .yaml or an archive of them")
            }
        } catch {
            errors.append(error)
        }
    }

    private mutating func add(_ name: String, _ code: Code) {
        guard known.insert(code.hash).inserted else { return }
        let count = names[name, default: 0] + 1
        names[name] = count
        contracts.append(Contract(name: count == 1 ? name : "\(name) (\(count))", code: code))
    }
}

// MARK: Kinds of files

extension ContractReader {
    /// Hexadecimal digits, with white space anywhere and perhaps `0x` in front.
    private mutating func readDigits(_ source: SourceText) throws(FixtureError) {
        let bytes = source.bytes
        var start = bytes.firstIndex { !Self.isSpace($0) } ?? bytes.count
        if bytes.count - start >= 2, bytes[start] == UInt8(ascii: "0"),
            bytes[start + 1] | 0x20 == UInt8(ascii: "x")
        {
            start += 2
        }
        var digits: [UInt8] = []
        for offset in start..<bytes.count where !Self.isSpace(bytes[offset]) {
            guard HexDigit.value(bytes[offset]) < 16 else {
                throw source.failure(
                    at: offset, found: source.excerpt(at: offset), expected: "hexadecimal digits")
            }
            digits.append(bytes[offset])
        }
        guard !digits.isEmpty, let code = digits.withUnsafeBytes({ HexDigit.bytes($0) }) else {
            throw source.failure(
                at: bytes.count, found: "\(digits.count) digits",
                expected: "an even number of hexadecimal digits")
        }
        let file = source.file.split(separator: "/").last ?? Substring(source.file)
        add(String(file.prefix { $0 != "." }), Code(code))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }

    /// Tests by name, each with accounts in `pre`; nothing else of them is looked at.
    private mutating func readTests(_ document: JSONDocument) throws(FixtureError) {
        var hasTests = false
        for (name, test) in document.root.members {
            guard let accounts = test["pre"], accounts.kind == .object else { continue }
            hasTests = true
            readAccounts(accounts, of: name.text)
        }
        guard hasTests else {
            throw document.root.failure(
                found: "no test with accounts", expected: "tests by name, with accounts in \"pre\"")
        }
    }

    private mutating func readAccounts(_ accounts: JSONNode, of test: String) {
        var found: [(address: String, code: [UInt8])] = []
        for (address, account) in accounts.members {
            do throws(FixtureError) {
                guard let code = try account["code"]?.bytes(), !code.isEmpty else { continue }
                found.append((address.text, code))
            } catch {
                errors.append(error)
            }
        }
        for (address, code) in found {
            add(found.count == 1 ? test : "\(test) \(address)", Code(code))
        }
    }

    /// Cases as `run` reads them.
    private mutating func readCases(_ path: String) {
        var items: [LoadedItem] = []
        CaseReader.read(paths: [path]) { item in
            items.append(item)
            return true
        }
        for item in items {
            switch item {
            case .run(let item):
                for (address, content) in item.world.accounts where !content.code.isEmpty {
                    add("\(item.name) \(address)", content.code)
                }
            case .unsupported: break
            case .error(let error): errors.append(error)
            }
        }
    }
}
