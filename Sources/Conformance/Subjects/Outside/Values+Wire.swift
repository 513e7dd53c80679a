import Primitives

// Words, addresses and what may be missing, in messages between processes.

extension WireWriter {
    mutating func write(number: UInt64) { write(Int(bitPattern: UInt(number))) }

    mutating func write(_ word: Word256) {
        for limb in [word.limb0, word.limb1, word.limb2, word.limb3] { write(number: limb) }
    }

    mutating func write(_ address: Address) { write(address.asWord) }

    mutating func write(bytes: [UInt8]) { bytes.withUnsafeBytes { write($0) } }

    mutating func write<Value>(
        optional value: Value?, _ each: (inout WireWriter, Value) -> Void
    ) {
        write(value != nil)
        if let value { each(&self, value) }
    }
}

extension WireReader {
    mutating func number64() throws(WireError) -> UInt64 {
        UInt64(UInt(bitPattern: try integer()))
    }

    mutating func word() throws(WireError) -> Word256 {
        Word256(
            limb0: try number64(), limb1: try number64(), limb2: try number64(),
            limb3: try number64())
    }

    mutating func words() throws(WireError) -> [Word256] {
        try list { (reader) throws(WireError) in try reader.word() }
    }

    mutating func address() throws(WireError) -> Address { Address(word: try word()) }

    mutating func optional<Value>(
        _ each: (inout WireReader) throws(WireError) -> Value
    ) throws(WireError) -> Value? {
        try boolean() ? try each(&self) : nil
    }
}
