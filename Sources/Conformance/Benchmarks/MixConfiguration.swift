package import VM

/// What a mix is made of: so many transactions over so many pieces of code.
package struct MixConfiguration: Sendable {
    /// Transactions that are drawn.
    package var transactionCount = 10_000
    /// Pieces of code, all different.
    package var codeCount = 200
    /// Zipf's exponent: how much more often the first code is called than the others.
    package var exponent = 1.0
    /// Of all that is random.
    package var seed: UInt64 = 0
    /// The rules that hold, whatever the fixtures say.
    package var fork = Fork.prague
    /// Gas of a transaction, in units of which those that use more are drawn less often.
    package var gasScale: UInt64 = 500_000
    /// Gas of a transaction beyond which it is left out: as much as a second runs, or less.
    package var mostGas: UInt64 = 1 << 28
    /// How often the whole is done, on new machines each time.
    package var roundCount = 1
    /// Whether the profiles' counters are compared with a recount of their window at each step.
    package var checksProfile = false

    /// Transactions that a subject runs before it is the next one's turn, at most.
    package static let largestChunk = 100

    /// The same of this mix: a tenth of it, if that is less.
    package var chunk: Int { max(1, min(Self.largestChunk, transactionCount / 10)) }

    package init() {}
}
