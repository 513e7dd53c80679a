import CEVMC
import Testing

/// Sizes and offsets follow from the C ABI of 64-bit machines.
///
/// Fields in order, each at the next multiple of its own alignment: what other people's binaries
/// were built with.
@Suite struct LayoutTests {
    @Test func `Structures have the sizes of the interface, version 12`() {
        #expect(EVMC_ABI_VERSION == 12)
        #expect(MemoryLayout<evmc_bytes32>.size == 32)
        #expect(MemoryLayout<evmc_address>.size == 20)
        #expect(MemoryLayout<evmc_message>.size == 184)
        #expect(MemoryLayout<evmc_tx_context>.size == 256)
        #expect(MemoryLayout<evmc_tx_initcode>.size == 48)
        #expect(MemoryLayout<evmc_result>.size == 72)
        #expect(MemoryLayout<evmc_host_interface>.size == 16 * 8)
        #expect(MemoryLayout<evmc_vm>.size == 56)
    }

    @Test func `A message's fields lie where hosts and machines expect them`() {
        #expect(MemoryLayout<evmc_message>.offset(of: \.flags) == 4)
        #expect(MemoryLayout<evmc_message>.offset(of: \.gas) == 16)
        #expect(MemoryLayout<evmc_message>.offset(of: \.sender) == 44)
        #expect(MemoryLayout<evmc_message>.offset(of: \.input_data) == 64)
        #expect(MemoryLayout<evmc_message>.offset(of: \.value) == 80)
        #expect(MemoryLayout<evmc_message>.offset(of: \.code_address) == 144)
        #expect(MemoryLayout<evmc_message>.offset(of: \.code_size) == 176)
    }

    @Test func `A result's fields lie where hosts and machines expect them`() {
        #expect(MemoryLayout<evmc_result>.offset(of: \.gas_left) == 8)
        #expect(MemoryLayout<evmc_result>.offset(of: \.gas_refund) == 16)
        #expect(MemoryLayout<evmc_result>.offset(of: \.output_size) == 32)
        #expect(MemoryLayout<evmc_result>.offset(of: \.release) == 40)
        #expect(MemoryLayout<evmc_result>.offset(of: \.create_address) == 48)
    }
}
