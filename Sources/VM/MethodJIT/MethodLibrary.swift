import Codegen
import Primitives

/// The methods that one thread has compiled, each when it was first asked for.
///
/// Unchecked `Sendable`: a scheduler that compiles on the thread that asks holds it, and nobody
/// else uses it.
package final class MethodLibrary: @unchecked Sendable {
    /// Contracts that are kept compiled; beyond that all are forgotten and compiled anew.
    private let capacity: Int
    private let compiler: MethodCompiler
    private var methods: [CodeKey: Result<CompiledMethod, CompileFailure>] = [:]
    private var recent = RecentMethods()

    /// What compiling took so far.
    package private(set) var effort = CompileEffort()

    package init(_ compiler: MethodCompiler, capacity: Int = 4096) {
        self.compiler = compiler
        self.capacity = capacity
    }

    /// Where methods run: the LIR interpreter on hosts without a back end, whatever was asked for.
    package var execution: MethodExecution { compiler.execution }

    /// A code's method under one fork's rules.
    ///
    /// - Throws: why there is none.
    package func method(
        for code: Code, in fork: Fork
    ) throws(CompileFailure) -> CompiledMethod {
        if let known = recent.result(of: code, in: fork) { return try known.get() }
        let key = CodeKey(codeHash: code.hash, byteCount: code.count, fork: fork)
        let result = methods[key] ?? compile(code, key)
        recent.keep(result, of: code, in: fork)
        return try result.get()
    }

    private func compile(_ code: Code, _ key: CodeKey) -> Result<CompiledMethod, CompileFailure> {
        if methods.count >= capacity { forgetAll() }
        var result = attempt(code, key.fork)
        if case .failure(.backEnd(.codeRegionFull)) = result, !methods.isEmpty {
            forgetAll()
            result = attempt(code, key.fork)
        }
        methods[key] = result
        return result
    }

    private func attempt(_ code: Code, _ fork: Fork) -> Result<CompiledMethod, CompileFailure> {
        let start = ContinuousClock.now
        defer { effort.seconds += (ContinuousClock.now - start) / .seconds(1) }
        do throws(CompileFailure) {
            let method = try compiler.compile(code, InstructionTable.table(for: fork))
            effort.count += 1
            effort.byteCount += code.count
            effort.machineCodeByteCount += method.code?.codeByteCount ?? 0
            return .success(method)
        } catch {
            return .failure(error)
        }
    }

    /// Drops all methods; the one that runs is held by its run.
    private func forgetAll() {
        methods.removeAll(keepingCapacity: true)
        recent = RecentMethods()
    }
}

/// What compiling took.
package struct CompileEffort: Equatable, Sendable {
    /// Contracts that were compiled, and their bytes of byte code.
    package var count = 0
    package var byteCount = 0
    /// Machine code that was made, in bytes.
    package var machineCodeByteCount = 0
    /// Seconds that compiling took, also where it failed.
    package var seconds = 0.0

    package init() {}
}

/// What came of compiling code objects that ran lately, found without hashing code.
///
/// A code object that is kept here stays alive, so that its identity is no other's.
private struct RecentMethods {
    private struct Entry {
        let code: Code
        let fork: Fork
        let result: Result<CompiledMethod, CompileFailure>
    }

    private static let count = 64
    private var entries = [Entry?](repeating: nil, count: Self.count)

    private static func place(_ code: Code) -> Int {
        // Objects lie at multiples of 16 bytes.
        Int(UInt(bitPattern: ObjectIdentifier(code)) >> 4) & (count - 1)
    }

    func result(of code: Code, in fork: Fork) -> Result<CompiledMethod, CompileFailure>? {
        guard let entry = entries[Self.place(code)], entry.code === code, entry.fork == fork
        else { return nil }
        return entry.result
    }

    mutating func keep(
        _ result: Result<CompiledMethod, CompileFailure>, of code: Code, in fork: Fork
    ) {
        entries[Self.place(code)] = Entry(code: code, fork: fork, result: result)
    }
}
