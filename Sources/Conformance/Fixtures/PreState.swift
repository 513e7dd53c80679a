package import Primitives
package import VM

/// The accounts before a run, shared by all cases of a test.
package final class PreState: Sendable {
    package let accounts: [(address: Address, content: AccountContent)]

    package init(_ accounts: [(address: Address, content: AccountContent)]) {
        self.accounts = accounts
    }

    /// A world that holds these accounts and nothing else.
    package func makeWorld() -> WorldState {
        var world = WorldState()
        for (address, content) in accounts { world.install(content, at: address) }
        return world
    }
}
