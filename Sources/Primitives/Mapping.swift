#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A range of whole pages that this value owns and unmaps when it ends.
///
/// The only type of the project that maps memory, changes the protection of pages or gives them
/// back. No page can be writable and executable at once: `Access` has no such case.
///
/// Unchecked `Sendable`: an address range, which belongs to no thread; what lies there is its
/// owner's to guard.
@safe
package struct Mapping: ~Copyable, @unchecked Sendable {
    /// What may be done with a page.
    package enum Access: Sendable {
        case none
        case readOnly
        case readWrite
        case readExecute

        fileprivate var flags: Int32 {
            switch self {
            case .none: PROT_NONE
            case .readOnly: PROT_READ
            case .readWrite: PROT_READ | PROT_WRITE
            case .readExecute: PROT_READ | PROT_EXEC
            }
        }
    }

    /// The first byte, at a page boundary; it never moves.
    package let base: UnsafeMutableRawPointer

    /// The size in bytes, a multiple of the page size.
    package let byteCount: Int

    /// The size of a page in bytes.
    package static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

    /// Reserves zero-filled private pages, without reserving swap space for them.
    ///
    /// A page takes up memory only once it is touched.
    ///
    /// - Parameters:
    ///   - byteCount: The size wanted, rounded up to whole pages.
    ///   - access: What may be done with the pages at first.
    /// - Throws: what the system says if it has no such range.
    /// - Precondition: `byteCount` is positive and, rounded up, an `Int`.
    package init(reserving byteCount: Int, access: Access) throws(SystemFailure) {
        precondition(byteCount > 0)
        let rounded = Mapping.roundedUpToPages(byteCount)
        let base = unsafe mmap(
            nil, rounded, access.flags, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard let base = unsafe base, unsafe base != UnsafeMutableRawPointer(bitPattern: -1) else {
            throw SystemFailure(operation: "mmap of \(rounded) bytes")
        }
        unsafe self.base = unsafe base
        self.byteCount = rounded
    }

    /// Reserves zero-filled private pages; see `init(reserving:access:)`.
    package static func reserve(
        byteCount: Int, access: Access = .readWrite
    ) throws(SystemFailure) -> Mapping {
        try Mapping(reserving: byteCount, access: access)
    }

    deinit {
        unsafe munmap(base, byteCount)
    }

    /// The least multiple of the page size that is not less than a count of bytes.
    package static func roundedUpToPages(_ byteCount: Int) -> Int {
        (byteCount + pageSize - 1) / pageSize * pageSize
    }

    /// Changes what may be done with the pages of a range.
    ///
    /// - Precondition: `range` lies in the mapping, and both its ends at page boundaries.
    package borrowing func protect(
        _ range: Range<Int>, _ access: Access
    ) throws(SystemFailure) {
        checkPages(range)
        if unsafe mprotect(base + range.lowerBound, range.count, access.flags) != 0 {
            throw SystemFailure(operation: "mprotect of \(range.count) bytes")
        }
    }

    /// Gives the memory of a range back; the next access finds zeros there.
    ///
    /// - Precondition: `range` lies in the mapping, and both its ends at page boundaries.
    package borrowing func discard(_ range: Range<Int>) throws(SystemFailure) {
        checkPages(range)
        if unsafe madvise(base + range.lowerBound, range.count, MADV_DONTNEED) != 0 {
            throw SystemFailure(operation: "madvise of \(range.count) bytes")
        }
    }

    private borrowing func checkPages(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
        precondition(range.lowerBound % Mapping.pageSize == 0)
        precondition(range.upperBound % Mapping.pageSize == 0)
    }
}
