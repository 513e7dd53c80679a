import CUnicorn

/// Registers that are read or written at once.
final class RegisterBatch {
    private let count: Int
    private let registers: UnsafeMutablePointer<Int32>
    private let values: UnsafeMutablePointer<UInt64>
    private let places: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    init(_ numbers: [Int32]) {
        count = numbers.count
        registers = .allocate(capacity: count)
        values = .allocate(capacity: count)
        places = .allocate(capacity: count)
        values.initialize(repeating: 0, count: count)
        for (index, number) in numbers.enumerated() {
            (registers + index).initialize(to: number)
            (places + index).initialize(to: UnsafeMutableRawPointer(values + index))
        }
    }

    deinit {
        registers.deallocate()
        values.deallocate()
        places.deallocate()
    }

    subscript(index: Int) -> UInt64 {
        get { values[index] }
        set { values[index] = newValue }
    }

    func read(_ engine: OpaquePointer) {
        _ = uc_reg_read_batch(engine, registers, places, Int32(count))
    }

    func write(_ engine: OpaquePointer) {
        _ = uc_reg_write_batch(engine, registers, places, Int32(count))
    }
}
