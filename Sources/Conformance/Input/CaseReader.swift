/// Reads cases without running them.
package enum CaseReader {
    /// Hands everything behind some paths to `body`, one at a time, until it answers false.
    package static func read(
        paths: [String], selection: CaseSelection = CaseSelection(),
        body: @escaping (LoadedItem) -> Bool
    ) {
        var source = WorkSource(paths: paths, workerCount: 1)
        var isStopped = false
        while !isStopped, let unit = source.next() {
            let consumer = CaseConsumer(selection: selection) { item, _ in
                isStopped = !body(item)
                return !isStopped
            }
            unit.load(into: consumer)
        }
        for (_, error) in source.errors where !isStopped { isStopped = !body(.error(error)) }
    }
}
