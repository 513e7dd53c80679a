import Primitives
import VM

/// The code around one instruction: docs/suites.md, section `operation`.
package struct SuiteOperation {
    /// The instruction with its operands, and the end that makes its result the output.
    package let code: [UInt8]
    /// The operands, where the code reads them from call data.
    package let callData: [UInt8]
    /// Gas of everything but the instruction.
    package let scaffoldGas: UInt64

    private static let largestOperandCount = 8

    package init(_ node: YAMLNode, variant: OperandVariant) throws(FixtureError) {
        let words = try node.requireText("an instruction and its operands").split {
            $0.isWhitespace
        }
        guard let mnemonic = words.first else {
            throw node.failure(expected: "an instruction and its operands")
        }
        let row = try Self.row(mnemonic, node)
        var operands: [Word256] = []
        for word in words.dropFirst() {
            do {
                operands.append(try SuiteNumber(parsing: word).word)
            } catch {
                throw node.failure(found: FixtureError.quote(word), expected: error.expected)
            }
        }
        guard operands.count <= Self.largestOperandCount else {
            throw node.failure(found: "\(operands.count) operands", expected: "at most eight")
        }
        var code: [UInt8] = []
        for (index, operand) in operands.enumerated().reversed() {
            code += Self.push(operand, index: index, variant)
        }
        code.append(row.opcode.rawValue)
        let leavesWord = row.pushes > 0
        code += leavesWord ? Self.returnWord : [Opcode.stop.rawValue]
        self.code = code
        callData = variant == .dynamic ? operands.flatMap(\.bytes) : []
        scaffoldGas =
            UInt64(operands.count) * (variant == .dynamic ? 6 : 3) + (leavesWord ? 15 : 0)
    }

    private static func row(
        _ mnemonic: Substring, _ node: YAMLNode
    ) throws(FixtureError) -> OpcodeRow {
        guard let opcode = Mnemonics.opcode(named: mnemonic),
            let row = OpcodeTable.byByte[Int(opcode.rawValue)]
        else {
            throw node.failure(
                found: "the unknown instruction \(FixtureError.quote(mnemonic))",
                expected: "a mnemonic")
        }
        let isStackShuffle = row.family == .stack && opcode != .pop && opcode != .push0
        guard !isStackShuffle, opcode != .jumpdest else {
            throw node.failure(
                found: FixtureError.quote(mnemonic),
                expected: "an instruction with operands of its own",
                hint: "write PUSH, DUP, SWAP and JUMPDEST with 'code'")
        }
        return row
    }

    private static func push(_ word: Word256, index: Int, _ variant: OperandVariant) -> [UInt8] {
        switch variant {
        case .constant:
            let size = max(1, word.significantByteCount)
            return [Mnemonics.push(size)] + word.bytes.suffix(size)
        case .dynamic:
            return [Mnemonics.push(1), UInt8(32 * index), Opcode.calldataload.rawValue]
        }
    }

    private static let returnWord: [UInt8] = [
        Mnemonics.push(1), 0, Opcode.mstore.rawValue, Mnemonics.push(1), 32, Mnemonics.push(1), 0,
        Opcode.return.rawValue,
    ]
}
