package import Primitives

/// Something that a schedule has happen to a piece of code, at a moment of the driver's.
///
/// The driver's events are a frame's start, the return of a call to a frame, and a switch of the
/// schedule's; they are counted over the whole case, from 1, and are the same in every tier.
package struct TieringEvent: Hashable, Sendable {
    /// What happens.
    package enum Action: String, Hashable, Sendable, CaseIterable {
        /// The code is compiled now, whatever its profile; it is published unless that is to come
        /// at an event of its own.
        case compile
        /// Code that is compiled becomes visible now; a schedule that says so withholds it until
        /// then.
        case publish
        /// Compiling it fails, from now on.
        case fail
        /// Compiled code is dropped; a frame that runs it keeps it.
        case evict
    }

    /// The driver's event, from 1.
    package var ordinal: Int
    package var action: Action
    /// Keccak-256 of the code.
    package var codeHash: Word256

    package init(ordinal: Int, action: Action, codeHash: Word256) {
        self.ordinal = ordinal
        self.action = action
        self.codeHash = codeHash
    }

    /// The event's line in a schedule.
    package var text: String { "e\(ordinal) \(action.rawValue) \(codeHash.hex64String)" }
}
