/// Cuts inputs into units, as workers ask for them.
package struct WorkSource {
    private var scanner: InputScanner
    /// Into how many workers' shares large files are cut; 1 leaves them whole.
    private let workerCount: Int
    private var slices: [WorkUnit] = []
    private var unitCount = 0
    private var inputCount = 0

    /// Faults of the inputs themselves: what cannot be opened.
    package private(set) var errors: [(inputNumber: Int, error: FixtureError)] = []

    package init(paths: [String], workerCount: Int) {
        scanner = InputScanner(paths: paths)
        self.workerCount = workerCount
    }

    /// How much of the inputs has been handed out, from 0 to 1.
    package var share: Double { scanner.share }

    /// The next unit; nil when there is no more.
    package mutating func next() -> WorkUnit? {
        if let unit = slices.popLast() { return unit }
        while let item = scanner.next() {
            inputCount += 1
            switch item {
            case .error(let error):
                errors.append((inputCount, error))
            case .file(let file):
                let count = workerCount > 1 ? WorkUnit.sliceCount(of: file) : 1
                for index in (0..<count).reversed() {
                    slices.append(
                        WorkUnit(
                            number: unitCount + index, inputNumber: inputCount, input: file,
                            slice: CaseSlice(index: index, count: count)))
                }
                unitCount += count
                return slices.popLast()
            }
        }
        return nil
    }
}
