import Primitives

/// The emulator's own copy of a code region.
///
/// Where the region has no code, or none any more, the copy has no instruction: a wrong jump is a
/// fault, and no access to pages that the process guards.
final class CodeShadow {
    /// Bytes that the emulator is shown at once.
    private static let step = 1 << 20

    let addresses: Range<UInt>
    private let copy: Mapping
    private let filler: UInt8
    /// Bytes from the beginning that the emulator was shown.
    private(set) var shownCount = 0

    init(of region: Range<UInt>, filler: UInt8) throws(SystemFailure) {
        addresses = region
        self.filler = filler
        copy = try .reserve(byteCount: region.count)
    }

    /// The part of the copy that the emulator must be shown before it can run code up to an
    /// address; nil if it was shown that.
    func grow(to end: UInt) -> (addresses: Range<UInt>, copy: UnsafeMutableRawPointer)? {
        let needed = Int(end - addresses.lowerBound)
        guard needed > shownCount else { return nil }
        let target = min(copy.byteCount, (needed + Self.step - 1) / Self.step * Self.step)
        let start = shownCount
        (copy.base + start).initializeMemory(
            as: UInt8.self, repeating: filler, count: target - start)
        shownCount = target
        let first = addresses.lowerBound + UInt(start)
        return (first..<addresses.lowerBound + UInt(target), copy.base + start)
    }

    /// What the emulator was shown, if anything.
    var shown: (addresses: Range<UInt>, copy: UnsafeMutableRawPointer)? {
        guard shownCount > 0 else { return nil }
        let first = addresses.lowerBound
        return (first..<first + UInt(shownCount), copy.base)
    }

    /// Copies code from where the region has it.
    func take(_ code: Range<UInt>) {
        guard let source = UnsafeRawPointer(bitPattern: code.lowerBound) else { return }
        place(of: code).copyMemory(from: source, byteCount: code.count)
    }

    func clear(_ code: Range<UInt>) {
        place(of: code).initializeMemory(as: UInt8.self, repeating: filler, count: code.count)
    }

    private func place(of code: Range<UInt>) -> UnsafeMutableRawPointer {
        copy.base + Int(code.lowerBound - addresses.lowerBound)
    }
}
