import CEVMC
import EVMC
import Primitives
import Testing
import VM

@Suite struct ConversionTests {
    @Test func `A word's first byte is its most significant`() {
        let word = Word256(bigEndian: (1...32).map(UInt8.init))
        let bytes = evmc_bytes32(word)
        #expect(bytes.bytes.0 == 1)
        #expect(bytes.bytes.31 == 32)
        #expect(Word256(bytes) == word)
    }

    @Test func `An address keeps the order of its bytes`() {
        let address = (1...20).map(UInt8.init).withUnsafeBytes { bytes in
            bytes.baseAddress.map { Address(bytes: $0) } ?? .zero
        }
        let bytes = evmc_address(address)
        #expect(bytes.bytes.0 == 1)
        #expect(bytes.bytes.19 == 20)
        #expect(Address(bytes) == address)
    }

    @Test func `Each fork up to Osaka has a revision of its own`() {
        let forks = Fork.allCases.filter { $0 <= .osaka }
        #expect(forks.map(\.revision.rawValue) == Array(0...14))
        for fork in forks { #expect(Fork(fork.revision) == fork) }
    }

    @Test func `What follows Osaka has Osaka's instructions`() {
        #expect(Fork.bpo1.revision == EVMC_OSAKA)
        #expect(Fork.bpo2.revision == EVMC_OSAKA)
    }

    @Test(arguments: [EVMC_EXPERIMENTAL, evmc_revision(rawValue: 16)])
    func `A revision without settled rules is no fork`(revision: evmc_revision) {
        #expect(Fork(revision) == nil)
    }

    @Test func `A halt with a status of its own is known by it`() {
        let ambiguous: Set<Halt> = [
            .stop, .selfDestruct, .initcodeTooLarge, .codeTooLarge, .nonceOverflow,
            .createCollision, .unsupportedPrecompile,
        ]
        for halt in Halt.allCases where !ambiguous.contains(halt) {
            #expect(Halt(halt.status) == halt)
        }
        let successes = Halt.allCases.filter { $0.status == EVMC_SUCCESS }
        #expect(successes == Halt.allCases.filter(\.isSuccess))
    }

    @Test(arguments: [EVMC_FAILURE, EVMC_INTERNAL_ERROR, EVMC_REJECTED, EVMC_WASM_TRAP])
    func `A status that tells of no particular end is no halt`(status: evmc_status_code) {
        #expect(Halt(status) == nil)
    }

    @Test func `A result owns its output until it is released`() {
        let result = [1, 2, 3].withUnsafeBytes {
            evmc_result(
                EVMC_REVERT, gasLeft: 7, refund: 5,
                output: UnsafeRawBufferPointer(rebasing: $0[..<9]))
        }
        #expect(result.gas_left == 7)
        #expect(result.gas_refund == 0, "what is undone earns nothing")
        #expect(Array(result.output) == [1, 0, 0, 0, 0, 0, 0, 0, 2])
        result.releaseResources()
    }

    @Test func `A failure leaves no gas, and no output holds no memory`() {
        let result = evmc_result(EVMC_OUT_OF_GAS, gasLeft: 7, refund: 5)
        #expect(result.gas_left == 0)
        #expect(result.gas_refund == 0)
        #expect(result.output_data == nil)
        #expect(result.output_size == 0)
        #expect(result.release == nil)
        result.releaseResources()
    }
}
