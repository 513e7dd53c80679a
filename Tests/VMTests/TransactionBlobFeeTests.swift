import Primitives
import Testing
import VM

@Suite struct TransactionBlobFeeTests {
    /// Computed by the execution specifications (`taylor_exponential`).
    private static let fees: [(fork: Fork, excess: UInt64, fee: String)] = [
        (.cancun, 0, "0x1"),
        (.cancun, 1, "0x1"),
        (.cancun, 393216, "0x1"),
        (.cancun, 3145728, "0x2"),
        (.cancun, 10485760, "0x17"),
        (.cancun, 104857600, "0x27c33751de45"),
        (.cancun, 500000000, "0x10ce22ab45809aee5874013c7c5cc21a469b331be0702f60719a490"),
        (.prague, 0, "0x1"),
        (.prague, 1, "0x1"),
        (.prague, 393216, "0x1"),
        (.prague, 3145728, "0x1"),
        (.prague, 10485760, "0x8"),
        (.prague, 104857600, "0x49f89911"),
        (.prague, 500000000, "0x108840f9b01a62ad98a5c1b00826c9fd5ab8e"),
        (.bpo1, 0, "0x1"),
        (.bpo1, 1, "0x1"),
        (.bpo1, 393216, "0x1"),
        (.bpo1, 3145728, "0x1"),
        (.bpo1, 10485760, "0x3"),
        (.bpo1, 104857600, "0x45cf0"),
        (.bpo1, 500000000, "0x561f88d45085eed8cc2713"),
        (.bpo2, 0, "0x1"),
        (.bpo2, 1, "0x1"),
        (.bpo2, 393216, "0x1"),
        (.bpo2, 3145728, "0x1"),
        (.bpo2, 10485760, "0x2"),
        (.bpo2, 104857600, "0x1ed6"),
        (.bpo2, 500000000, "0x353e2e15c121a10c"),
    ]

    @Test(arguments: fees)
    func `blob gas has the price that the specification computes`(
        fork: Fork, excess: UInt64, fee: String
    ) throws {
        let schedule = try #require(BlobSchedule.standard(for: fork))
        #expect(schedule.baseFee(excessBlobGas: excess) == Word256(hex: fee))
    }

    @Test func `a price beyond all words is the largest word`() throws {
        let schedule = try #require(BlobSchedule.standard(for: .cancun))
        #expect(schedule.baseFee(excessBlobGas: .max) == .max)
        #expect(schedule.baseFee(excessBlobGas: 1_000_000_000) == .max)
    }

    /// EIP-4844, EIP-7691, EIP-7892.
    @Test func `forks raise the number of blobs`() {
        #expect(BlobSchedule.standard(for: .shanghai) == nil)
        #expect(BlobSchedule.standard(for: .cancun)?.maximum == 6)
        #expect(BlobSchedule.standard(for: .prague)?.maximum == 9)
        #expect(BlobSchedule.standard(for: .osaka)?.maximum == 9)
        #expect(BlobSchedule.standard(for: .bpo1)?.maximum == 15)
        #expect(BlobSchedule.standard(for: .bpo2)?.maximum == 21)
    }
}
