/// A call that has been recorded.
package struct CallTicket: Sendable {
    fileprivate let number: Int
}

/// Calls and gas by code over a window of calls.
package struct ProfileStore: ~Copyable, Sendable {
    private struct Record {
        let key: CodeKey
        var gas: Int64
    }

    private let window: Int
    private var records: [Record] = []
    private var first = 0

    package init(window: Int, capacity: Int) { self.window = window }

    package mutating func callBegins(_ key: CodeKey) -> CallTicket {
        records.append(Record(key: key, gas: 0))
        if records.count > window {
            records.removeFirst()
            first += 1
        }
        return CallTicket(number: first + records.count - 1)
    }

    package mutating func add(_ gas: Int64, to ticket: CallTicket) {
        guard ticket.number >= first else { return }
        records[ticket.number - first].gas += max(0, gas)
    }

    package func counts(of key: CodeKey) -> (calls: Int, gas: Int64) {
        recount()[key] ?? (0, 0)
    }

    package mutating func removeAll() {
        first += records.count
        records = []
    }

    package func recount() -> [CodeKey: (calls: Int, gas: Int64)] {
        records.reduce(into: [:]) { counts, record in
            let former = counts[record.key] ?? (0, 0)
            counts[record.key] = (former.calls + 1, former.gas + record.gas)
        }
    }
}
