/// What a worker's batches have reached so far, so that it writes no case which the campaign will
/// not keep.
///
/// The campaign takes batches in their order, whatever the order in which they are run: only what
/// an earlier batch reached counts.
package final class FeatureMemory {
    /// The earliest batch that reached a feature.
    private var batches: [Int: Int] = [:]

    package init() {}

    /// Whether some feature is new that a case of a batch reached.
    package func isNews(_ features: [Int], in batch: Int) -> Bool {
        features.contains { batches[$0] ?? .max >= batch }
    }

    /// Keeps in mind what a case reached that the campaign is told of.
    package func note(_ features: [Int], in batch: Int) {
        for feature in features { batches[feature] = min(batches[feature] ?? .max, batch) }
    }
}
