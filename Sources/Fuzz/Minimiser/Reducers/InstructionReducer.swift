import Conformance
import VM

/// Drops instructions: many, then few, then single ones, then pairs that lie apart; and puts one
/// simple instruction in place of several.
struct InstructionReducer: Reducer {
    /// Code of more instructions is not searched for pairs and long runs: there are too many.
    private static let largestCountForPairs = 24

    func reduce(_ reduction: Reduction) throws(SubjectFailure) {
        for site in reduction.item.codeSites {
            try dropRuns(site, reduction)
            try replaceRuns(site, reduction)
            try dropPairs(site, reduction)
        }
    }

    private func instructions(
        _ site: CodeSite, _ reduction: Reduction
    ) -> [EditableCode.Instruction] {
        EditableCode(reduction.item.code(at: site), mendsTargets: true).instructions
    }

    private func dropRuns(_ site: CodeSite, _ reduction: Reduction) throws(SubjectFailure) {
        try ListReduction.drop(from: instructions(site, reduction)) {
            list throws(SubjectFailure) in
            try reduction.attempt(list, at: site)
        }
    }

    /// What drops a value, leaves one, or is a head, with less code than there is.
    private func replaceRuns(_ site: CodeSite, _ reduction: Reduction) throws(SubjectFailure) {
        let simple: [EditableCode.Instruction] = [
            .plain(.pop), .plain(.jumpdest), .push([0]), .push([1]),
        ]
        let isShort = instructions(site, reduction).count <= Self.largestCountForPairs
        for count in (1...(isShort ? 8 : 3)).reversed() {
            var start = instructions(site, reduction).count - count
            while start >= 0 {
                let list = instructions(site, reduction)
                let range = start..<start + count
                start -= 1
                guard range.upperBound <= list.count else { continue }
                for replacement in [[]] + simple.map({ [$0] }) {
                    var shorter = list
                    shorter.replaceSubrange(range, with: replacement)
                    if try reduction.attempt(shorter, at: site) { break }
                }
            }
        }
    }

    private func dropPairs(_ site: CodeSite, _ reduction: Reduction) throws(SubjectFailure) {
        var first = 0
        while true {
            let list = instructions(site, reduction)
            guard list.count <= Self.largestCountForPairs, first < list.count else { return }
            var hasDropped = false
            for second in list.indices.dropFirst(first + 2) where !hasDropped {
                var shorter = list
                shorter.remove(at: second)
                shorter.remove(at: first)
                hasDropped = try reduction.attempt(shorter, at: site)
            }
            first = hasDropped ? max(0, first - 1) : first + 1
        }
    }
}
