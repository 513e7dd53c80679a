import Conformance
import Foundation
import TestSupport
import Testing

/// Cases run on machines of others, each in a process that the command makes.
enum Outside {
    /// The wrapper around our own machine, going wrong in a way.
    static func wrapper(_ misdeed: String) throws -> String {
        "evmc:\(try MachineLibrary.path("wrapper")),inner=\(try MachineLibrary.own()),"
            + "misdeed=\(misdeed)"
    }

    /// - Parameter seconds: after which a case hangs.
    static func subject(_ text: String, seconds: Double = 60) throws -> OutsideSubject {
        try start()
        let name = try SubjectName(parsing: text)
        var limits = OutsideLimits()
        limits.seconds = seconds
        return try OutsideSubject(name, try #require(name.outside), limits: limits)
    }

    /// Says which program has the machines.
    static func start() throws {
        let program = try #require(
            BuiltProgram.path("synchromesh"), "the tests' build makes the command")
        OutsideWorkers.handIn([program, OutsideWorkers.argument])
    }

    /// The misdeed's case between two that have nothing to do with it.
    static let marked = """
        suite: marks
        defaults:
          fork: [Osaka]
          data: 0x01020304
        cases:
          - name: before
            code: PUSH 7 PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
            expect: {output: [7]}
          - name: marked
            code: PUSH 0x6d61726b POP PUSH 5 PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
            expect: {output: [5]}
          - name: after
            code: PUSH 2 PUSH 1 ADD PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN
            expect: {output: [3]}
        """
}

extension CaseEvaluator {
    /// Compares one subject, whose process is given so many seconds for a case.
    convenience init(subject: String, caseTimeout: Double = 600) throws {
        var configuration = RunConfiguration()
        configuration.subjects = [try SubjectName(parsing: subject)]
        configuration.caseTimeout = caseTimeout
        try self.init(configuration)
    }
}
