import Codegen

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What compiling took, as one page with a plot that needs nothing else.
package struct CompilePage {
    private let report: CompileReport

    package init(_ report: CompileReport) { self.report = report }

    package var text: String {
        HTMLPage(
            title: "Synchromesh: compile time", width: 80,
            styles: [
                "th, td { text-align: right; font-variant-numeric: tabular-nums; }",
                "th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }",
                "svg { max-width: 100%; }",
            ],
            body: body
        ).text
    }

    private var body: String {
        """
        <h1>Compile time by size of code</h1>
        <p>\(report.summaries.map { escape(CompileReport.sentence($0)) }.joined(separator: "<br>\n"))</p>
        \(report.rows.isEmpty ? "" : CompilePlot(report).svg)
        \(table)
        \(refusals)
        """
    }

    private var table: String {
        let rows = report.rows.map { row in
            let cells = [
                escape(row.name), row.instructionSet.rawValue, "\(row.byteCount)",
                "\(row.reachedByteCount)", "\(row.instructionCount)", "\(row.machineByteCount)",
                Decimals.text(row.seconds * 1000, 3), Decimals.text(row.microsecondsPerByte, 3),
            ]
            return "<tr>\(cells.map { "<td>\($0)</td>" }.joined())</tr>"
        }
        return """
            <table>
            <tr><th>Contract</th><th></th><th>Bytes</th><th>In blocks</th><th>LIR</th>\
            <th>Machine code</th><th>ms</th><th>µs a byte</th></tr>
            \(rows.joined(separator: "\n"))
            </table>
            """
    }

    private var refusals: String {
        report.refusals.map {
            "<p>\(escape($0.name)) (\($0.instructionSet)): not compiled: \(escape($0.reason))</p>"
        }.joined(separator: "\n")
    }

    private func escape(_ text: String) -> String { MarkupEscape.escape(text) }
}

/// A point for each contract that is not mostly data, size to the right and time upwards, both by powers of ten.
///
/// What is linear lies along the dashed lines, each of which is one pace.
package struct CompilePlot {
    private static let (width, height, margin) = (760.0, 460.0, 60.0)
    private static let namespace = "http://www.w3.org/2000/svg"
    private static let colours: [InstructionSet: String] = [.x64: "#36c", .aarch64: "#d60"]

    private let rows: [CompileMeasurement]
    private let summaries: [CompileSummary]
    /// Powers of ten between which bytes and milliseconds lie.
    private let bytes: ClosedRange<Double>
    private let times: ClosedRange<Double>

    package init(_ report: CompileReport) {
        self.init(report.rows, report.summaries)
    }

    private init(_ rows: [CompileMeasurement], _ summaries: [CompileSummary]) {
        self.rows = rows.filter { !$0.isMostlyData && $0.reachedByteCount > 0 && $0.seconds > 0 }
        self.summaries = summaries
        bytes = Self.decades(self.rows.map { Double($0.reachedByteCount) })
        times = Self.decades(self.rows.map { $0.seconds * 1000 })
    }

    private static func decades(_ values: [Double]) -> ClosedRange<Double> {
        let low = (values.min().map(log10) ?? 0).rounded(.down)
        return low...max(low + 1, (values.max().map(log10) ?? 0).rounded(.up))
    }

    /// A picture of its own, or part of a page.
    package var svg: String {
        """
        <svg xmlns="\(Self.namespace)" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" width="\(Int(Self.width))" role="img" \
        aria-label="compile time by size of code" font-family="sans-serif" font-size="12" fill="#888">
        \(axes)
        \([0.1, 0.2, 0.5, 1, 2].map(pace).joined(separator: "\n"))
        \(rows.map(point).joined(separator: "\n"))
        \(legend)
        </svg>
        """
    }

    private func x(_ byteCount: Double) -> Double {
        let share = (log10(byteCount) - bytes.lowerBound) / (bytes.upperBound - bytes.lowerBound)
        return Self.margin + share * (Self.width - 2 * Self.margin)
    }

    private func y(_ milliseconds: Double) -> Double {
        let share = (log10(milliseconds) - times.lowerBound) / (times.upperBound - times.lowerBound)
        return Self.height - Self.margin - share * (Self.height - 2 * Self.margin)
    }

    private func number(_ value: Double) -> String { Decimals.text(value, 1) }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String)
        -> String
    {
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" "
            + "y2=\"\(number(y2))\" stroke=\"#888\" \(style)/>"
    }

    private func label(_ x: Double, _ y: Double, _ text: String, _ anchor: String = "middle")
        -> String
    {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(text)</text>"
    }

    private var axes: String {
        let (left, bottom) = (Self.margin, Self.height - Self.margin)
        let (right, top) = (Self.width - Self.margin, Self.margin)
        var parts = [line(left, bottom, right, bottom, ""), line(left, bottom, left, top, "")]
        for power in Int(bytes.lowerBound)...Int(bytes.upperBound) {
            let place = x(pow(10, Double(power)))
            parts.append(line(place, bottom, place, bottom + 5, ""))
            parts.append(label(place, bottom + 20, Self.decade(power)))
        }
        for power in Int(times.lowerBound)...Int(times.upperBound) {
            let place = y(pow(10, Double(power)))
            parts.append(line(left - 5, place, left, place, ""))
            parts.append(label(left - 9, place + 4, Self.decade(power), "end"))
        }
        let axis = "bytes of code in blocks; dashed: so many µs for each"
        parts.append(label((left + right) / 2, bottom + 42, axis))
        parts.append(label(left, top - 14, "milliseconds"))
        return parts.joined(separator: "\n")
    }

    private static func decade(_ power: Int) -> String {
        power >= 0
            ? "\(Int(pow(10, Double(power))))" : Decimals.text(pow(10, Double(power)), -power)
    }

    /// The line of so many microseconds a byte, as much of it as there is room for; its label stands
    /// behind its end, beside the plot or above it.
    private func pace(_ microseconds: Double) -> String {
        let slope = log10(microseconds / 1000)
        let low = max(bytes.lowerBound, times.lowerBound - slope)
        let high = min(bytes.upperBound, times.upperBound - slope)
        guard low < high else { return "" }
        let (from, to) = (pow(10, low), pow(10, high))
        let (fromTime, toTime) = (pow(10, low + slope), pow(10, high + slope))
        let text = "\(Decimals.text(microseconds, microseconds < 1 ? 1 : 0)) µs"
        let (endX, endY) = (x(to), y(toTime))
        return line(x(from), y(fromTime), endX, endY, "stroke-dasharray=\"3 5\"")
            + (high < bytes.upperBound
                ? label(endX, endY - 6, text) : label(endX + 6, endY + 4, text, "start"))
    }

    private func point(_ row: CompileMeasurement) -> String {
        let colour = Self.colours[row.instructionSet] ?? "currentColor"
        let (across, up) = (x(Double(row.reachedByteCount)), y(row.seconds * 1000))
        let title =
            "\(MarkupEscape.escape(row.name)), \(row.instructionSet): \(row.reachedByteCount) "
            + "bytes, \(Decimals.text(row.seconds * 1000, 3)) ms"
        return "<circle cx=\"\(number(across))\" cy=\"\(number(up))\" r=\"4\" fill=\"\(colour)\" "
            + "fill-opacity=\"0.6\"><title>\(title)</title></circle>"
    }

    private var legend: String {
        summaries.enumerated().map { index, summary in
            let height = Self.margin + 18 * Double(index) + 8
            let colour = Self.colours[summary.instructionSet] ?? "currentColor"
            return "<circle cx=\"\(number(Self.margin + 20))\" cy=\"\(number(height))\" r=\"4\" "
                + "fill=\"\(colour)\"/>"
                + label(
                    Self.margin + 30, height + 4, summary.instructionSet.rawValue, "start")
        }.joined(separator: "\n")
    }
}
