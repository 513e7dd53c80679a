import CEVMC
import CMachineHost
import EVMC
import Primitives

/// The results of calls that a machine asked for, until it has released each of them, once.
///
/// Output and what lies behind it belong to the host: they are held against a digest and a pattern
/// when the result is released. What was released is kept a while, so that it is known when it is
/// released again.
final class HandedResults {
    /// What lies before each output.
    private struct Header {
        var mark: UInt64
        var owner: Unmanaged<HandedResults>
        var byteCount: Int
        var digest: UInt64
    }

    private static let handed: UInt64 = 0x6861_6e64_6564_2e2e
    private static let released: UInt64 = 0x7265_6c65_6173_6564
    private static let headerCount = (MemoryLayout<Header>.size + 31) & ~31
    private static let canary: UInt64 = 0xb1b1_c0de_c0de_b1b1
    private static let canaryCount = 4 * MemoryLayout<UInt64>.size
    /// Results that are kept behind their release.
    private static let keptCapacity = 1024

    private var outstanding = 0
    private var kept: [UnsafeMutableRawPointer] = []
    private var nextKept = 0
    /// The first thing that a machine did wrong with a result.
    private(set) var misdeed: Misdeed?

    deinit { for block in kept { block.deallocate() } }

    /// Begins anew: what the last case did counts no more.
    func begin() {
        misdeed = nil
        outstanding = 0
    }

    /// A result that the machine is to release.
    func hand(
        _ status: evmc_status_code, gasLeft: Int64, refund: Int64, output: UnsafeRawBufferPointer
    ) -> evmc_result {
        var result = evmc_result()
        result.status_code = status
        if status == EVMC_SUCCESS || status == EVMC_REVERT { result.gas_left = gasLeft }
        if status == EVMC_SUCCESS { result.gas_refund = refund }
        let block = UnsafeMutableRawPointer.allocate(
            byteCount: Self.headerCount + output.count + Self.canaryCount, alignment: 32)
        let bytes = block + Self.headerCount
        if let source = output.baseAddress {
            bytes.copyMemory(from: source, byteCount: output.count)
        }
        for index in 0..<4 {
            (bytes + output.count).storeBytes(
                of: Self.canary, toByteOffset: 8 * index, as: UInt64.self)
        }
        block.storeBytes(
            of: Header(
                mark: Self.handed, owner: Unmanaged.passUnretained(self),
                byteCount: output.count, digest: Self.digest(bytes, output.count)),
            as: Header.self)
        outstanding += 1
        result.output_data = UnsafePointer(bytes.assumingMemoryBound(to: UInt8.self))
        result.output_size = numericCast(output.count)
        result.release = { result in
            guard let bytes = result?.pointee.output_data else {
                machine_host_give_up("memory error: released a result without its output")
            }
            let block =
                UnsafeMutableRawPointer(mutating: UnsafeRawPointer(bytes))
                - HandedResults.headerCount
            let header = block.load(as: Header.self)
            guard header.mark == HandedResults.handed || header.mark == HandedResults.released
            else {
                machine_host_give_up(
                    "memory error: released what is no result of the host's, or wrote before it")
            }
            header.owner.takeUnretainedValue().take(block, header)
        }
        return result
    }

    private func take(_ block: UnsafeMutableRawPointer, _ header: Header) {
        guard header.mark == Self.handed else {
            note("release", "released a call's result twice")
            return
        }
        let bytes = block + Self.headerCount
        if Self.digest(bytes, header.byteCount) != header.digest {
            note("output of a call", "wrote to the output of a call, which is the host's")
        }
        for index in 0..<4 {
            let word = (bytes + header.byteCount).loadUnaligned(
                fromByteOffset: 8 * index, as: UInt64.self)
            guard word != Self.canary else { continue }
            note(
                "output of a call",
                "wrote behind the output of a call, which has \(header.byteCount) bytes")
        }
        block.storeBytes(of: Self.released, as: UInt64.self)
        outstanding -= 1
        keep(block)
    }

    private func keep(_ block: UnsafeMutableRawPointer) {
        guard kept.count == Self.keptCapacity else { return kept.append(block) }
        kept[nextKept].deallocate()
        kept[nextKept] = block
        nextKept = (nextKept + 1) % Self.keptCapacity
    }

    private func note(_ name: String, _ text: String) {
        misdeed = misdeed ?? Misdeed(name, text)
    }

    private static func digest(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt64 {
        var digest = Digest64()
        digest.mix(UnsafeRawBufferPointer(start: bytes, count: count))
        return digest.finalize()
    }

    /// That results were not released, if so: said when nothing of a case runs any more.
    var leak: Misdeed? {
        outstanding == 0
            ? nil
            : Misdeed(
                "release", "did not release \(outstanding) results of calls that it asked for")
    }
}
