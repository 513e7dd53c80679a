import Conformance
import EVMCHost
import TestSupport
import Testing

/// How a library becomes a machine, and what is said of one that does not.
@Suite struct LoadingTests {
    @Test(arguments: [
        ("/lib/libevmone.so", "evmc_create_evmone"),
        ("libevmone.so.0.15", "evmc_create_evmone"),
        ("my-machine.dylib", "evmc_create_my_machine"),
        ("./machine", "evmc_create_machine"),
    ])
    func `the create function is called by the file`(path: String, name: String) {
        #expect(LoadedPlugIn.createNames(ofFile: path) == [name, "evmc_create"])
    }

    @Test func `a name is read back, options in their order`() throws {
        let text = "evmc:lib/x.so,tier=method,cache=64k,flag"
        let name = try SubjectName(parsing: text)
        #expect(name.text == text)
        #expect(name.tier == nil)
        #expect(name.tiers.isEmpty)
        #expect(name.outside?.path == "lib/x.so")
        #expect(name.outside?.options.map(\.name) == ["tier", "cache", "flag"])
        #expect(name.outside?.options.map(\.value) == ["method", "64k", ""])
        #expect(try SubjectName(parsing: name.text) == name)
    }

    @Test(arguments: ["evmc:", "evmc:,tier=method", "evmc:x.so,", "evmc:x.so,=1", "evmc:a b.so"])
    func `a name without a path, or an option without a name, is refused`(text: String) {
        #expect(throws: SubjectNameError.self) { try SubjectName(parsing: text) }
    }

    private func failure(_ text: String) -> String {
        do {
            _ = try Outside.subject(text)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        (1, "exports none of evmc_create_unfit1, evmc_create"),
        (2, "created no machine: its create function returned NULL"),
        (3, "speaks EVMC 6, expected 12"),
        (4, "has the capabilities 2, without 1 (EVM1)"),
        (5, "when it is loaded, it crashes: its process ended with signal 6"),
        (6, "leaves out execute, destroy or get_capabilities"),
    ])
    func `a library that is no machine is told of`(number: Int, words: String) throws {
        let path = try MachineLibrary.path(
            "unfit", named: "unfit\(number)", defines: ["-DUNFIT=\(number)"])
        #expect(failure("evmc:\(path)").contains(words), "\(failure("evmc:\(path)"))")
    }

    @Test func `a file that is missing, or is none, is told of`() throws {
        #expect(failure("evmc:/nowhere/machine.so").contains("found no file /nowhere/machine.so"))
        #expect(failure("evmc:\(#filePath)").contains("cannot be loaded"))
    }

    @Test func `options that a machine does not take are told of`() throws {
        let own = try MachineLibrary.own()
        #expect(failure("evmc:\(own),speed=high").contains("has no option 'speed'"))
        #expect(failure("evmc:\(own),tier=fast").contains("does not take 'fast' for its option"))
        #expect(try Outside.subject("evmc:\(own),tier=interpreter").title.hasPrefix("synchromesh "))
    }

    @Test func `without a program to start, the library says what to set`() throws {
        // Only where nobody has handed one in, which other tests do.
        let limits = OutsideLimits(caseTimeout: 600)
        #expect(limits.seconds == 60)
        #expect(OutsideLimits(caseTimeout: 10).seconds == 5)
    }
}
