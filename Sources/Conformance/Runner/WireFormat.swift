/// Writes the messages between a run and its workers.
///
/// Both ends are the same program, so the format is as plain as can be and never kept.
package struct WireWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func write(_ value: Int) {
        withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    package mutating func write(_ value: Double) { write(Int(bitPattern: UInt(value.bitPattern))) }

    package mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func write(_ raw: UnsafeRawBufferPointer) {
        write(raw.count)
        bytes.append(contentsOf: raw)
    }

    package mutating func write<Element>(
        list: some Collection<Element>, _ each: (inout WireWriter, Element) -> Void
    ) {
        write(list.count)
        for element in list { each(&self, element) }
    }
}

/// A message that is not what the other end writes: a broken worker.
package struct WireError: Error {
    package init() {}
}

/// Reads what `WireWriter` writes.
package struct WireReader {
    private let bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func take(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - position else { throw WireError() }
        defer { position += count }
        return bytes[position..<position + count]
    }

    package mutating func integer() throws(WireError) -> Int {
        var value: UInt64 = 0
        for byte in try take(8).reversed() { value = value << 8 | UInt64(byte) }
        return Int(Int64(bitPattern: value))
    }

    package mutating func boolean() throws(WireError) -> Bool { try take(1).first == 1 }

    package mutating func number() throws(WireError) -> Double {
        Double(bitPattern: UInt64(bitPattern: Int64(try integer())))
    }

    package mutating func text() throws(WireError) -> String {
        String(decoding: try take(try integer()), as: UTF8.self)
    }

    package mutating func raw() throws(WireError) -> ArraySlice<UInt8> { try take(try integer()) }

    package mutating func list<Element>(
        _ each: (inout WireReader) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        var elements: [Element] = []
        let count = try integer()
        guard count >= 0 else { throw WireError() }
        for _ in 0..<count { elements.append(try each(&self)) }
        return elements
    }
}
