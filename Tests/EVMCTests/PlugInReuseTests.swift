import CEVMC
import EVMC
import Primitives
import Testing

/// Clients that use the same memory for other things: what was there before is not taken for them.
@Suite struct PlugInReuseTests {
    /// What a client of one block and transaction tells.
    private final class Teller {
        var told = evmc_tx_context()

        static let functions: evmc_host_interface = {
            var functions = evmc_host_interface()
            functions.get_tx_context = { context in
                guard let context else { return evmc_tx_context() }
                return Unmanaged<Teller>.fromOpaque(UnsafeRawPointer(context))
                    .takeUnretainedValue().told
            }
            return functions
        }()
    }

    /// The word that code returns.
    private func word(
        _ code: UnsafeBufferPointer<UInt8>, _ teller: Teller = Teller(), on instance: PlugInInstance
    ) throws -> Word256 {
        var functions = Teller.functions
        var message = evmc_message()
        message.gas = 1000
        let context = OpaquePointer(Unmanaged.passUnretained(teller).toOpaque())
        let result = withExtendedLifetime(teller) {
            instance.machine.pointee.execute(
                instance.machine, &functions, context, EVMC_OSAKA, &message, code.baseAddress,
                code.count)
        }
        defer { result.releaseResources() }
        try #require(result.status_code == EVMC_SUCCESS)
        try #require(result.output_size == 32)
        return Word256(bigEndian: Array(result.output))
    }

    @Test(arguments: PlugInSetting.allCases)
    func `other code at the same address is other code`(setting: PlugInSetting) throws {
        let instance = try PlugInInstance(setting.rawValue)
        // PUSH1 number, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN
        var bytes: [UInt8] = [0x60, 0, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3]
        try bytes.withUnsafeMutableBufferPointer { code in
            for number in (0..<200).map({ UInt8($0 * 7 % 5) }) {
                code[1] = number
                let found = try word(UnsafeBufferPointer(code), on: instance)
                try #require(found == Word256(UInt64(number)))
            }
            // The same bytes and more, and fewer again.
            let returnsNothing = UnsafeBufferPointer(rebasing: code[..<7])
            var functions = evmc_host_interface()
            var message = evmc_message()
            message.gas = 1000
            let result = instance.machine.pointee.execute(
                instance.machine, &functions, nil, EVMC_OSAKA, &message,
                returnsNothing.baseAddress, returnsNothing.count)
            defer { result.releaseResources() }
            #expect(result.status_code == EVMC_SUCCESS)
            #expect(result.output_size == 0)
        }
    }

    @Test(arguments: PlugInSetting.allCases)
    func `a block that has changed is the new one, and so is a hash behind the same pointer`(
        setting: PlugInSetting
    ) throws {
        let instance = try PlugInInstance(setting.rawValue)
        let teller = Teller()
        // NUMBER or BLOBHASH(0), PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN
        let number: [UInt8] = [0x43, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3]
        let blobHash: [UInt8] = [0x5f, 0x49, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3]
        let hashes = UnsafeMutablePointer<evmc_bytes32>.allocate(capacity: 1)
        defer { hashes.deallocate() }
        hashes.initialize(to: evmc_bytes32(Word256(1)))
        for block in [1, 1, 2, 1, 3] as [UInt64] {
            teller.told.block_number = Int64(block)
            let found = try number.withUnsafeBufferPointer { try word($0, teller, on: instance) }
            #expect(found == Word256(block))
        }
        teller.told.blob_hashes = UnsafePointer(hashes)
        teller.told.blob_hashes_count = 1
        for hash in [5, 5, 6, 5] as [UInt64] {
            hashes.pointee = evmc_bytes32(Word256(hash))
            let found = try blobHash.withUnsafeBufferPointer { try word($0, teller, on: instance) }
            #expect(found == Word256(hash))
        }
    }
}
