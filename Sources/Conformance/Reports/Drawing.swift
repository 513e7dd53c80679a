#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A picture in SVG whose text has the page's colour, and whose parts have classes for the others.
struct Drawing {
    let width: Double
    let height: Double
    private var parts: [String] = []

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Where a text stands at its place.
    enum Anchor: String {
        case start, middle, end
    }

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String = "axis"
    ) {
        parts.append(
            "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" "
                + "y2=\"\(Self.number(y2))\" class=\"\(style)\"/>")
    }

    mutating func bar(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String,
        title: String = ""
    ) {
        parts.append(
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
                + "width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(height))\" "
                + "class=\"\(style)\">\(Self.title(title))</rect>")
    }

    mutating func dot(_ x: Double, _ y: Double, _ style: String, title: String = "") {
        parts.append(
            "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"4\" class=\"\(style)\">"
                + "\(Self.title(title))</circle>")
    }

    mutating func text(
        _ x: Double, _ y: Double, _ text: String, _ anchor: Anchor = .start, style: String = ""
    ) {
        let style = style.isEmpty ? "" : " class=\"\(style)\""
        parts.append(
            "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
                + "text-anchor=\"\(anchor.rawValue)\"\(style)>\(MarkupEscape.escape(text))</text>")
    }

    /// The picture as an element of a page.
    ///
    /// - Parameter label: what it shows, for those who do not see it.
    /// - Returns: the element.
    func svg(label: String) -> String {
        let size = "\(Int(width.rounded(.up))) \(Int(height.rounded(.up)))"
        return """
            <svg viewBox="0 0 \(size)" width="\(Int(width.rounded(.up)))" role="img" \
            aria-label="\(MarkupEscape.escape(label))" font-size="12" fill="currentColor">
            \(parts.joined(separator: "\n"))
            </svg>
            """
    }

    private static func title(_ text: String) -> String {
        text.isEmpty ? "" : "<title>\(MarkupEscape.escape(text))</title>"
    }

    private static func number(_ value: Double) -> String { Decimals.text(value, 1) }
}

/// An axis by powers of ten.
struct LogarithmicAxis {
    /// Logarithms of its ends.
    private let bounds: ClosedRange<Double>
    private let start: Double
    private let length: Double

    /// - Parameters:
    ///   - values: what it has room for; those that are not positive do not count.
    ///   - start: the place of its least value.
    ///   - length: how far the place of its greatest is from there; negative for upwards.
    init(_ values: [Double], from start: Double, length: Double) {
        let logarithms = values.filter { $0 > 0 }.map(log10)
        let low = logarithms.min() ?? 0
        let high = logarithms.max() ?? 0
        let margin = max(0.05, (high - low) * 0.04)
        bounds = (low - margin)...(high + margin)
        self.start = start
        self.length = length
    }

    func place(_ value: Double) -> Double {
        let share = (log10(value) - bounds.lowerBound) / (bounds.upperBound - bounds.lowerBound)
        return start + length * share
    }

    /// The value at a place between its ends, both of which are in parts of its length.
    func value(at share: Double) -> Double {
        pow(10, bounds.lowerBound + share * (bounds.upperBound - bounds.lowerBound))
    }

    /// Round values with room for a label at each, as many as fit.
    func ticks() -> [Double] {
        for steps in [[1.0, 1.5, 2, 3, 5, 7], [1.0, 2, 5], [1.0, 3], [1.0]] {
            let ticks = values(steps)
            if ticks.count > 1, zip(ticks, ticks.dropFirst()).allSatisfy(hasRoom) { return ticks }
        }
        return values([1])
    }

    /// Whether two labels beside each other do not meet; above each other they need less room.
    private func hasRoom(_ one: Double, _ other: Double) -> Bool {
        let letters = (Self.label(one).count + Self.label(other).count) / 2
        let room = length < 0 ? 16 : 8 * Double(letters) + 8
        return abs(place(other) - place(one)) >= room
    }

    private func values(_ steps: [Double]) -> [Double] {
        let decades = Int(bounds.lowerBound.rounded(.down))...Int(bounds.upperBound.rounded(.up))
        return decades.flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }
            .filter { bounds.contains(log10($0)) }
    }

    /// A tick's label.
    static func label(_ value: Double) -> String {
        var (scaled, decimals) = (value, 0)
        while decimals < 9, abs(scaled - scaled.rounded()) > 1e-6 {
            scaled *= 10
            decimals += 1
        }
        return Decimals.text(value, decimals)
    }
}
