import CEVMC
import Conformance
import Testing
import VM

/// What our machine does as a plug-in, with calls that come back to it through the client.
@Suite struct PlugInExecutionTests {
    @Test(arguments: PlugInSetting.allCases)
    func `every message of the suites ends as it does without a client between`(
        setting: PlugInSetting
    ) async throws {
        let (compared, nested, deepest, largestStack) = try await onDeepStack {
            let instance = try PlugInInstance(setting.rawValue)
            defer { withExtendedLifetime(instance) {} }
            let comparison = try PlugInComparison(instance.machine)
            for item in Self.items { try comparison.compare(item.item, item.message) }
            return (
                comparison.compared, comparison.nested, comparison.deepest,
                comparison.largestStack
            )
        }
        #if DEBUG
        #expect(compared > 1_000 && nested > 1_000)
        #else
        #expect(compared > 10_000 && nested > 10_000)
        #endif
        #expect(deepest == 1025, "a transaction's own frame, and 1,024 calls")
        #if !DEBUG
        #expect(largestStack <= 4096, "bytes of native stack that a call takes")
        #endif
    }

    /// Most of the time goes into compiling, which a debug build checks at each step: it runs a part,
    /// and what goes deepest.
    private static let items: [PlugInCases.Item] = PlugInCases.sample(oneIn: 10, seed: 2) {
        $0.item.fork == .osaka && $0.item.name.contains("a chain of CALL goes down")
    }

    /// A client does what it is asked before the price is paid: what compiled code asked and could
    /// not pay, the interpreter must not ask again.
    @Test func `storage and accounts cost the same in every tier, whatever gas is left`()
        async throws
    {
        let compared = try await onDeepStack {
            let instance = try PlugInInstance(PlugInSetting.method.rawValue)
            defer { withExtendedLifetime(instance) {} }
            let comparison = try PlugInComparison(instance.machine)
            let names = ["SLOAD", "SSTORE", "BALANCE", "EXTCODE", "TSTORE"]
            for item in PlugInCases.all
            where [.frontier, .istanbul, .osaka].contains(item.item.fork)
                && names.contains(where: item.item.name.contains)
            {
                var message = item.message
                let whole = message.message.gas
                for gas in stride(from: Int64(0), through: min(whole, 26_000), by: 311) {
                    message.message.gas = gas
                    try comparison.compare(item.item, message)
                }
            }
            return comparison.compared
        }
        #expect(compared > 5_000)
    }

    @Test func `several threads execute on one instance at once`() async throws {
        let instance = try PlugInInstance(PlugInSetting.background.rawValue)
        nonisolated(unsafe) let machine = instance.machine
        try await withThrowingTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    try await onDeepStack {
                        let comparison = try PlugInComparison(machine)
                        for (number, item) in PlugInCases.all.enumerated()
                        where number % 16 == thread {
                            try comparison.compare(item.item, item.message)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        withExtendedLifetime(instance) {}
    }
}
