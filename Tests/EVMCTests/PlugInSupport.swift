import CEVMC
import Conformance
import EVMCHost
import EVMCPlugin
import Foundation
import TestSupport
import Testing
import VM

/// Options of the tier, as a client sets them.
enum PlugInSetting: String, CaseIterable, CustomTestStringConvertible {
    case interpreter = "tier=interpreter"
    case method = "tier=method"
    case tiered = "tier=tiered,compile=scheduled,calls=0,gas=0,minimum-size=0"
    case background = "tier=tiered,calls=0,gas=0,minimum-size=0,poll=1"

    var testDescription: String { rawValue }
}

/// A plug-in's instance that is destroyed with this object.
final class PlugInInstance {
    let machine: UnsafeMutablePointer<evmc_vm>

    init(_ options: String = "") throws {
        machine = try #require(createSynchromesh())
        for option in options.split(separator: ",") {
            let parts = option.split(separator: "=")
            #expect(set(String(parts[0]), String(parts[1])) == EVMC_SET_OPTION_SUCCESS)
        }
    }

    deinit { machine.pointee.destroy(machine) }

    func set(_ name: String, _ value: String) -> evmc_set_option_result {
        machine.pointee.set_option(machine, name, value)
    }
}

/// The suites' messages, each a case.
enum PlugInCases {
    /// A case that is one message.
    struct Item {
        let item: Case
        let message: CaseMessage
    }

    static let all: [Item] = Loaded(paths: ["spec-fixtures"]).cases.compactMap { item in
        switch item.body {
        case .message(let message): Item(item: item, message: message)
        case .transactions: nil
        }
    }
}

/// Runs cases on our machine with no client between, which the suites hold against the
/// specification, and through the plug-in, and compares.
final class PlugInComparison {
    private let reference: MachineSubject
    private let subject: EVMCSubject
    private(set) var compared = 0

    init(_ machine: UnsafeMutablePointer<evmc_vm>) throws {
        subject = try EVMCSubject(.interpreter, machine)
        reference = try MachineSubject(.interpreter)
    }

    /// Executions that calls led to.
    var nested: Int { subject.tier.nested }
    var deepest: Int { subject.tier.deepest }
    var largestStack: Int { subject.tier.largestStack }

    /// - Throws: if anything differs that a client can see.
    func compare(_ item: Case, _ message: CaseMessage) throws {
        var item = item
        item.body = .message(message)
        let expected = try reference.run(item, plan: RunPlan())
        guard expected.missingPrecompile == nil else { return }
        let outcome = try subject.run(item, plan: RunPlan())
        guard outcome.unsupported == nil else { return }
        let name = "\(item.name) \(item.fork), \(message.message.gas) gas"
        try #require(outcome.misconduct == nil, "\(name)")
        let difference = Comparator.firstDifference(
            reference: expected, subject: outcome, mask: subject.mask)
        try #require(difference == nil, "\(name)")
        compared += 1
    }
}

/// Work on a thread whose stack holds 1,024 calls of an unoptimised client.
func onDeepStack<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread { continuation.resume(with: .init(catching: work)) }
        thread.stackSize = 256 << 20
        thread.start()
    }
}
