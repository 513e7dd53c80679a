import CEVMC
import Conformance
import EVMC
import Foundation
import TestSupport
import Testing
import VM

/// What the plug-in tells of executions, instruction by instruction.
@Suite struct PlugInTraceTests {
    /// Code that adds, multiplies and returns, and what the yellow paper has each step cost.
    private static let code: [UInt8] = [
        0x60, 0x02, 0x60, 0x03, 0x01, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3,
    ]

    /// Runs code outside of any world, with 100 gas.
    private func execute(_ code: [UInt8], on instance: PlugInInstance) -> evmc_result {
        var functions = evmc_host_interface()
        var message = evmc_message()
        message.gas = 100
        return instance.machine.pointee.execute(
            instance.machine, &functions, nil, EVMC_OSAKA, &message, code, code.count)
    }

    private func lines(in file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test(arguments: PlugInSetting.allCases)
    func `each instruction has a line in the file, and the execution one at the end`(
        setting: PlugInSetting
    ) throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/trace.jsonl"
        let instance = try PlugInInstance("\(setting.rawValue),trace=\(file)")
        for _ in 0..<2 { execute(Self.code, on: instance).releaseResources() }
        let lines = try lines(in: file)
        #expect(lines.count == 18)
        #expect(lines[..<9] == lines[9...], "the second execution adds its own")
        let addition = #"{"pc":4,"op":1,"gas":"0x5e","gasCost":"0x3","memSize":0,"#
        let rest = #""stack":["0x2","0x3"],"depth":1,"returnData":"0x","refund":0,"opName":"ADD"}"#
        #expect(lines[2] == addition + rest)
        let five = String(repeating: "0", count: 63) + "5"
        #expect(lines[8] == #"{"output":"\#(five)","gasUsed":"0x16","pass":true,"fork":"Osaka"}"#)
    }

    @Test func `an execution that fails says where and why, and runs as without a trace`() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/trace.jsonl"
        let instance = try PlugInInstance("trace=\(file)")
        let result = execute([0x5f, 0x01], on: instance)
        #expect(result.status_code == EVMC_STACK_UNDERFLOW)
        let lines = try lines(in: file)
        #expect(lines.count == 3)
        #expect(lines[1].hasSuffix(#""opName":"ADD","error":"stackUnderflow"}"#))
        #expect(lines[2].contains(#""pass":false"#))
        #expect(lines[2].contains(#""error":"stackUnderflow""#))
    }

    @Test func `tracing ends when it is told to, and a file that cannot be is refused`() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/trace.jsonl"
        let instance = try PlugInInstance("trace=\(file)")
        #expect(instance.set("trace", folder.path) == EVMC_SET_OPTION_INVALID_VALUE)
        #expect(instance.set("trace", "\(file)/deeper") == EVMC_SET_OPTION_INVALID_VALUE)
        execute(Self.code, on: instance).releaseResources()
        #expect(instance.set("trace", "0") == EVMC_SET_OPTION_SUCCESS)
        execute(Self.code, on: instance).releaseResources()
        #expect(try lines(in: file).count == 9)
        #expect(instance.set("trace", "1") == EVMC_SET_OPTION_SUCCESS)
        #expect(instance.set("trace", "") == EVMC_SET_OPTION_SUCCESS)
    }

    /// A case's lines, one for each instruction, from `synchromesh trace` and from the plug-in whose
    /// client performs the calls.
    @Test func `messages and the calls below them have the lines that our own command prints`()
        async throws
    {
        let (traced, nested) = try await onDeepStack {
            let folder = try TemporaryFolder()
            let file = folder.path + "/trace.jsonl"
            let instance = try PlugInInstance("trace=\(file)")
            defer { withExtendedLifetime((folder, instance)) {} }
            let comparison = try PlugInComparison(instance.machine)
            let reader = try TraceReader(file)
            var traced = 0
            for item in try Self.callers() {
                try comparison.compare(item.item, item.message)
                var expected: [String] = []
                _ = try CaseTracer.trace(item.item, subject: .interpreter) { expected.append($0) }
                let lines = try reader.next()
                let name = Comment(rawValue: "\(item.item.name) \(item.item.fork)")
                try #require(lines.last?.contains("\"pass\":") == true, name)
                try Self.compare(lines.dropLast(), with: expected.dropLast(), name)
                traced += lines.count
            }
            return (traced, comparison.nested)
        }
        #if DEBUG
        #expect(traced > 2_000 && nested > 50)
        #else
        #expect(traced > 30_000 && nested > 1_000)
        #endif
    }

    /// Cases in which calls come back to the plug-in; in a debug build, a sixteenth of them.
    private static func callers() throws -> [PlugInCases.Item] {
        let instance = try PlugInInstance("tier=interpreter")
        defer { withExtendedLifetime(instance) {} }
        let comparison = try PlugInComparison(instance.machine)
        return try PlugInCases.sample(oneIn: 16, seed: 155).filter { item in
            let before = comparison.nested
            try comparison.compare(item.item, item.message)
            return comparison.nested > before
        }
    }

    /// A host has written before the price is paid, so a static frame that is short of gas as well
    /// fails for the write: the one difference there is.
    private static func compare(
        _ lines: ArraySlice<String>, with expected: ArraySlice<String>, _ name: Comment
    ) throws {
        try #require(lines.count == expected.count, name)
        for (line, other) in zip(lines, expected) where line != other {
            let parts = line.components(separatedBy: #","error":"writeProtection""#)
            let others = other.components(separatedBy: #","error":"outOfGas""#)
            try #require(parts.count == 2 && others.count == 2, "\(name): \(line) \(other)")
            try #require(fields(parts[0]) == fields(others[0]), "\(name): \(line) \(other)")
        }
    }

    /// A line without what it says that its instruction cost.
    private static func fields(_ line: String) -> [String] {
        line.components(separatedBy: ",").filter { !$0.hasPrefix("\"gasCost\"") }
    }
}

/// Reads what was added to a file since it last did.
private final class TraceReader {
    private let handle: FileHandle

    init(_ file: String) throws {
        handle = try #require(FileHandle(forReadingAtPath: file))
    }

    func next() throws -> [String] {
        let data = try handle.readToEnd() ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
