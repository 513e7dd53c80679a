// Exit maps as text, for a reader.

extension InstructionSet {
    private static let x64Names = [
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12",
        "r13", "r14", "r15",
    ]

    /// A register's name in the manufacturer's assembly language.
    package func name(of register: Register) -> String {
        switch self {
        case .x64: Self.x64Names[Int(register.number & 15)]
        case .aarch64: "x\(register.number)"
        }
    }
}

extension CompiledFragment {
    /// Where each exit finds the values of its snapshot, an exit a line.
    package func exitLines(registerName: (Register) -> String) -> [String] {
        exitMap.ranges.indices.compactMap { number in
            let slots = exitMap.slots(of: number)
            guard !slots.isEmpty else { return nil }
            let texts = slots.map { exitMap.text(of: $0, registerName) }
            return "exit\(number): " + texts.joined(separator: ", ")
        }
    }
}

extension ExitMap {
    func slots(of exit: Int) -> ArraySlice<Slot> {
        slots[Int(ranges[exit].lowerBound)..<Int(ranges[exit].upperBound)]
    }

    /// A slot's index and the places of its limbs, the least significant first.
    func text(of slot: Slot, _ registerName: (Register) -> String) -> String {
        let first = Int(slot.firstLocation)
        func place(_ limb: Int) -> String { text(of: locations[first + limb], registerName) }
        let limbs: String =
            switch slot.form {
            case .limbs: (0..<4).map(place).joined(separator: ":")
            case .zeroExtended: "zext " + place(0)
            case .signExtended: "sext " + place(0)
            }
        return "\(slot.index) = \(limbs)"
    }

    private func text(of place: ValueLocation, _ registerName: (Register) -> String) -> String {
        switch place {
        case .register(let register): registerName(register)
        case .slot(let slot): "slot \(slot)"
        case .immediate(let value): "0x" + String(value, radix: 16)
        case .frame(let offset): "frame + \(offset)"
        }
    }
}
