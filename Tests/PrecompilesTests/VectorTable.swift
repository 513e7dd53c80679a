import Primitives

/// A table of inputs with the gas and the output that each must give, written as text.
///
/// A record is `# name | gas…` with one price for each of the table's rules, `max` where no gas
/// pays; then `in` and, if the call is to be run, `out` or `failure`. Bytes are hexadecimal
/// digits, `*N` for N zero bytes, or `-` for none; a line that begins with a blank goes on.
struct VectorTable {
    struct Vector {
        var name: String
        var gas: [UInt64]
        var input: [UInt8] = []
        var output: Output = .notRun
    }

    enum Output: Equatable {
        case bytes([UInt8])
        case failure
        case notRun
    }

    struct Malformed: Error {
        let line: Substring
    }

    private let text: String

    init(_ text: String) { self.text = text }

    func vectors() throws -> [Vector] {
        var vectors: [Vector] = []
        var isOutput = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# ") {
                vectors.append(try header(line))
                continue
            }
            guard var vector = vectors.popLast() else { throw Malformed(line: line) }
            var words = line.split(separator: " ")
            if !line.hasPrefix(" ") {
                let key = words.removeFirst()
                switch key {
                case "in": isOutput = false
                case "out": (isOutput, vector.output) = (true, .bytes([]))
                case "failure": vector.output = .failure
                default: throw Malformed(line: line)
                }
            }
            let bytes = try words.flatMap(bytes(of:))
            if isOutput, case .bytes(let start) = vector.output {
                vector.output = .bytes(start + bytes)
            } else {
                vector.input += bytes
            }
            vectors.append(vector)
        }
        return vectors
    }

    private func header(_ line: Substring) throws -> Vector {
        let parts = line.dropFirst(2).split(separator: "|")
        guard parts.count == 2 else { throw Malformed(line: line) }
        let gas = parts[1].split(separator: " ").map { $0 == "max" ? .max : UInt64($0) }
        guard !gas.contains(nil) else { throw Malformed(line: line) }
        return Vector(name: String(parts[0].dropLast()), gas: gas.compactMap(\.self))
    }

    private func bytes(of word: Substring) throws -> [UInt8] {
        if word == "-" { return [] }
        if word.hasPrefix("*") {
            guard let count = Int(word.dropFirst()) else { throw Malformed(line: word) }
            return [UInt8](repeating: 0, count: count)
        }
        return try Hex.decode(word)
    }
}
