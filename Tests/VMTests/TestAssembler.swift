import Primitives
import VM

/// Byte code from words such as `7 a: 1 SWAP1 SUB DUP1 @a JUMPI`.
///
/// A number, also as `2^N`, `2^N+K` or `2^N-K`, is the shortest PUSH but PUSH0 of it; `name:` a
/// JUMPDEST, `@name` a PUSH2 of its offset; `#60ff` are bytes as they are.
func assemble(_ text: String) -> [UInt8] {
    var code: [UInt8] = []
    var labels: [String: Int] = [:]
    var references: [(offset: Int, label: String)] = []
    for word in text.split(separator: " ").map(String.init) {
        if word.hasSuffix(":") {
            labels[String(word.dropLast())] = code.count
            code.append(Opcode.jumpdest.rawValue)
        } else if word.hasPrefix("@") {
            references.append((code.count + 1, String(word.dropFirst())))
            code += [Opcode.push2.rawValue, 0, 0]
        } else if word.hasPrefix("#") {
            code += (try? Hex.decode(word.dropFirst())) ?? []
        } else if let opcode = Opcode.allCases.first(where: { $0.mnemonic == word }) {
            code.append(opcode.rawValue)
        } else {
            code += push(number(word))
        }
    }
    for (offset, label) in references {
        let target = labels[label] ?? 0
        code[offset] = UInt8(target >> 8)
        code[offset + 1] = UInt8(target & 0xff)
    }
    return code
}

/// The shortest PUSH of a number, at least PUSH1.
func push(_ number: Word256) -> [UInt8] {
    let bytes = number.isZero ? [0] : number.significantBytes
    return [Opcode.push1.rawValue + UInt8(bytes.count - 1)] + bytes
}

/// Reads `123`, `0x7b`, `2^8`, `2^8+1` or `2^8-1`.
func number(_ text: String) -> Word256 {
    guard text.hasPrefix("2^") else {
        let word = text.hasPrefix("0x") ? Word256(hex: text) : Word256(decimal: text)
        return word ?? .zero
    }
    let rest = text.dropFirst(2)
    let exponent = rest.prefix { $0.isNumber }
    let offset = Word256(decimal: rest.dropFirst(exponent.count + 1)) ?? .zero
    // 2^256 wraps to zero, as it should: only 2^256-K is ever written.
    let power = Word256(1).shiftedLeft(by: Word256(decimal: exponent) ?? .zero)
    return rest.dropFirst(exponent.count).hasPrefix("-") ? power &- offset : power &+ offset
}
