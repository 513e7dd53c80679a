import Codegen
import Testing

@Suite struct LIROpcodeTests {
    @Test func `an instruction takes sixteen bytes`() {
        #expect(MemoryLayout<LIRInstruction>.size == 16)
        #expect(MemoryLayout<LIRInstruction>.stride == 16)
    }

    @Test(arguments: LIROpcode.allCases)
    func `every row is consistent`(opcode: LIROpcode) {
        let row = opcode.row
        let traits = row.traits
        #expect(!(traits.contains(.pure) && traits.contains(.effect)))
        #expect(traits.contains(.exits) == (row.c == .exit))
        #expect(traits.contains(.pure) == false || row.result != .void)
        #expect(!traits.contains(.commutes) || row.a == .word && row.b == .word)
        if traits.contains(.terminator) { #expect(!row.isNamed && traits.contains(.effect)) }
        if row.c == .displacement || row.c == .indexedAddress {
            #expect(traits.contains(.loads) != traits.contains(.stores))
            #expect(traits.contains(.transparent))
        }
        if !row.isNamed { #expect(traits.contains(.effect)) }
        #expect(row.carryOut != .word && row.carryOut != .condition)
    }

    @Test func `an immediate keeps all its bits`() {
        let value: UInt64 = 0xfedc_ba98_7654_3210
        #expect(LIRInstruction(immediate: value).immediate == value)
    }

    @Test func `scale and qualifier do not disturb each other`() {
        var instruction = LIRInstruction(.ldqx)
        for scale in 0..<4 as Range<UInt8> {
            for qualifier in LoadQualifier.allCases {
                instruction.scale = scale
                instruction.qualifier = qualifier
                #expect(instruction.scale == scale)
                #expect(instruction.qualifier == qualifier)
            }
        }
    }
}
