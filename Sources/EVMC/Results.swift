package import CEVMC

extension evmc_result {
    /// A result that owns a copy of `output`; whoever receives it releases it.
    ///
    /// As the interface demands, gas is left of a success or a revert alone, and only a success
    /// earns a refund.
    package init(
        _ status: evmc_status_code, gasLeft: Int64 = 0, refund: Int64 = 0,
        output: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) {
        self.init()
        status_code = status
        if status == EVMC_SUCCESS || status == EVMC_REVERT { gas_left = gasLeft }
        if status == EVMC_SUCCESS { gas_refund = refund }
        guard !output.isEmpty else { return }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: output.count, alignment: 1)
        copy.copyMemory(from: output)
        output_data = UnsafePointer(copy.bindMemory(to: UInt8.self).baseAddress)
        output_size = output.count
        release = { result in result?.pointee.output_data?.deallocate() }
    }

    /// Has the result's maker free what the result holds; it must not be used again.
    package func releaseResources() {
        withUnsafePointer(to: self) { release?($0) }
    }

    /// What the execution returned, or the reason of a revert; valid until the result is released.
    ///
    /// - Precondition: the result's maker told the truth about its size.
    package var output: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: output_data, count: output_data == nil ? 0 : output_size)
    }
}
