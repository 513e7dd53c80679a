import Conformance
import Primitives
import VM

/// Runs a message under another fork's rules, of those that the campaign is about.
package enum ForkChange: Mutator {
    package static func mutate(_ item: inout FuzzCase, using material: inout MutationMaterial) {
        // Transactions and blocks are made for a fork; messages run in any.
        guard case .message(let message) = item.body, !message.message.isStatic,
            let fork = material.generator.element(of: material.options.forks)
        else { return }
        item.fork = fork
        item.block = CaseGenerator.block(fork, using: &material.generator)
    }
}
