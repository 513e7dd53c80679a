/// Code that one thread has met, with what it last saw of its compiled form.
///
/// No access to it is open while another begins, so that none is checked.
final class KnownCode {
    let code: Code
    let key: CodeKey
    @exclusivity(unchecked) private var method: CompiledMethod?
    @exclusivity(unchecked) private var isLookedUp = false
    /// Whether it will never be compiled: nobody has to look for it again.
    @exclusivity(unchecked) var isGivenUp = false

    init(_ code: Code, _ key: CodeKey) {
        self.code = code
        self.key = key
    }

    /// The method, found by `lookUp` where nothing is known.
    func method(_ lookUp: (CodeKey) -> CompiledMethod?) -> CompiledMethod? {
        if !isLookedUp {
            method = lookUp(key)
            isLookedUp = true
        }
        return method
    }

    /// Lets the method go, which may have been dropped or have come to be.
    func forgetMethod() {
        method = nil
        isLookedUp = false
    }
}

/// The code that one thread met lately, found by its object and so without hashing a byte.
///
/// Code that is kept here stays alive, so that its identity is no other's. A frame keeps its own
/// entry, whatever takes the place here.
struct KnownCodes {
    private static let count = 512
    private var entries = [KnownCode?](repeating: nil, count: Self.count)

    /// The entry for code under the rules of `fork`, made with `key` where there is none.
    mutating func find(_ code: Code, in fork: Fork, key: () -> CodeKey) -> KnownCode {
        // Objects lie at multiples of 16 bytes.
        let place = Int(UInt(bitPattern: ObjectIdentifier(code)) >> 4) & (Self.count - 1)
        if let entry = entries[place], entry.code === code, entry.key.fork == fork { return entry }
        let entry = KnownCode(code, key())
        entries[place] = entry
        return entry
    }

    func forgetMethods() {
        for entry in entries { entry?.forgetMethod() }
    }

    mutating func removeAll() { self = KnownCodes() }
}
