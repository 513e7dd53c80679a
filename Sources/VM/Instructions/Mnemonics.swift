/// The names of instructions, as the Yellow Paper and the EIPs write them.
package enum Mnemonics {
    /// The instruction of a mnemonic in any letter case, other names in use included.
    package static func opcode(named name: some StringProtocol) -> Opcode? {
        byName[name.uppercased()]
    }

    /// What a byte of code is called; `0x0c` and the like where no fork defines it.
    package static func name(of byte: UInt8) -> String {
        names[Int(byte)]
    }

    /// The PUSH that takes `count` bytes of data.
    ///
    /// - Precondition: `count` is from 0 to 32.
    package static func push(_ count: Int) -> UInt8 {
        precondition((0...32).contains(count))
        return Opcode.push0.rawValue + UInt8(count)
    }

    /// How many bytes of data follow the instruction.
    package static func immediateCount(of byte: UInt8) -> Int {
        let first = Opcode.push1.rawValue
        return (first...Opcode.push32.rawValue).contains(byte) ? Int(byte - first) + 1 : 0
    }

    private static let byName: [String: Opcode] = {
        var names: [String: Opcode] = ["SHA3": .keccak256, "DIFFICULTY": .prevrandao]
        for opcode in Opcode.allCases { names[opcode.mnemonic] = opcode }
        return names
    }()

    private static let names: [String] = (0...255).map { byte in
        if let opcode = Opcode(rawValue: UInt8(byte)) { return opcode.mnemonic }
        let digits = String(byte, radix: 16)
        return "0x" + String(repeating: "0", count: 2 - digits.count) + digits
    }
}
