/// The machine languages that there are back ends for.
package enum InstructionSet: String, CaseIterable, Hashable, Sendable {
    case x64 = "x86-64"
    case aarch64

    /// That of the processor that runs this; nil if there is no back end for it.
    package static var host: InstructionSet? {
        #if arch(x86_64)
        .x64
        #elseif arch(arm64)
        .aarch64
        #else
        nil
        #endif
    }
}

extension InstructionSet: CustomStringConvertible {
    package var description: String { rawValue }
}
