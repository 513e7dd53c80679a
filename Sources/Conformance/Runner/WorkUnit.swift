/// A piece of work for one worker: a file, or a share of the cases of a large one.
package struct WorkUnit: WorkerTask, WireReadable {
    package var number: Int
    /// The file's place among the inputs, by which results are put in order.
    package var inputNumber: Int
    package var input: InputFile
    package var slice: CaseSlice
    /// Cases below this have their results: a worker that died had told of them.
    package var firstOrdinal = 0
    /// Cases in which workers died.
    package var passedOver: Set<Int> = []

    /// Files larger than this are shared among workers.
    private static let sliceSize = 512 << 10
    private static let largestSliceCount = 16

    package init(number: Int, inputNumber: Int, input: InputFile, slice: CaseSlice = CaseSlice()) {
        self.number = number
        self.inputNumber = inputNumber
        self.input = input
        self.slice = slice
    }

    /// A suite that is in memory, for a worker that has nothing else to do.
    package init(number: Int, suite text: String) {
        let source = SourceText(file: "case.yaml", text: text)
        let input = InputFile(
            name: source.file, format: .yaml, content: .text(source), size: source.bytes.count)
        self.init(number: number, inputNumber: 1, input: input)
    }

    /// Into how many units a file is cut.
    package static func sliceCount(of input: InputFile) -> Int {
        guard input.format == .json else { return 1 }
        return min(largestSliceCount, 1 + input.size / sliceSize)
    }

    package func write(to writer: inout WireWriter) {
        writer.write(number)
        writer.write(input.name)
        writer.write(Int(input.format.rawValue))
        writer.write(slice.index)
        writer.write(slice.count)
        writer.write(firstOrdinal)
        writer.write(list: passedOver.sorted()) { $0.write($1) }
        switch input.content {
        case .path(let path):
            writer.write(false)
            writer.write(path)
        case .text(let text):
            writer.write(true)
            writer.write(text.file)
            writer.write(text.bytes)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        number = try reader.integer()
        inputNumber = 0
        let name = try reader.text()
        let rawFormat = UInt8(truncatingIfNeeded: try reader.integer())
        guard let format = InputRules.Format(rawValue: rawFormat) else { throw WireError() }
        slice = CaseSlice(index: try reader.integer(), count: max(1, try reader.integer()))
        firstOrdinal = try reader.integer()
        passedOver = Set(try reader.list { (reader) throws(WireError) in try reader.integer() })
        if try reader.boolean() {
            let file = try reader.text()
            let text = try reader.raw().withUnsafeBytes { SourceText(file: file, copying: $0) }
            input = InputFile(
                name: name, format: format, content: .text(text), size: text.bytes.count)
        } else {
            input = InputFile(
                name: name, format: format, content: .path(try reader.text()), size: 0)
        }
    }

    /// Hands the unit's cases to a consumer.
    package func load(into consumer: CaseConsumer) {
        do {
            switch input.format {
            case .json:
                OfficialLoader(name: input.name, consumer: consumer)
                    .load(try JSONDocument(try text()))
            case .yaml:
                SuiteLoader(consumer: consumer).load(try text())
            case .archive:
                break  // the scanner opens archives
            }
        } catch {
            consumer.report(error)
        }
    }

    private func text() throws(FixtureError) -> SourceText {
        switch input.content {
        case .text(let text): text
        case .path(let path): try SourceText(path: path)
        }
    }
}
