import Primitives

/// The RLP form of logs, as receipts hold them (Yellow Paper, section 4.3.1).
enum LogEncoding {
    static func hash(of logs: [Log]) -> Word256 {
        var encoder = RLPEncoder()
        encoder.appendList { list in
            for log in logs { append(log, to: &list) }
        }
        return Keccak256.hash(encoder.bytes)
    }

    private static func append(_ log: Log, to encoder: inout RLPEncoder) {
        encoder.appendList { fields in
            fields.append(log.address)
            fields.appendList { topics in
                for topic in log.topics { topics.append(hash: topic) }
            }
            fields.append(log.data)
        }
    }
}
