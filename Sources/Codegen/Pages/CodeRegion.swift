package import Primitives

/// One reserved range of addresses that all machine code of a process part lives in.
///
/// A single range keeps every branch between pieces of code within ±2 GiB. Pages of it are lent as
/// spans; a span's pages are writable or executable, never both, and inaccessible when free.
/// Reserving takes up no memory.
///
/// Spans may be taken and given back on any thread.
package final class CodeRegion: Sendable {
    /// The pages, and which of them are free; `deinit` of the mapping unmaps all.
    private struct Pages: ~Copyable, Sendable {
        let mapping: Mapping
        var freeRanges: [Range<Int>]
        var allocatedByteCount = 0
    }

    /// Locked as race detectors know it: they do not see that a `Mutex` orders what it guards.
    private let pages: Monitor<Pages>

    /// The addresses of the region.
    package let addresses: Range<UInt>

    /// What runs the code of the region; nil for the host.
    package let processor: (any Processor)?

    /// The language of its code; nil on a host that there is no back end for.
    package var instructionSet: InstructionSet? {
        processor?.instructionSet ?? InstructionSet.host
    }

    /// Reserves a region.
    ///
    /// - Parameters:
    ///   - byteCount: the most code that it can hold.
    ///   - processor: what is to run its code; nil for the host.
    /// - Throws: what the system says if it has no such range of addresses.
    package init(
        byteCount: Int = AssemblerOptions().codeRegionByteCount,
        for processor: (any Processor)? = nil
    ) throws(SystemFailure) {
        self.processor = processor
        let mapping = try Mapping(reserving: byteCount, access: .none)
        let start = unsafe UInt(bitPattern: mapping.base)
        addresses = start..<start + UInt(mapping.byteCount)
        let all = 0..<mapping.byteCount
        pages = Monitor(Pages(mapping: mapping, freeRanges: [all]))
    }

    deinit {
        processor?.close(addresses)
    }

    /// The bytes lent at the moment, in whole pages.
    package var allocatedByteCount: Int {
        pages.withLock { $0.allocatedByteCount }
    }

    /// Lends writable pages for a number of bytes of code.
    ///
    /// - Throws: `AssemblyError.codeRegionFull` if no free range is long enough, or
    ///   `AssemblyError.system`.
    package func allocate(byteCount: Int) throws(AssemblyError) -> WritableCode {
        let length = Mapping.roundedUpToPages(max(byteCount, 1))
        guard let range = pages.withLock({ CodeRegion.take(length, from: &$0) }) else {
            throw .codeRegionFull
        }
        let span = CodeSpan(region: self, range: range)
        try span.protect(.readWrite)
        return WritableCode(span: span)
    }

    /// First fit: the free ranges are sorted, so low addresses fill first and stay dense.
    private static func take(_ length: Int, from pages: inout Pages) -> Range<Int>? {
        guard let index = pages.freeRanges.firstIndex(where: { $0.count >= length }) else {
            return nil
        }
        let free = pages.freeRanges[index]
        let taken = free.lowerBound..<free.lowerBound + length
        if taken.upperBound == free.upperBound {
            pages.freeRanges.remove(at: index)
        } else {
            pages.freeRanges[index] = taken.upperBound..<free.upperBound
        }
        pages.allocatedByteCount += length
        return taken
    }

    fileprivate func protect(_ range: Range<Int>, _ access: Mapping.Access) throws(SystemFailure) {
        try pages.withLock { pages throws(SystemFailure) in
            try pages.mapping.protect(range, access)
        }
    }

    /// Takes a span back: its memory returns to the system and its pages become inaccessible.
    ///
    /// If the system refuses, the span stays out of use, which is safe.
    fileprivate func release(_ range: Range<Int>) {
        processor?.unload(absolute(range), of: addresses)
        pages.withLock { pages in
            do {
                try pages.mapping.discard(range)
                try pages.mapping.protect(range, .none)
            } catch {
                return
            }
            pages.allocatedByteCount -= range.count
            CodeRegion.insert(range, into: &pages.freeRanges)
        }
    }

    /// Hands code that was written to what is to run it.
    fileprivate func load(_ range: Range<Int>) throws(AssemblyError) {
        if let processor {
            try processor.load(absolute(range), of: addresses)
        } else {
            InstructionCache.publish(absolute(range))
        }
    }

    private func absolute(_ range: Range<Int>) -> Range<UInt> {
        let start = addresses.lowerBound
        return start + UInt(range.lowerBound)..<start + UInt(range.upperBound)
    }

    /// What may be done with code that is complete: the host runs no other processor's.
    fileprivate var codeAccess: Mapping.Access { processor == nil ? .readExecute : .readOnly }

    /// Keeps the free ranges sorted and joins neighbours.
    private static func insert(_ range: Range<Int>, into free: inout [Range<Int>]) {
        var low = 0
        var high = free.count
        while low < high {
            let middle = (low + high) / 2
            if free[middle].lowerBound < range.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        free.insert(range, at: low)
        if low + 1 < free.count && free[low].upperBound == free[low + 1].lowerBound {
            free[low] = free[low].lowerBound..<free[low + 1].upperBound
            free.remove(at: low + 1)
        }
        if low > 0 && free[low - 1].upperBound == free[low].lowerBound {
            free[low - 1] = free[low - 1].lowerBound..<free[low].upperBound
            free.remove(at: low)
        }
    }
}

/// Whole pages of a region; ending this value gives them back.
///
/// The inner owner of `WritableCode` and `ExecutableCode`: those are states of a span without a
/// `deinit` of their own, so that passing from one to the other is a move.
struct CodeSpan: ~Copyable, Sendable {
    private let region: CodeRegion
    private let range: Range<Int>

    fileprivate init(region: CodeRegion, range: Range<Int>) {
        self.region = region
        self.range = range
    }

    deinit {
        region.release(range)
    }

    var address: UInt { region.addresses.lowerBound + UInt(range.lowerBound) }

    var byteCount: Int { range.count }

    fileprivate borrowing func protect(_ access: Mapping.Access) throws(AssemblyError) {
        do {
            try region.protect(range, access)
        } catch {
            throw .system(error)
        }
    }

    /// Makes the code readable and, where the host is to run it, executable.
    fileprivate borrowing func seal() throws(AssemblyError) {
        try protect(region.codeAccess)
        try region.load(range)
    }

    /// The same for the pages that hold a part of the span.
    fileprivate borrowing func sealPages(of part: Range<Int>) throws(AssemblyError) {
        try protectPages(of: part, region.codeAccess)
        let start = range.lowerBound
        try region.load(start + part.lowerBound..<start + part.upperBound)
    }

    /// Changes the protection of the pages that hold a part of the span.
    fileprivate borrowing func protectPages(
        of part: Range<Int>, _ access: Mapping.Access
    ) throws(AssemblyError) {
        let size = Mapping.pageSize
        let first = range.lowerBound + part.lowerBound / size * size
        let last = range.lowerBound + Mapping.roundedUpToPages(part.upperBound)
        do {
            try region.protect(first..<last, access)
        } catch {
            throw .system(error)
        }
    }
}

/// Code that is being written: its pages cannot be executed.
package struct WritableCode: ~Copyable {
    private let span: CodeSpan

    fileprivate init(span: consuming CodeSpan) {
        self.span = span
    }

    /// The address of the first byte.
    package var address: UInt { span.address }

    /// Copies code to the start of the span.
    ///
    /// - Precondition: the code is not longer than what was allocated.
    package borrowing func write(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= span.byteCount)
        guard let target = unsafe UnsafeMutableRawPointer(bitPattern: span.address) else { return }
        unsafe UnsafeMutableRawBufferPointer(start: target, count: span.byteCount)
            .copyMemory(from: bytes)
    }

    /// Makes the code executable and unwritable; the pages return to the region if that fails.
    package consuming func seal() throws(AssemblyError) -> ExecutableCode {
        try span.seal()
        return ExecutableCode(span: span)
    }
}

/// Code that can be executed: its pages cannot be written.
package struct ExecutableCode: ~Copyable, Sendable {
    private let span: CodeSpan

    fileprivate init(span: consuming CodeSpan) {
        self.span = span
    }

    /// The address of the first byte.
    package var address: UInt { span.address }

    /// The size in bytes, in whole pages.
    package var byteCount: Int { span.byteCount }

    /// Replaces a few bytes: their pages are writable, and not executable, for that moment.
    ///
    /// When this throws, the code may not be run any more.
    ///
    /// - Precondition: the range lies in the span, and no thread executes this code.
    package borrowing func replace(
        at offset: Int, with bytes: [UInt8]
    ) throws(AssemblyError) {
        let part = offset..<offset + bytes.count
        precondition(offset >= 0 && part.upperBound <= span.byteCount)
        try span.protectPages(of: part, .readWrite)
        if let target = unsafe UnsafeMutableRawPointer(bitPattern: span.address + UInt(offset)) {
            for (position, byte) in bytes.enumerated() {
                unsafe target.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
            }
        }
        do {
            try span.sealPages(of: part)
        } catch {
            // Who owns the code sees to it that it does not run; nothing else shall write it.
            try? span.protectPages(of: part, .none)
            throw error
        }
    }
}
