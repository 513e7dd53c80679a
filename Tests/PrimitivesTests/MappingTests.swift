import Primitives
import Testing

@Suite("Mappings of memory")
struct MappingTests {
    @Test func `a mapping is zero-filled, whole pages and aligned`() throws {
        let mapping = try Mapping.reserve(byteCount: Mapping.pageSize + 1)
        #expect(mapping.byteCount == 2 * Mapping.pageSize)
        #expect(UInt(bitPattern: mapping.base) % UInt(Mapping.pageSize) == 0)
        let bytes = UnsafeRawBufferPointer(start: mapping.base, count: mapping.byteCount)
        #expect(bytes.allSatisfy { $0 == 0 })
    }

    @Test func `a large reservation takes up no memory until it is touched`() throws {
        let mapping = try Mapping.reserve(byteCount: 1 << 40)
        mapping.base.storeBytes(of: 7, toByteOffset: (1 << 40) - 1, as: UInt8.self)
        #expect(mapping.base.load(fromByteOffset: (1 << 40) - 1, as: UInt8.self) == 7)
    }

    @Test func `what the system cannot reserve is an error that names the call`() throws {
        let failure = #expect(throws: SystemFailure.self) {
            _ = try Mapping.reserve(byteCount: 1 << 62).byteCount
        }
        let found = try #require(failure)
        #expect(found.operation.hasPrefix("mmap") && found.errno != 0 && !found.message.isEmpty)
    }

    @Test func `discarded pages are zero again, the others are kept`() throws {
        let page = Mapping.pageSize
        let mapping = try Mapping.reserve(byteCount: 3 * page)
        for index in 0..<3 {
            mapping.base.storeBytes(of: 0xaa, toByteOffset: index * page + 5, as: UInt8.self)
        }
        try mapping.discard(page..<2 * page)
        let found = (0..<3).map {
            mapping.base.load(fromByteOffset: $0 * page + 5, as: UInt8.self)
        }
        #expect(found == [0xaa, 0, 0xaa])
    }

    @Test func `protection can be taken away and given back`() throws {
        let page = Mapping.pageSize
        let mapping = try Mapping.reserve(byteCount: 2 * page, access: .none)
        try mapping.protect(page..<2 * page, .readWrite)
        mapping.base.storeBytes(of: 9, toByteOffset: page, as: UInt8.self)
        try mapping.protect(page..<2 * page, .readOnly)
        #expect(mapping.base.load(fromByteOffset: page, as: UInt8.self) == 9)
        try mapping.protect(page..<2 * page, .readWrite)
        mapping.base.storeBytes(of: 10, toByteOffset: page, as: UInt8.self)
        #expect(mapping.base.load(fromByteOffset: page, as: UInt8.self) == 10)
    }

    @Test func `writing to a page without access ends the process`() async {
        await #expect(processExitsWith: .failure) {
            let mapping = try Mapping.reserve(byteCount: Mapping.pageSize)
            try mapping.protect(0..<Mapping.pageSize, .none)
            mapping.base.storeBytes(of: 1, as: UInt8.self)
        }
    }

    @Test func `writing to an executable page ends the process`() async {
        await #expect(processExitsWith: .failure) {
            let mapping = try Mapping.reserve(byteCount: Mapping.pageSize)
            try mapping.protect(0..<Mapping.pageSize, .readExecute)
            guard mapping.base.load(as: UInt8.self) == 0 else { return }
            mapping.base.storeBytes(of: 1, as: UInt8.self)
        }
    }

    @Test func `writing to a page that a mapping owned ends the process`() async {
        await #expect(processExitsWith: .failure) {
            func base() throws -> UnsafeMutableRawPointer {
                let mapping = try Mapping.reserve(byteCount: 64 * Mapping.pageSize)
                mapping.base.storeBytes(of: 1, as: UInt8.self)
                return mapping.base
            }
            let stale = try base()
            stale.storeBytes(of: 1, as: UInt8.self)
        }
    }

    @Test func `a range outside the mapping or across a page ends the process`() async {
        await #expect(processExitsWith: .failure) {
            let mapping = try Mapping.reserve(byteCount: Mapping.pageSize)
            try mapping.protect(0..<2 * Mapping.pageSize, .none)
        }
        await #expect(processExitsWith: .failure) {
            let mapping = try Mapping.reserve(byteCount: Mapping.pageSize)
            try mapping.discard(1..<Mapping.pageSize)
        }
    }

    @Test func `such processes end well when they do nothing wrong`() async {
        await #expect(processExitsWith: .success) {
            let mapping = try Mapping.reserve(byteCount: Mapping.pageSize)
            try mapping.protect(0..<Mapping.pageSize, .readWrite)
            mapping.base.storeBytes(of: 1, as: UInt8.self)
        }
    }
}
