/// The memory that an instruction may touch, as a set of sixteen alias classes.
///
/// The embedder says what the classes are. A superset is always safe; a set that lacks a class the
/// instruction does touch is a fault of the embedder, and no pass can see it.
package struct AccessSet: OptionSet, BitwiseCopyable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The set of one class.
    ///
    /// Precondition: `aliasClass` is 0...15.
    package init(aliasClass: Int) {
        precondition((0..<16).contains(aliasClass), "an alias class is 0...15")
        rawValue = 1 << UInt16(aliasClass)
    }

    package static let all = AccessSet(rawValue: .max)
}

/// How freely passes may treat a load.
package enum LoadQualifier: UInt8, CaseIterable, Sendable {
    /// Again the same until a store or call may touch its access set.
    case normal
    /// Always the same: nothing writes there while the fragment runs.
    case constant
    /// Never merged with another load and never dropped.
    case volatile
}

/// How many bytes a load reads or a store writes.
package enum MemoryWidth: UInt8, Sendable {
    /// One byte, zero-extended when loaded.
    case byte
    /// Four bytes, zero-extended when loaded.
    case half
    /// Eight bytes.
    case word
}
