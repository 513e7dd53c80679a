import Primitives
package import VM

/// Reads the contracts that the transactions of fixtures call.
///
/// Of one test they share a state; forks that the test names are not looked at.
package struct MixContractReader {
    private struct Key: Hashable {
        let world: ObjectIdentifier
        let address: Address
    }

    package private(set) var contracts: [MixContract] = []
    package private(set) var leftOut: [MixContract.LeftOut] = []
    /// What could not be read; everything else was.
    package private(set) var errors: [FixtureError] = []
    /// The states of the contracts, which keep their identities as long as they live.
    private var worlds: [PreState] = []
    private var places: [Key: Int] = [:]
    private var names: [String: Int] = [:]

    /// Reads what is behind some paths.
    ///
    /// - Parameters:
    ///   - paths: files and folders with fixtures of any kind.
    ///   - fork: the rules under which they are to run.
    ///   - most: the most contracts to read.
    package init(paths: [String], fork: Fork, most: Int) {
        var (items, errors): ([Case], [FixtureError]) = ([], [])
        var worlds: Set<ObjectIdentifier> = []
        CaseReader.read(paths: paths) { item in
            switch item {
            case .run(let item):
                guard worlds.count < most || worlds.contains(ObjectIdentifier(item.world))
                else { return false }
                worlds.insert(ObjectIdentifier(item.world))
                items.append(item)
            case .unsupported: break
            case .error(let error): errors.append(error)
            }
            return true
        }
        self.errors = errors
        for item in items { take(item, fork: fork) }
    }

    private mutating func take(_ item: Case, fork: Fork) {
        guard case .transactions(let transactions) = item.body else { return }
        for wanted in transactions {
            guard let address = wanted.transaction.to else { continue }
            let call = MixCall(wanted.transaction, in: item.block.adapted(to: fork))
            let key = Key(world: ObjectIdentifier(item.world), address: address)
            if let place = places[key] {
                add(call, to: place)
            } else {
                begin(item, at: address, with: call, key: key)
            }
        }
    }

    /// Adds a call, unless another fork of the test has had it.
    private mutating func add(_ call: MixCall, to place: Int) {
        let isKnown = contracts[place].calls.contains {
            $0.transaction == call.transaction && $0.block == call.block
        }
        if !isKnown { contracts[place].calls.append(call) }
    }

    private mutating func begin(
        _ item: Case, at address: Address, with call: MixCall, key: Key
    ) {
        guard let account = item.world.accounts.first(where: { $0.address == address }),
            !account.content.code.isEmpty
        else { return leftOut.append(.init(name: item.name, reason: "it calls no code")) }
        places[key] = contracts.count
        worlds.append(item.world)
        contracts.append(
            MixContract(
                name: name(of: item), address: address, content: account.content,
                others: item.world.accounts.filter { $0.address != address }, calls: [call]))
    }

    /// The test's name, without its file, fork and choice; equal names get numbers.
    private mutating func name(of item: Case) -> String {
        var parts = item.name.split(separator: ":", omittingEmptySubsequences: true)
        if parts.count > 1 { parts.removeFirst() }
        let name = String(parts.first ?? Substring(item.name))
        let count = names[name, default: 0] + 1
        names[name] = count
        return count == 1 ? name : "\(name) (\(count))"
    }
}
