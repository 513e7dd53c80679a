import Foundation
import Synchronization
import TestSupport
import Testing

/// EVMC machines in C that the tests compile, from the sources in `Machines`.
enum MachineLibrary {
    private static let folder = Mutex<TemporaryFolder?>(nil)
    private static let built = Mutex<[String: String]>([:])

    #if os(macOS)
    static let suffix = "dylib"
    #else
    static let suffix = "so"
    #endif

    /// The library of a machine, compiled once in a process.
    ///
    /// - Parameters:
    ///   - source: the name of its source, which is the machine's.
    ///   - name: what the library is called: `lib`, this, and the suffix.
    ///   - defines: arguments of the compiler such as `-DNAME=1`.
    /// - Returns: its path.
    static func path(
        _ source: String, named name: String? = nil, defines: [String] = []
    ) throws -> String {
        try built.withLock { built in
            let name = name ?? source
            if let path = built[name] { return path }
            let path = try "\(place())/lib\(name).\(suffix)"
            try compile(source, to: path, defines)
            built[name] = path
            return path
        }
    }

    /// Our own machine as a plug-in, which the tests' build makes beside the tests.
    static func own() throws -> String {
        try #require(
            BuiltProgram.path("libsynchromesh-evmc.\(suffix)"), "swift build --build-tests")
    }

    /// A folder that lasts as long as the process.
    static func place() throws -> String {
        try folder.withLock { folder in
            let found = try folder ?? TemporaryFolder()
            folder = found
            return found.path
        }
    }

    private static func compile(
        _ source: String, to path: String, _ defines: [String]
    ) throws {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let root = here.deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(filePath: try #require(compiler, "clang, cc or gcc in PATH"))
        process.arguments =
            ["-shared", "-fPIC", "-O1", "-w", "-o", path]
            + ["-I", root.appending(path: "Sources/CEVMC/include").path]
            + defines + [here.appending(path: "Machines/\(source).c").path, "-ldl"]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(source).c compiles")
    }

    /// What the user names, or the compiler of the toolchain, which lies beside `swift`.
    private static var compiler: String? {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(
            String.init)
        let beside = folders.filter {
            FileManager.default.isExecutableFile(atPath: "\($0)/swift")
        }.map {
            URL(filePath: "\($0)/swift").resolvingSymlinksInPath().deletingLastPathComponent().path
        }
        let candidates =
            [environment["CC"] ?? ""]
            + ["clang", "cc", "gcc"].flatMap { name in
                (beside + folders).map { "\($0)/\(name)" }
            }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
