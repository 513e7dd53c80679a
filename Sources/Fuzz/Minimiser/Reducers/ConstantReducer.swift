import Conformance
import Primitives
import VM

/// Makes pushed constants 0, 1, shorter or smaller, and turns bytes of them to 0.
struct ConstantReducer: Reducer {
    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        for site in reduction.item.codeSites {
            var index = 0
            while index < instructions(site, reduction).count {
                try shrink(index, site, reduction)
                try compute(index, site, reduction)
                index += 1
            }
        }
    }

    private func instructions(
        _ site: CodeSite, _ reduction: Reduction
    ) -> [EditableCode.Instruction] {
        EditableCode(reduction.item.code(at: site), mendsTargets: true).instructions
    }

    /// Computes a long constant from a short one: by a shift, or as its complement.
    private func compute(
        _ index: Int, _ site: CodeSite, _ reduction: Reduction
    ) throws(SubjectFailure) {
        let list = instructions(site, reduction)
        guard list[index].isWholePush, list[index].target == nil else { return }
        let immediate = list[index].immediate
        let padding = [UInt8](repeating: 0, count: 32 - immediate.count)
        let value = Word256(bigEndian: padding + immediate)
        let shift = value.trailingZeroBitCount
        let ways: [[EditableCode.Instruction]] = [
            [.push((~value).significantBytes), .plain(.not)],
            [
                .push(value.shiftedRight(by: UInt64(shift)).significantBytes),
                .push([UInt8(truncatingIfNeeded: shift)]), .plain(.shl),
            ],
        ]
        for way in ways {
            var shorter = list
            shorter.replaceSubrange(
                index...index, with: way.map { $0.withoutPushZero(in: reduction.item.fork) })
            if try reduction.attempt(shorter, at: site) { return }
        }
    }

    private func shrink(
        _ index: Int, _ site: CodeSite, _ reduction: Reduction
    ) throws(SubjectFailure) {
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            let list = instructions(site, reduction)
            guard index < list.count, list[index].isWholePush else { return }
            for candidate in smaller(list[index], hasPushZero: reduction.item.fork >= .shanghai) {
                var changed = list
                changed[index] = candidate
                var code = EditableCode([], mendsTargets: true)
                code.instructions = changed
                guard let bytes = code.bytes, bytes != reduction.item.code(at: site) else {
                    continue
                }
                var item = reduction.item
                item.setCode(bytes, at: site)
                hasChanged = try reduction.attempt(item)
                if hasChanged { break }
            }
        }
    }

    /// The smallest first; every one has fewer bytes, or as many and a smaller value.
    private func smaller(
        _ push: EditableCode.Instruction, hasPushZero: Bool
    ) -> [EditableCode.Instruction] {
        let bytes = push.immediate
        var values: [[UInt8]] = hasPushZero ? [[]] : []
        values += [[0], [1], Array(bytes.drop { $0 == 0 })]
        values += [Array(bytes.suffix(bytes.count / 2)), Array(bytes.prefix(bytes.count / 2))]
        values += [Array(bytes.dropFirst()), Array(bytes.dropLast())]
        for index in bytes.indices where bytes[index] != 0 {
            for value in [0, bytes[index] / 2, bytes[index] - 1] {
                var changed = bytes
                changed[index] = value
                values.append(changed)
            }
        }
        let simpler = values.filter { value in
            guard !value.isEmpty || hasPushZero else { return false }
            return value.count < bytes.count
                || value.count == bytes.count && value.lexicographicallyPrecedes(bytes)
        }
        return shorterReference(push) + simpler.map { .push($0) }
    }

    /// A jump's target in fewer bytes.
    private func shorterReference(
        _ push: EditableCode.Instruction
    ) -> [EditableCode.Instruction] {
        guard let target = push.target, push.immediate.count > 1 else { return [] }
        var shorter = EditableCode.Instruction.push(Array(push.immediate.dropFirst()))
        shorter.target = target
        return [shorter]
    }
}

extension EditableCode.Instruction {
    /// PUSH1 0 in place of PUSH0 where the fork has none.
    fileprivate func withoutPushZero(in fork: Fork) -> EditableCode.Instruction {
        byte == Opcode.push0.rawValue && fork < .shanghai ? .push([0]) : self
    }
}
