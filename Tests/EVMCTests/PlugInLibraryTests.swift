#if os(Linux)
import Foundation
import Primitives
import Testing

/// The library as it is built, used by a program in C that has nothing of Swift in it.
@Suite struct PlugInLibraryTests {
    /// Where the build puts programs and libraries: beside the tests.
    private static let folder = URL(filePath: ThisProgram.path).deletingLastPathComponent()

    private static var library: String { folder.appending(path: "libsynchromesh-evmc.so").path }

    private static func host(_ arguments: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = folder.appending(path: "evmc-host")
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test(arguments: ["tier=interpreter", "tier=method", "tier=tiered"])
    func `a client in C loads the machine, sets an option and executes`(option: String) throws {
        // 3 + 1, stored and returned: 3 + 3 + 3 + 2 + 6 + 3 + 2 gas.
        let (status, output) = try Self.host(Self.library, option, "6003600101" + "5f5260205ff3")
        #expect(status == 0)
        let word = String(repeating: "0", count: 63) + "4"
        #expect(output == "status 0, 22 gas used, output \(word)\n")
    }

    @Test func `a client that unloads the library can load it again, and again`() throws {
        let (status, output) = try Self.host(Self.library, "--reload", "100")
        #expect(status == 0)
        #expect(output == "loaded 100 times\n")
    }

    @Test func `a trace goes to the file that the client names`() throws {
        let file = NSTemporaryDirectory() + "synchromesh-trace-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let (status, _) = try Self.host(Self.library, "trace=\(file)", "6002600301")
        #expect(status == 0)
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 5, "three instructions, the STOP behind them, and the sum")
    }
}
#endif
