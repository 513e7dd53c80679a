import Primitives
import VM

/// Changes an account: a slot, its balance, its code for another case's, or whether it is there.
package enum StateChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        let parties = item.body.parties
        let callees = item.accounts.indices.filter {
            !parties.senders.contains(item.accounts[$0].address)
        }
        guard let index = material.generator.element(of: callees) else { return }
        switch material.generator.below(8) {
        case 0..<4: changeSlot(&item.accounts[index].content, &material)
        case 4, 5:
            item.accounts[index].content.balance = Word256(material.generator.below(2_000))
        case 6:
            guard let donor = material.other.codeAccount(&material.generator) else { return }
            item.accounts[index].content.code = material.other.accounts[donor].content.code
        default:
            // Without who is called, a case runs no code.
            let address = item.accounts[index].address
            guard address != CaseGenerator.contract, !parties.recipients.contains(address)
            else { return }
            item.accounts.remove(at: index)
        }
    }

    private static func changeSlot(
        _ content: inout AccountContent, _ material: inout MutationMaterial
    ) {
        let key = Word256(material.generator.below(4))
        content.storage.removeAll { $0.key == key }
        guard !material.generator.oneIn(3) else { return }
        content.storage.append(StorageEntry(key: key, value: material.word()))
    }
}
