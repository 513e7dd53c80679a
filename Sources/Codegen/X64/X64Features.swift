/// The instructions beyond the x86-64 baseline that the processor has.
package struct X64Features: Hashable, Sendable {
    /// BMI2: `mulx`.
    package var hasBMI2: Bool
    /// `lzcnt`; a processor without it reads the encoding as `bsr`.
    package var hasLZCNT: Bool

    package init(hasBMI2: Bool, hasLZCNT: Bool) {
        self.hasBMI2 = hasBMI2
        self.hasLZCNT = hasLZCNT
    }

    /// What every x86-64 processor has.
    package static let baseline = X64Features(hasBMI2: false, hasLZCNT: false)

    /// All that code is made for: what an emulated processor has.
    package static let all = X64Features(hasBMI2: true, hasLZCNT: true)

    #if arch(x86_64)
    /// What the processor that runs this has.
    package static let host = X64Features.detect()

    /// Asks the processor, by running a few instructions made for it; the baseline if there is no
    /// page for them.
    ///
    /// Intel SDM vol. 2, CPUID: BMI2 is bit 8 of EBX in leaf 7, LZCNT bit 5 of ECX in leaf
    /// 80000001H; leaf 0 and leaf 80000000H say in EAX how far the leaves go.
    private static func detect() -> X64Features {
        var features = X64Features.baseline
        do {
            let region = try CodeRegion(byteCount: 1)
            let code = try identifyingFunction(in: region)
            if call(code, leaf: 0).eax >= 7 {
                features.hasBMI2 = call(code, leaf: 7).ebx >> 8 & 1 == 1
            }
            if call(code, leaf: 0x8000_0000).eax >= 0x8000_0001 {
                features.hasLZCNT = call(code, leaf: 0x8000_0001).ecx >> 5 & 1 == 1
            }
        } catch {
            return .baseline
        }
        return features
    }

    private typealias Identify = @convention(c) (UInt64, UnsafeMutablePointer<UInt64>) -> UInt64

    /// A function of a leaf and two words for ebx and ecx, whose result is eax.
    private static func identifyingFunction(in region: CodeRegion) throws -> ExecutableCode {
        var emitter = X64Emitter(code: CodeBuffer())
        emitter.ret()
        emitter.pop(.rbx)
        emitter.mov(X64Emitter.Memory(base: .rsi, displacement: 8), .rcx)
        emitter.mov(X64Emitter.Memory(base: .rsi), .rbx)
        emitter.cpuid()
        emitter.zero(.rcx)
        emitter.mov(.rax, .rdi)
        emitter.push(.rbx)
        let writable = try region.allocate(byteCount: emitter.code.count)
        unsafe emitter.code.withBytes { unsafe writable.write($0) }
        return try writable.seal()
    }

    private static func call(
        _ code: borrowing ExecutableCode, leaf: UInt64
    ) -> (eax: UInt64, ebx: UInt64, ecx: UInt64) {
        guard let start = unsafe UnsafeRawPointer(bitPattern: code.address) else {
            return (0, 0, 0)
        }
        let function = unsafe unsafeBitCast(start, to: Identify.self)
        var words: [UInt64] = [0, 0]
        let eax = unsafe words.withUnsafeMutableBufferPointer { buffer -> UInt64 in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe function(leaf, base)
        }
        return (eax & 0xffff_ffff, words[0] & 0xffff_ffff, words[1] & 0xffff_ffff)
    }
    #endif
}
