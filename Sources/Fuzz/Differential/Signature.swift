package import Conformance

/// What two findings have in common that are taken for one: how it shows, without any value.
///
/// Cases are made small with their signature kept. It is coarse: `explain` tells more.
package struct Signature: Hashable, Sendable, CustomStringConvertible {
    /// Where it shows: `head`, `charge`, `end`, `crash` or `hang` (of a worker), or `conduct`: what a
    /// subject in a process of its own does that none may.
    package let place: String
    /// The observables that differ, in order of their names.
    package let fields: [String]

    package init(place: String, fields: [String]) {
        self.place = place
        self.fields = fields.sorted()
    }

    package init(_ divergence: Divergence) {
        switch divergence.place {
        case .head: self.init(place: "head", fields: divergence.fields)
        case .conduct: self.init(place: "conduct", fields: divergence.fields)
        case .charge: self.init(place: "charge", fields: divergence.fields)
        case .end: self.init(place: "end", fields: divergence.fields)
        }
    }

    /// In one word that can be part of a file's name: `head-stack+gas`.
    package var description: String {
        let names = fields.joined(separator: "+").map { $0 == " " ? "-" : $0 }
        return "\(place)-\(String(names))"
    }
}
