import ArgumentParser
import Codegen

/// A place of the pipeline that can be printed.
enum Stage: Hashable, ExpressibleByArgument {
    case input
    case after(LIRPass)
    case final
    case code(InstructionSet)

    static let names =
        (["input"] + LIRPass.rewriting.map(\.rawValue) + ["final"]
        + InstructionSet.allCases.map(\.rawValue)).joined(separator: ", ")

    init?(argument: String) {
        if argument == "input" {
            self = .input
        } else if argument == "final" {
            self = .final
        } else if let instructionSet = InstructionSet(rawValue: argument) {
            self = .code(instructionSet)
        } else if let pass = LIRPass(rawValue: argument), LIRPass.rewriting.contains(pass) {
            self = .after(pass)
        } else {
            return nil
        }
    }

    var name: String {
        switch self {
        case .input: "input"
        case .after(let pass): pass.rawValue
        case .final: "final"
        case .code(let instructionSet): instructionSet.rawValue
        }
    }

    /// What code is made for, if the stage is code.
    var instructionSet: InstructionSet? {
        guard case .code(let instructionSet) = self else { return nil }
        return instructionSet
    }
}

/// What runs fragments.
enum BackendName: Hashable, ExpressibleByArgument {
    case interpreter
    /// Machine code, emulated where the host is another machine.
    case code(InstructionSet)

    static let names = "interpreter, x86-64 or aarch64"

    init?(argument: String) {
        if argument == "interpreter" {
            self = .interpreter
        } else if let instructionSet = InstructionSet(rawValue: argument) {
            self = .code(instructionSet)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String { instructionSet?.rawValue ?? "interpreter" }

    /// What code is made for; nil on the interpreter.
    var instructionSet: InstructionSet? {
        guard case .code(let instructionSet) = self else { return nil }
        return instructionSet
    }
}

/// Passes by name.
struct PassList: ExpressibleByArgument {
    let passes: Set<LIRPass>

    static let standard = PassList(passes: PassPipeline.standard.passes)
    static let names = LIRPass.allCases.map(\.rawValue).joined(separator: ", ")

    var legalisesCarries: Bool { passes.contains(.carry) || passes.contains(.carryAll) }

    var defaultValueDescription: String {
        LIRPass.allCases.filter(passes.contains).map(\.rawValue).joined(separator: ",")
    }

    init(passes: Set<LIRPass>) {
        self.passes = passes
    }

    init?(argument: String) {
        if argument == "none" {
            self.init(passes: [])
            return
        }
        let parsed = argument.split(separator: ",").map { LIRPass(rawValue: String($0)) }
        guard !parsed.isEmpty, parsed.allSatisfy({ $0 != nil }) else { return nil }
        self.init(passes: Set(parsed.compactMap(\.self)))
    }
}

/// Two words, written `A,B`, each decimal or hexadecimal.
struct StateArgument: ExpressibleByArgument {
    var first: UInt64 = 0
    var second: UInt64 = 0

    var defaultValueDescription: String { "\(first),\(second)" }

    init() {}

    /// Four pairs for a random fragment: zeros first, the others from its seed.
    static func samples(seed: UInt64) -> [StateArgument] {
        (0..<4 as Range<UInt64>).map { number in
            var sample = StateArgument()
            sample.first = number &* (seed | 1) &* 0x1234_5678_9abc_def1
            sample.second = number == 0 ? 0 : ~sample.first >> (number * 16)
            return sample
        }
    }

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
            .map(Self.word)
        guard words.count == 2, let first = words[0], let second = words[1] else { return nil }
        (self.first, self.second) = (first, second)
    }

    private static func word(_ text: Substring) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }
}
