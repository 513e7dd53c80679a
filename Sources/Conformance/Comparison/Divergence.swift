package import VM

/// What a subject does otherwise than the reference, and where that first shows.
package struct Divergence: Equatable, Sendable, CustomStringConvertible {
    /// Where it first shows.
    package enum Place: Equatable, Sendable {
        /// At a head of the reference trail, whose state differs or which was not met.
        case head(index: Int, frame: Int, pc: Int)
        /// Compiled code left a frame for want of gas that was there.
        case charge
        /// In no place of the case: the subject did, or said, what no machine may.
        case conduct
        /// When all was over: in what came of the transaction with this index, or of the message.
        case end(transaction: Int)
    }

    package var place: Place
    /// The observables that differ, each once, the first to look at first; no values.
    package var fields: [String]
    /// Place and values in one line.
    package var description: String

    package init(place: Place, fields: [String], description: String) {
        self.place = place
        self.fields = fields
        self.description = description
    }
}

extension HeadState {
    /// The names of the observables that differ, each once: what of a difference does not change
    /// with the values.
    package func differingFields(from reference: HeadState) -> [String] {
        var names: [String] = []
        for line in differences(from: reference) {
            let name = String(line.prefix { $0 != ":" && $0 != "[" })
            if !names.contains(name) { names.append(name) }
        }
        return names
    }
}
