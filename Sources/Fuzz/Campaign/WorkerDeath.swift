package import Conformance

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How and in what a worker ended.
package struct WorkerDeath: Sendable {
    /// The case and the subject that it was at; nil if at none yet.
    package var ordinal: Int?
    package var subject: SubjectName?
    /// `memory`, or how the process ended.
    package var cause: String
    package var isHang: Bool
    /// Whether the process was ended by what it did itself, and not for want of memory.
    package var isCrash: Bool
    /// In a sentence.
    package var description: String

    /// The cause where there was no memory.
    static let memory = "memory"

    /// What Swift says when there is no memory.
    private static let wordsOfWant = ["failed to allocate", "ould not allocate"]

    /// - Parameters:
    ///   - end: how the process ended.
    ///   - note: what it was at.
    ///   - timeout: seconds after which it was ended, if it was.
    package init(_ end: WorkerEnd, _ note: WorkerNote?, timeout: Double?) {
        let isMemory = Self.wordsOfWant.contains { end.lastWords.contains($0) }
        let words = end.lastWords.isEmpty ? "" : ": \(end.lastWords)"
        ordinal = note?.ordinal
        subject = note.flatMap { try? SubjectName(parsing: $0.name) }
        cause = isMemory ? Self.memory : end.description
        isHang = timeout != nil
        // What ends a process from outside: its parent, or a system without memory.
        isCrash = !isMemory && timeout == nil && end.signal.map { $0 != SIGKILL } ?? false
        description =
            timeout.map { "no end after \(Decimals.text($0, 1)) seconds" }
            ?? "the worker process ended with \(end.description)\(words)"
    }

    /// What deaths of the same kind have in common.
    package var signature: Signature {
        Signature(place: isHang ? "hang" : "crash", fields: isHang ? ["no end"] : [cause])
    }
}

extension Signature {
    /// Whether a worker died.
    package var isDeath: Bool { place == "crash" || place == "hang" }
}
