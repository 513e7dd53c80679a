/// What is known about compiling a piece of code; once found it stands.
package enum CompileVerdict: Hashable, Sendable {
    /// Nobody has looked at it yet.
    case unknown
    case suitable
    /// The predicate turned it down, see `Suitability`.
    case rejected(RejectionReason)
    /// The compiler was given it and gave up, for this reason in words.
    case failed(String)
}

/// Why code is not worth compiling, or not safe to hand to a compiler.
package enum RejectionReason: String, Hashable, Sendable, CaseIterable {
    /// Shorter than what compiling earns anything for.
    case tooShort = "too short"
    /// Longer than the compiler takes on.
    case tooLong = "too long"
    /// It would become more machine instructions than a compilation may have.
    case tooExpensive = "too expensive"
}
