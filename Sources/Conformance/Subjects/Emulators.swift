package import Codegen
import Synchronization
package import VM

/// Where processors that this machine is not come from.
///
/// An executable or a test hands in, at its start, what makes them: the library itself links no
/// emulator, whose licence would become that of every package that uses the library.
package enum Emulators {
    package typealias Maker = @Sendable (InstructionSet) throws -> any Processor

    private static let maker = Mutex<Maker?>(nil)

    /// Says what makes processors, for the whole process.
    package static func handIn(_ maker: @escaping Maker) {
        self.maker.withLock { $0 = maker }
    }

    /// Makes the processor that a subject runs on.
    ///
    /// - Throws: that there is none to be had, and what to do.
    fileprivate static func make(
        _ instructionSet: InstructionSet, for subject: SubjectName
    ) throws(SubjectFailure) -> any Processor {
        guard let maker = maker.withLock({ $0 }) else {
            throw SubjectFailure(
                "\(subject) needs an emulator, which the library does not have: run it with the "
                    + "command synchromesh")
        }
        do {
            return try maker(instructionSet)
        } catch {
            throw SubjectFailure("no emulator for \(subject): \(error)")
        }
    }
}

extension SubjectName {
    /// Where the code of a compiled tier runs, an emulator made for it if it takes one.
    ///
    /// - Throws: that there is no emulator to be had, or that the subject has no such tier.
    package func methodExecution() throws(SubjectFailure) -> MethodExecution {
        if outside != nil {
            throw SubjectFailure(
                "\(self) is a machine of others: it runs cases, and nothing that needs a tier of ours"
            )
        }
        return switch execution {
        case .native: .native
        case .lir: .lirInterpreter
        case .emulated(let instructionSet):
            .emulated(try Emulators.make(instructionSet, for: self))
        }
    }
}
