/// What a worker's batches have reached so far, so that it writes no case which the campaign will
/// not keep.
///
/// The campaign takes batches in their order, whatever the order in which they are run: only what
/// an earlier batch reached counts.
package final class FeatureMemory {
    /// The earliest batch that reached a feature.
    private var batches: [Int: Int] = [:]

    package init() {}

    /// Whether some feature is new that a case of a batch reached; all are kept in mind.
    package func isNews(_ features: [Int], in batch: Int) -> Bool {
        var isNews = false
        for feature in features {
            let earliest = batches[feature] ?? .max
            if earliest >= batch { isNews = true }
            batches[feature] = min(earliest, batch)
        }
        return isNews
    }
}
