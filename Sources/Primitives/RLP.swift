/// Why bytes are not the canonical notation of an RLP item.
package enum RLPError: Error, Equatable {
    /// The item goes on after the end of the bytes.
    case truncated(offset: Int)
    /// Bytes follow the item.
    case trailingBytes(offset: Int)
    /// A shorter notation of the same item exists.
    case notCanonical(offset: Int)
    /// Lists are nested deeper than `RLP.maximumDepth`.
    case tooDeep(offset: Int)
}

/// Recursive length prefix notation (Yellow Paper, appendix B).
package enum RLP {
    /// A byte string or a list of items.
    package indirect enum Item: Equatable, Sendable {
        case bytes([UInt8])
        case list([Item])
    }

    /// The number of lists inside each other that `decode` accepts.
    package static let maximumDepth = 256

    /// The notation of an empty byte string, which is also that of the number zero.
    package static let emptyBytes: UInt8 = 0x80

    /// The notation of the empty list.
    package static let emptyList: UInt8 = 0xc0

    package static func encode(_ item: Item) -> [UInt8] {
        var encoder = RLPEncoder()
        encoder.append(item)
        return encoder.bytes
    }

    /// Encodes one list, whose items `body` appends.
    package static func list<Failure: Error>(
        _ body: (inout RLPEncoder) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        var encoder = RLPEncoder()
        try encoder.appendList(body)
        return encoder.bytes
    }

    /// Reads one item that takes up all the bytes.
    ///
    /// - Throws: where the bytes are not the item's one canonical notation.
    package static func decode(_ bytes: [UInt8]) throws(RLPError) -> Item {
        var decoder = Decoder(bytes: bytes)
        let item = try decoder.item(before: bytes.count, depth: 0)
        if decoder.position < bytes.count { throw .trailingBytes(offset: decoder.position) }
        return item
    }

    private struct Decoder {
        let bytes: [UInt8]
        var position = 0

        mutating func item(before end: Int, depth: Int) throws(RLPError) -> Item {
            guard position < end else { throw .truncated(offset: position) }
            let start = position
            let prefix = bytes[position]
            position += 1
            if prefix < RLP.emptyBytes { return .bytes([prefix]) }
            if prefix < RLP.emptyList {
                let payload = try payload(prefix - RLP.emptyBytes, before: end)
                if payload.count == 1 && bytes[payload.lowerBound] < RLP.emptyBytes {
                    throw .notCanonical(offset: start)
                }
                position = payload.upperBound
                return .bytes(Array(bytes[payload]))
            }
            guard depth < RLP.maximumDepth else { throw .tooDeep(offset: start) }
            let payload = try payload(prefix - RLP.emptyList, before: end)
            var items: [Item] = []
            while position < payload.upperBound {
                items.append(try item(before: payload.upperBound, depth: depth + 1))
            }
            return .list(items)
        }

        /// The range of a payload whose length is in a prefix (up to 55) or in the bytes after it.
        private mutating func payload(
            _ prefix: UInt8, before end: Int
        ) throws(RLPError) -> Range<Int> {
            let start = position
            var count = Int(prefix)
            if prefix > 55 {
                let lengthCount = Int(prefix) - 55
                guard lengthCount <= end - position else { throw .truncated(offset: start) }
                let length = bytes[position..<position + lengthCount]
                position += lengthCount
                if length.first == 0 { throw .notCanonical(offset: start) }
                count = length.reduce(0 as Word256) {
                    $0.shiftedLeft(by: 8) | Word256(UInt64($1))
                }.clampedToInt()
                if count <= 55 { throw .notCanonical(offset: start) }
            }
            guard count <= end - position else { throw .truncated(offset: start) }
            return position..<position + count
        }
    }
}

/// Appends items in recursive length prefix notation to one buffer.
package struct RLPEncoder: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(reservingCapacity capacity: Int = 0) {
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    /// Appends a byte string.
    package mutating func append(_ string: some Collection<UInt8>) {
        if string.count == 1, let byte = string.first, byte < RLP.emptyBytes {
            bytes.append(byte)
            return
        }
        appendPrefix(RLP.emptyBytes, count: string.count)
        bytes.append(contentsOf: string)
    }

    /// Appends a number: the byte string of its shortest big-endian notation.
    package mutating func append(_ number: UInt64) {
        append(Word256(number))
    }

    /// Appends a count: the byte string of its shortest big-endian notation.
    ///
    /// - Precondition: `number` is not negative.
    package mutating func append(_ number: Int) {
        append(Word256(number))
    }

    /// Appends a number: the byte string of its shortest big-endian notation.
    package mutating func append(_ number: Word256) {
        if number.fitsUInt64 && number.limb0 < UInt64(RLP.emptyBytes) && number.limb0 != 0 {
            bytes.append(UInt8(truncatingIfNeeded: number.limb0))
            return
        }
        let count = number.significantByteCount
        bytes.append(RLP.emptyBytes + UInt8(truncatingIfNeeded: count))
        for index in 32 - count..<32 { bytes.append(number.byte(index)) }
    }

    /// Appends an address as a byte string of 20 bytes.
    package mutating func append(_ address: Address) {
        bytes.append(RLP.emptyBytes + 20)
        let word = address.asWord
        for index in 12..<32 { bytes.append(word.byte(index)) }
    }

    /// Appends a hash as a byte string of 32 bytes, leading zeros and all.
    package mutating func append(hash: Word256) {
        bytes.append(RLP.emptyBytes + 32)
        for index in 0..<32 { bytes.append(hash.byte(index)) }
    }

    /// Appends a list, whose items `body` appends.
    package mutating func appendList<Failure: Error>(
        _ body: (inout RLPEncoder) throws(Failure) -> Void
    ) throws(Failure) {
        let start = bytes.count
        try body(&self)
        let count = bytes.count - start
        let header = RLPEncoder.prefix(RLP.emptyList, count: count)
        bytes.insert(contentsOf: header, at: start)
    }

    /// Appends bytes that are RLP already.
    package mutating func append(encoded: some Collection<UInt8>) {
        bytes.append(contentsOf: encoded)
    }

    package mutating func append(_ item: RLP.Item) {
        switch item {
        case .bytes(let string): append(string)
        case .list(let items):
            appendList { encoder in
                for item in items { encoder.append(item) }
            }
        }
    }

    private mutating func appendPrefix(_ kind: UInt8, count: Int) {
        if count <= 55 {
            bytes.append(kind + UInt8(truncatingIfNeeded: count))
        } else {
            bytes.append(contentsOf: RLPEncoder.prefix(kind, count: count))
        }
    }

    private static func prefix(_ kind: UInt8, count: Int) -> [UInt8] {
        if count <= 55 { return [kind + UInt8(truncatingIfNeeded: count)] }
        let length = Word256(count).significantBytes
        return [kind + 55 + UInt8(truncatingIfNeeded: length.count)] + length
    }
}
