import Primitives
import VM

/// Many transactions over many pieces of code in one world: a day in the life of a client.
///
/// Each piece of code is that of a contract with a tail of its own, at an address of its own, with
/// the contract's storage; all else of the contract's state stays where it is, once for all its
/// copies. Codes get ranks by lot, and Zipf's law says how often each is called. A call of more gas
/// than the scale is drawn as much less often as it is heavier, so that none takes all the time.
package struct MixPlan: Sendable {
    /// A call, and the code that it is of.
    package struct Entry: Sendable {
        package let code: Int
        package let call: MixCall
    }

    package let configuration: MixConfiguration
    /// The world before the first transaction.
    package let accounts: PreState
    /// The names of the codes, those of one contract with numbers.
    package private(set) var codes: [String] = []
    /// All that can be drawn.
    package private(set) var entries: [Entry] = []
    /// What is run, by its place among the entries.
    package private(set) var draws: [Int] = []
    /// How many contracts the codes are of.
    package let contractCount: Int
    package private(set) var leftOut: [MixContract.LeftOut]

    /// - Parameters:
    ///   - contracts: what the codes are of, in turn.
    ///   - configuration: how many, by which rules.
    ///   - leftOut: what its owner knows to be missing.
    /// - Throws: that no contract is left, or that this process has no room for a machine.
    package init(
        _ contracts: [MixContract], _ configuration: MixConfiguration,
        leftOut: [MixContract.LeftOut] = []
    ) throws(SubjectFailure) {
        self.configuration = configuration
        self.leftOut = leftOut
        var generator = SeededGenerator(seed: configuration.seed)
        var makings = MixTailor(generator.split())
        var world = MixAccounts()
        var usable: [MixContract] = []
        do throws(SystemFailure) {
            let probe = try MixProbe(configuration)
            for contract in contracts.prefix(configuration.codeCount) {
                do throws(MixObstacle) {
                    let checked = try probe.checked(
                        contract, at: makings.address(), tail: makings.tail())
                    try world.add(checked.accounts.dropLast())
                    usable.append(checked)
                } catch {
                    self.leftOut.append(.init(name: contract.name, reason: error.reason))
                }
            }
        } catch {
            throw SubjectFailure("no room for a machine: \(error)")
        }
        guard !usable.isEmpty else { throw SubjectFailure("no contract can be run in a mix") }
        contractCount = usable.count
        var copies: [MixContract] = []
        for number in 0..<configuration.codeCount {
            let contract = usable[number % usable.count]
            copies.append(contract.copy(at: makings.address(), tail: makings.tail()))
            codes.append("\(contract.name) #\(number / usable.count + 1)")
        }
        accounts = PreState(world.accounts + copies.map { ($0.address, $0.content) })
        draw(from: copies, &generator)
    }

    private mutating func draw(
        from copies: [MixContract], _ generator: inout SeededGenerator
    ) {
        let shares = WeightedDraw.zipf(count: copies.count, exponent: configuration.exponent)
        var ranks = Array(copies.indices)
        for last in ranks.indices.dropFirst().reversed() {
            ranks.swapAt(last, generator.below(last + 1))
        }
        var weights: [Double] = []
        for (code, copy) in copies.enumerated() {
            for call in copy.calls {
                entries.append(Entry(code: code, call: call))
                weights.append(
                    shares[ranks[code]] * chance(of: call) / Double(copy.calls.count))
            }
        }
        let weighted = WeightedDraw(weights)
        draws = (0..<configuration.transactionCount).map { _ in weighted.next(&generator) }
    }

    /// How much less often a call is drawn for the gas that it uses.
    private func chance(of call: MixCall) -> Double {
        min(1, Double(configuration.gasScale) / Double(max(1, call.gasUsed)))
    }

    /// The contracts of which calls are drawn less often, and how much so, the heaviest first.
    package var rarer: [(name: String, gasUsed: UInt64, factor: Double)] {
        var heaviest: [String: UInt64] = [:]
        for entry in entries where entry.call.gasUsed > configuration.gasScale {
            let name = String(codes[entry.code].prefix { $0 != "#" }.dropLast())
            heaviest[name] = max(heaviest[name] ?? 0, entry.call.gasUsed)
        }
        return heaviest.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            ($0.key, $0.value, Double($0.value) / Double(configuration.gasScale))
        }
    }
}
