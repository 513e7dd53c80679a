package import Primitives

/// One log record, as the LOG instructions make them.
package struct Log: Equatable, Sendable {
    /// The account in whose context the instruction ran.
    package var address: Address

    /// At most four words.
    package var topics: [Word256]

    package var data: [UInt8]

    package init(address: Address, topics: [Word256], data: [UInt8]) {
        self.address = address
        self.topics = topics
        self.data = data
    }
}
