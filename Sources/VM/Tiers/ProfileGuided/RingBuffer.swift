/// The last elements that were appended, each known by its number for as long as it is kept.
///
/// Numbers count from 0 over all that was ever appended, so that none is ever another element's.
package struct RingBuffer<Element: BitwiseCopyable & Sendable>: Sendable {
    package let capacity: Int
    /// The numbers of the elements that are kept.
    package private(set) var numbers = 0..<0
    /// The number of the element that lies, or lay, in the first place.
    private var base = 0
    private var elements: [Element] = []

    /// - Precondition: there is room for one element at least.
    package init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        // Nothing of it is touched before it is used.
        elements.reserveCapacity(capacity)
    }

    package var isFull: Bool { numbers.count == capacity }

    /// The element with a number.
    ///
    /// - Precondition: it is kept.
    package subscript(number: Int) -> Element {
        get { elements[place(of: number)] }
        set { elements[place(of: number)] = newValue }
    }

    /// Adds an element.
    ///
    /// - Precondition: it is not full.
    /// - Returns: its number.
    package mutating func append(_ element: Element) -> Int {
        precondition(!isFull)
        let number = numbers.upperBound
        numbers = numbers.lowerBound..<number + 1
        if elements.count < capacity {
            elements.append(element)
        } else {
            self[number] = element
        }
        return number
    }

    /// Takes the oldest element out.
    ///
    /// - Precondition: it is not empty.
    package mutating func removeFirst() -> Element {
        let element = self[numbers.lowerBound]
        numbers = numbers.lowerBound + 1..<numbers.upperBound
        return element
    }

    /// Takes everything out; numbers go on.
    package mutating func removeAll() {
        numbers = numbers.upperBound..<numbers.upperBound
        base = numbers.upperBound
        elements.removeAll(keepingCapacity: true)
    }

    private func place(of number: Int) -> Int {
        precondition(numbers.contains(number))
        return (number - base) % capacity
    }
}
