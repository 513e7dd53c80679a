/// A general-purpose register of the machine that code is made for, by its number there.
package struct Register: Hashable, Sendable {
    /// The number that the machine's encodings use, below 32.
    package let number: UInt8

    package init(_ number: UInt8) {
        self.number = number
    }
}

/// A set of registers, as a bit mask.
package struct RegisterSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Every register, whether the machine has it or not.
    package static let all = RegisterSet(rawValue: .max)

    package init(_ register: Register) {
        rawValue = 1 << UInt32(register.number)
    }

    package init(_ registers: [Register]) {
        rawValue = registers.reduce(0) { $0 | 1 << UInt32($1.number) }
    }

    package var count: Int { rawValue.nonzeroBitCount }

    package func contains(_ register: Register) -> Bool {
        rawValue & (1 << UInt32(register.number)) != 0
    }

    /// The member with the lowest number.
    package var first: Register? {
        rawValue == 0 ? nil : Register(UInt8(truncatingIfNeeded: rawValue.trailingZeroBitCount))
    }

    /// The set without one register.
    package func removing(_ register: Register) -> RegisterSet {
        RegisterSet(rawValue: rawValue & ~(1 << UInt32(register.number)))
    }
}

extension RegisterSet {
    /// Calls `body` with the members by rising number.
    package func forEach(_ body: (Register) -> Void) {
        var remaining = self
        while let register = remaining.first {
            body(register)
            remaining = remaining.removing(register)
        }
    }
}
