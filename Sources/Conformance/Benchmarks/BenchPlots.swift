import VM

/// The plots of a run of benchmarks.
struct BenchPlots {
    private let report: BenchReport
    private var run: BenchRun { report.run }

    private static let width = 860.0
    private static let (top, bottom) = (34.0, 30.0)
    private static let letterWidth = 6.7
    private static let longestName = 44

    init(_ report: BenchReport) { self.report = report }

    /// The class of a subject's marks.
    static func style(_ place: Int) -> String { "subject\(place % 6)" }

    /// Room for the names of rows.
    private func margin(_ names: [String]) -> Double {
        16 + Self.letterWidth * Double(names.reduce(0) { max($0, min($1.count, Self.longestName)) })
    }

    private static func short(_ name: String) -> String {
        name.count <= longestName
            ? name : "\(name.prefix(longestName / 2 - 1))…\(name.suffix(longestName / 2))"
    }

    // MARK: Ratios

    private struct RatioRow {
        let name: String
        let isMean: Bool
        /// By the subject's place.
        var bars: [(place: Int, value: Double, quartiles: ClosedRange<Double>?)] = []
    }

    private var ratioRows: [RatioRow] {
        var rows: [RatioRow] = []
        for mean in report.means {
            let name = "mean of \(mean.group)"
            if rows.last?.name != name { rows.append(RatioRow(name: name, isMean: true)) }
            let place = run.subjects.firstIndex(of: mean.subject) ?? 0
            rows[rows.count - 1].bars.append((place, mean.ratio, nil))
        }
        for entry in run.entries {
            var row = RatioRow(name: entry.name, isMean: false)
            for (place, subject) in entry.rows.enumerated().dropFirst() {
                guard let ratio = Quartiles(entry.ratios(subject)) else { continue }
                row.bars.append((place, ratio.median, ratio.lowerQuartile...ratio.upperQuartile))
            }
            rows.append(row)
        }
        return rows
    }

    /// A bar for each ratio, to the left of 1 where the subject is faster than the reference.
    var ratios: String {
        let rows = ratioRows
        let count = max(1, run.subjects.count - 1)
        let (thickness, gap) = (11.0, 7.0)
        let pitch = thickness * Double(count) + gap
        let left = margin(rows.map(\.name))
        let right = Self.width - 60
        var drawing = Drawing(
            width: Self.width, height: Self.top + pitch * Double(rows.count) + Self.bottom)
        let values = rows.flatMap { row in
            row.bars.flatMap { [$0.value, $0.quartiles?.lowerBound, $0.quartiles?.upperBound] }
        }
        let axis = LogarithmicAxis(
            values.compactMap(\.self) + [1], from: left, length: right - left)
        scale(&drawing, axis, "times the reference, \(run.subjects[0]); shorter is to the left")
        for (index, row) in rows.enumerated() {
            let y = Self.top + pitch * Double(index)
            let middle = y + thickness * Double(count) / 2
            drawing.text(
                left - 8, middle + 4, Self.short(row.name), .end,
                style: row.isMean ? "mean" : "")
            for bar in row.bars {
                let top = y + thickness * Double(bar.place - 1)
                let (one, end) = (axis.place(1), axis.place(bar.value))
                let title =
                    "\(row.name): \(run.subjects[bar.place]): "
                    + Decimals.text(bar.value, 3)
                drawing.bar(
                    min(one, end), top, abs(end - one), thickness - 1, Self.style(bar.place),
                    title: title)
                if let quartiles = bar.quartiles {
                    let (from, to) = (quartiles.lowerBound, quartiles.upperBound)
                    let height = top + (thickness - 1) / 2
                    drawing.line(axis.place(from), height, axis.place(to), height, "spread")
                }
                drawing.text(
                    right + 8, top + thickness - 1, Decimals.text(bar.value, 3), style: "small")
            }
        }
        drawing.line(
            axis.place(1), Self.top - 4, axis.place(1), drawing.height - Self.bottom, "one")
        return drawing.svg(label: "ratios by benchmark")
    }

    /// Lines and labels of an axis from left to right, at the top and at the bottom.
    private func scale(_ drawing: inout Drawing, _ axis: LogarithmicAxis, _ caption: String) {
        let end = drawing.height - Self.bottom
        for tick in axis.ticks() {
            let x = axis.place(tick)
            drawing.line(x, Self.top - 4, x, end, "grid")
            drawing.text(x, Self.top - 8, LogarithmicAxis.label(tick), .middle)
        }
        drawing.text(axis.place(axis.value(at: 0.5)), end + 20, caption, .middle)
    }

    // MARK: Gas

    /// A dot for each subject's gas rate.
    var gasRates: String {
        let pitch = 18.0
        let entries = run.entries.filter { !$0.rows.isEmpty }
        let left = margin(entries.map(\.name))
        var drawing = Drawing(
            width: Self.width, height: Self.top + pitch * Double(entries.count) + Self.bottom)
        let rates = entries.map { entry in
            entry.rows.map { row in entry.gasPerSecond(row).map { $0 / 1e6 } }
        }
        let axis = LogarithmicAxis(
            rates.joined().compactMap(\.self), from: left, length: Self.width - 20 - left)
        scale(&drawing, axis, "million gas a second of processor time; faster is to the right")
        for (index, entry) in entries.enumerated() {
            let y = Self.top + pitch * (Double(index) + 0.5)
            drawing.text(left - 8, y + 4, Self.short(entry.name), .end)
            let known = rates[index].compactMap(\.self).filter { $0 > 0 }
            if let low = known.min(), let high = known.max() {
                drawing.line(axis.place(low), y, axis.place(high), y, "axis")
            }
            for (place, rate) in rates[index].enumerated() {
                guard let rate, rate > 0 else { continue }
                drawing.dot(
                    axis.place(rate), y, Self.style(place),
                    title: "\(entry.name): \(run.subjects[place]): \(Decimals.text(rate, 1))")
            }
        }
        return drawing.svg(label: "gas rate by benchmark")
    }

    // MARK: Tiers

    private static let phases: [(name: String, usage: @Sendable (BenchRound) -> TierUsage?)] = [
        ("first", { $0.firstUsage }), ("warm-up", { $0.warmUpUsage }),
        ("measured", { $0.usage }),
    ]

    /// Of a subject that changes between tiers, the shares of gas in the first call, in the calls
    /// to warm up, and in those that were measured; empty of others.
    func tiers(of subject: Int) -> String {
        let entries = run.entries.filter { entry in
            entry.rows.indices.contains(subject)
                && Self.phases.contains { entry.rows[subject].compiledShare($0.usage) != nil }
        }
        guard !entries.isEmpty else { return "" }
        let (pitch, left) = (18.0, margin(entries.map(\.name)))
        var drawing = Drawing(
            width: Self.width, height: Self.top + pitch * Double(entries.count) + 6)
        let column = (Self.width - 10 - left) / Double(Self.phases.count)
        for (number, phase) in Self.phases.enumerated() {
            let x = left + column * Double(number)
            drawing.text(x, Self.top - 8, phase.name)
            for (index, entry) in entries.enumerated() {
                guard let share = entry.rows[subject].compiledShare(phase.usage) else { continue }
                let y = Self.top + pitch * Double(index)
                let (length, text) = (column - 14, Decimals.text(100 * share, 1))
                let title = "\(entry.name), \(phase.name): \(text) % compiled"
                drawing.bar(x, y, length * (1 - share), 12, "interpreted", title: title)
                drawing.bar(
                    x + length * (1 - share), y, length * share, 12, "compiled", title: title)
            }
        }
        for (index, entry) in entries.enumerated() {
            let y = Self.top + pitch * Double(index)
            drawing.text(left - 8, y + 10, Self.short(entry.name), .end)
        }
        return drawing.svg(label: "gas by tier, \(run.subjects[subject])")
    }

    // MARK: Compiling

    private struct Point {
        let compiling, saved: Double
        let place: Int
        let title: String
    }

    private var points: [Point] {
        run.entries.flatMap { entry in
            entry.rows.enumerated().compactMap { place, row in
                guard let compiling = row.compileSeconds, compiling > 0,
                    let saved = entry.saving(row), saved > 0, let calls = entry.breakEven(row)
                else { return nil }
                return Point(
                    compiling: compiling * 1e3, saved: saved * 1e3, place: place,
                    title: "\(entry.name): \(row.subject): pays after "
                        + "\(Decimals.text(calls, 0)) calls")
            }
        }
    }

    /// Compile time to the right, what a call is shorter for it upwards; empty if nothing was
    /// compiled.
    ///
    /// Along each dashed line compiling has paid after the same number of calls.
    var breakEven: String {
        let points = points
        guard !points.isEmpty else { return "" }
        let (left, right, top, end) = (70.0, Self.width - 90, 24.0, 420.0)
        var drawing = Drawing(width: Self.width, height: end + 44)
        let across = LogarithmicAxis(points.map(\.compiling), from: left, length: right - left)
        let up = LogarithmicAxis(points.map(\.saved), from: end, length: top - end)
        for tick in across.ticks() {
            drawing.line(across.place(tick), end, across.place(tick), end + 5)
            drawing.text(across.place(tick), end + 19, LogarithmicAxis.label(tick), .middle)
        }
        for tick in up.ticks() {
            drawing.line(left - 5, up.place(tick), left, up.place(tick))
            drawing.text(left - 9, up.place(tick) + 4, LogarithmicAxis.label(tick), .end)
        }
        drawing.line(left, end, right, end)
        drawing.line(left, end, left, top)
        drawing.text((left + right) / 2, end + 38, "milliseconds of compiling", .middle)
        drawing.text(left - 60, top - 10, "milliseconds saved by each call")
        for calls in [1.0, 10, 100, 1000, 10_000, 100_000] {
            diagonal(calls, across, up, &drawing)
        }
        for point in points {
            drawing.dot(
                across.place(point.compiling), up.place(point.saved), Self.style(point.place),
                title: point.title)
        }
        return drawing.svg(label: "compile time and what it saves")
    }

    /// The line along which compiling takes as long as so many calls save, as far as it is inside.
    private func diagonal(
        _ calls: Double, _ across: LogarithmicAxis, _ up: LogarithmicAxis,
        _ drawing: inout Drawing
    ) {
        let low = max(across.value(at: 0), up.value(at: 0) * calls)
        let high = min(across.value(at: 1), up.value(at: 1) * calls)
        guard low < high else { return }
        let (x, y) = (across.place(high), up.place(high / calls))
        drawing.line(across.place(low), up.place(low / calls), x, y, "dashed")
        let text = calls == 1 ? "1 call" : "\(Decimals.text(calls, 0)) calls"
        if high < across.value(at: 1) {
            drawing.text(x, y - 6, text, .middle, style: "small")
        } else {
            drawing.text(x + 6, y + 4, text, style: "small")
        }
    }
}
