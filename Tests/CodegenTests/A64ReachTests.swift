import Codegen
import Testing

/// How branches of AArch64 reach their targets, and how those that do not are told.
@Suite struct A64ReachTests {
    /// What a back end that has emitted one instruction says then, and its instructions.
    private func emitted(
        _ emit: (inout A64Backend) -> Void
    ) throws -> (lines: [String], isOutOfRange: Bool) {
        var backend = A64Backend()
        emit(&backend)
        let isOutOfRange = backend.branchIsOutOfRange
        let code = backend.finish().withBytes { Array($0) }
        return (try #require(CodegenTarget.aarch64.lines(code)), isOutOfRange)
    }

    @Test func `a conditional branch takes the short form as far as that reaches`() throws {
        // Places below zero lie behind the end of the code.
        for (distance, text) in [(4, "#4"), (8, "#8"), ((1 << 20) - 4, "#0xffffc")] {
            let (lines, isOutOfRange) = try emitted { $0.branch(.below, to: 4 - distance) }
            #expect(lines == ["b.lo \(text)"])
            #expect(!isOutOfRange)
        }
        for distance in [1 << 20, 1 << 21, (1 << 27) - 4] {
            let (lines, isOutOfRange) = try emitted { $0.branch(.below, to: 4 - distance) }
            #expect(lines == ["b.hs #8", "b #0x" + String(distance + 4, radix: 16)])
            #expect(!isOutOfRange)
        }
    }

    @Test func `a branch that reaches its target in no form is told`() throws {
        for condition in [nil, .below] as [MachineCondition?] {
            let (_, isOutOfRange) = try emitted { $0.branch(condition, to: 4 - (1 << 27)) }
            #expect(isOutOfRange)
        }
        for distance in [-1 << 27, 0, (1 << 27) - 4, 1 << 27, (-1 << 27) - 4] {
            let (_, isOutOfRange) = try emitted { backend in
                let field = backend.branch(nil, to: nil)
                backend.resolve(field, to: field.origin - distance)
            }
            #expect(isOutOfRange != A64Emitter.branchDistances.contains(distance))
        }
    }

    @Test func `a table is found with one instruction or two, or is too far away`() throws {
        func jump(_ distance: Int) throws -> (lines: [String], isOutOfRange: Bool) {
            try emitted { $0.tableJump(.x1, scratch: .x2, .x3, table: 16 - distance) }
        }
        let rest = ["ldrsw x3, [x2, x1, lsl #2]", "add x3, x2, x3", "br x3"]
        #expect(try jump((1 << 20) - 4).lines == ["adr x2, #0xffffc"] + rest)
        #expect(
            try jump(1 << 20).lines == ["adr x2, #4", "add x2, x2, #0x100, lsl #12"] + rest)
        #expect(
            try jump((1 << 24) - 8).lines
                == ["adr x2, #0xffc", "add x2, x2, #0xfff, lsl #12"] + rest)
        #expect(try !jump((1 << 24) - 8).isOutOfRange)
        #expect(try jump((1 << 24) - 4).isOutOfRange)
    }

    @Test func `a fragment whose table is too far away is an error`() throws {
        let fragment = try CompiledSubject.fragment { writer in
            let labels = [writer.newLabel(), writer.newLabel()]
            writer.entry()
            writer.jump(writer.state(1), table: labels)
            writer.placeFenced(labels[0])
            ReachTests.fill((16 << 20) / 116, writer)
            writer.ret(writer.state(1))
            writer.placeFenced(labels[1])
            writer.ret(writer.state(2))
        }
        let region = try CodeRegion()
        #expect(throws: AssemblyError.branchOutOfRange) {
            _ = try Assembler.assemble(
                fragment, backend: A64Backend(maximumByteCount: 32 << 20), into: region)
        }
        #expect(region.allocatedByteCount == 0)
    }
}
