import Conformance
import Primitives
import VM

// What mutators change, whatever the body is.

extension FuzzCase {
    /// Code that is longer is not made longer still.
    private static let largestCodeCount = 2_048

    /// The account whose code is run first, or now and then another one with code.
    func codeAccount(_ generator: inout SeededGenerator) -> Int? {
        if !generator.oneIn(4),
            let main = accounts.firstIndex(where: { $0.address == CaseGenerator.contract })
        {
            return main
        }
        return generator.element(
            of: accounts.indices.filter {
                !accounts[$0].content.code.isEmpty
                    && accounts[$0].content.code.delegation == nil
            })
    }

    /// Changes some account's code.
    mutating func changeCode(
        using material: inout MutationMaterial,
        _ change: (inout Listing, inout MutationMaterial) -> Void
    ) {
        guard let index = codeAccount(&material.generator) else { return }
        var listing = Listing(Array(accounts[index].content.code.bytes))
        change(&listing, &material)
        let code = listing.code
        if code.count <= Self.largestCodeCount { accounts[index].content.code = Code(code) }
    }

    /// Changes the message, or one of the transactions.
    mutating func changeBody(
        using generator: inout SeededGenerator, message change: (inout Message) -> Void,
        transaction changeTransaction: (inout Transaction) -> Void
    ) {
        switch body {
        case .message(var item):
            change(&item.message)
            body = .message(item)
        case .transactions(var items):
            guard let index = generator.element(of: items.indices) else { return }
            changeTransaction(&items[index].transaction)
            body = .transactions(items)
        }
    }
}

extension CaseBody {
    /// Who sends the message or the transactions, and whom they go to.
    var parties: (senders: Set<Address>, recipients: Set<Address>) {
        switch self {
        case .message(let item): ([item.message.caller], [item.message.recipient])
        case .transactions(let items):
            (
                Set(items.map(\.transaction.sender)), Set(items.compactMap(\.transaction.to))
            )
        }
    }
}
