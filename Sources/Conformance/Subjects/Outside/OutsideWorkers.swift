import Primitives

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The program that runs machines of others in processes of its own.
///
/// An executable or a test hands in, at its start, what is to be started; where nobody did, the
/// environment variable `SYNCHROMESH` names the command.
package enum OutsideWorkers {
    /// The argument that makes the command such a process.
    package static let argument = "evmc-worker"

    /// Locked as race detectors know it.
    private static let command = Monitor<[String]?>(nil)

    /// Says what is started, for the whole process: a program and its arguments.
    package static func handIn(_ command: [String]) {
        self.command.withLock { $0 = command }
    }

    /// - Throws: that nobody named a program.
    static func find(for subject: SubjectName) throws(SubjectFailure) -> [String] {
        if let command = command.withLock({ $0 }) { return command }
        if let path = getenv("SYNCHROMESH") { return [String(cString: path), argument] }
        throw SubjectFailure(
            "\(subject) runs in a process of its own, which the library cannot start: set the "
                + "environment variable SYNCHROMESH to the path of the command synchromesh")
    }
}

/// What a machine of others may take.
package struct OutsideLimits: Sendable {
    /// Seconds after which a case counts as hanging.
    package var seconds: Double
    /// Bytes of memory that its process may use, where the system says how many it uses.
    package var memory = 4 << 30

    /// Of a case whose whole run may take so many seconds: half of them, so that it is the machine's
    /// process that is ended, and not the one that compares; at most a minute.
    package init(caseTimeout: Double = 10) { seconds = min(60, caseTimeout / 2) }
}
