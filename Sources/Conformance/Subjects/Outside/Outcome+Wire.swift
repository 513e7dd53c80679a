import Primitives
import VM

// What came of a case in another process of this program.

extension Outcome {
    package func write(to writer: inout WireWriter) {
        writer.write(list: results) { $1.write(to: &$0) }
        writer.write(stateRoot)
        writer.write(optional: accounts) { writer, accounts in
            writer.write(list: accounts) {
                $0.write($1.address)
                $1.content.write(to: &$0)
            }
        }
        writer.write(optional: missingPrecompile) { $0.write($1) }
        writer.write(optional: unsupported) { $0.write($1) }
        writer.write(optional: misconduct) {
            $0.write(list: $1.fields) { $0.write($1) }
            $0.write($1.text)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        self.init()
        results = try reader.list { (reader) throws(WireError) in try RunResult(from: &reader) }
        stateRoot = try reader.word()
        accounts = try reader.optional { (reader) throws(WireError) in
            try reader.list { (reader) throws(WireError) in
                (try reader.address(), try AccountContent(from: &reader))
            }
        }
        missingPrecompile = try reader.optional { (reader) throws(WireError) in
            try reader.text()
        }
        unsupported = try reader.optional { (reader) throws(WireError) in try reader.text() }
        misconduct = try reader.optional { (reader) throws(WireError) in
            Misconduct(
                fields: try reader.list { (reader) throws(WireError) in try reader.text() },
                text: try reader.text())
        }
    }
}

extension RunResult {
    fileprivate func write(to writer: inout WireWriter) {
        writer.write(optional: rejection) { $0.write($1.rawValue) }
        writer.write(optional: halt) { $0.write(Int($1.rawValue)) }
        writer.write(hasUnnamedHalt)
        writer.write(Int(gasLeft))
        writer.write(number: gasUsed)
        writer.write(Int(refund))
        writer.write(bytes: output)
        writer.write(optional: createdAddress) { $0.write($1) }
        writer.write(list: logs) {
            $0.write($1.address)
            $0.write(list: $1.topics) { $0.write($1) }
            $0.write(bytes: $1.data)
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        self.init()
        rejection = try reader.optional { (reader) throws(WireError) in
            guard let reason = TransactionRejection(rawValue: try reader.text()) else {
                throw WireError()
            }
            return reason
        }
        halt = try reader.optional { (reader) throws(WireError) in
            guard let halt = Halt(rawValue: UInt8(truncatingIfNeeded: try reader.integer())) else {
                throw WireError()
            }
            return halt
        }
        hasUnnamedHalt = try reader.boolean()
        gasLeft = Int64(try reader.integer())
        gasUsed = try reader.number64()
        refund = Int64(try reader.integer())
        output = Array(try reader.raw())
        createdAddress = try reader.optional { (reader) throws(WireError) in
            try reader.address()
        }
        logs = try reader.list { (reader) throws(WireError) in
            Log(
                address: try reader.address(), topics: try reader.words(),
                data: Array(try reader.raw()))
        }
    }
}
