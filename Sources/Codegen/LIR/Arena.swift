/// Elements in a row that are only ever added, and named by their place.
///
/// Its state lies outside, so a class can hold it in a `let`: an element is reached without the
/// checks for exclusive access that Swift makes for a class's variables, which cost more than what
/// a pass does with an instruction.
@safe
struct Arena<Element: BitwiseCopyable>: ~Copyable {
    @unsafe private struct State {
        var elements: UnsafeMutablePointer<Element>
        var count: Int
        var capacity: Int
    }

    private let state: UnsafeMutablePointer<State>

    init(capacity: Int) {
        let capacity = max(capacity, 1)
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(
            to: State(elements: .allocate(capacity: capacity), count: 0, capacity: capacity))
    }

    deinit {
        unsafe state.pointee.elements.deallocate()
        unsafe state.deallocate()
    }

    var count: Int {
        @inline(__always) get { unsafe state.pointee.count }
    }

    @inline(__always)
    borrowing func append(_ element: Element) {
        if unsafe state.pointee.count == state.pointee.capacity { grow() }
        unsafe state.pointee.elements[state.pointee.count] = element
        unsafe state.pointee.count += 1
    }

    /// Out of line, for it is rare.
    @inline(never)
    private borrowing func grow() {
        let capacity = unsafe state.pointee.capacity * 2
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        unsafe larger.initialize(from: state.pointee.elements, count: state.pointee.count)
        unsafe state.pointee.elements.deallocate()
        unsafe state.pointee.elements = larger
        unsafe state.pointee.capacity = capacity
    }

    /// - Precondition: there is such an element.
    subscript(index: Int) -> Element {
        @inline(__always) get {
            precondition(index >= 0 && index < count)
            return unsafe state.pointee.elements[index]
        }
        @inline(__always) nonmutating set {
            precondition(index >= 0 && index < count)
            unsafe state.pointee.elements[index] = newValue
        }
    }

    /// Makes all free again.
    borrowing func removeAll() { unsafe state.pointee.count = 0 }

    /// A copy of all.
    var array: [Element] {
        unsafe Array(UnsafeBufferPointer(start: state.pointee.elements, count: count))
    }
}

/// Flags by number, as a set of small numbers.
extension Arena where Element == Bool {
    borrowing func contains(_ number: UInt32) -> Bool {
        number < count && self[Int(number)]
    }

    /// - Returns: whether it was not there before.
    @discardableResult
    borrowing func insert(_ number: UInt32) -> Bool {
        while number >= count { append(false) }
        if self[Int(number)] { return false }
        self[Int(number)] = true
        return true
    }
}
