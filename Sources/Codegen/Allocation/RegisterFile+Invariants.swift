extension RegisterFile {
    /// Checks the numbered invariants of the type against the values' own records.
    ///
    /// Compiled away in release builds.
    func checkInvariants(_ values: borrowing ValueTable) {
        #if DEBUG
        precondition(free.subtracting(managed).isEmpty)
        managed.forEach { register in
            let value = occupant(of: register)
            precondition(free.contains(register) == (value == RegisterFile.nobody))
        }
        var remaining = occupied
        while let register = remaining.first {
            remaining = remaining.removing(register)
            precondition(values[occupant(of: register)].home == register.number)
        }
        #endif
    }
}
