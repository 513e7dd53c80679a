import ArgumentParser

/// Spans of time as people write them.
enum TimeSpan {
    /// A year: nothing here takes longer, and no clock has too few digits for it.
    private static let longest = 366.0 * 24 * 3600

    /// Reads `90`, `90s`, `500ms`, `10m` or `2h`.
    static func seconds(_ text: String) throws -> Double {
        let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)]
        for (unit, factor) in units where text.hasSuffix(unit) {
            if let number = Double(text.dropLast(unit.count)), number > 0, number.isFinite {
                guard number * factor <= longest else {
                    throw ValidationError("'\(text)' is too long a time; expected at most a year")
                }
                return number * factor
            }
        }
        throw ValidationError("'\(text)' is no time; expected 90, 500ms, 10m or the like")
    }
}
