/// A page of HTML that needs nothing else: its head, and what all pages look like.
package struct HTMLPage {
    private let title: String
    private let width: Int
    private let styles: [String]
    private let body: String

    /// - Parameters:
    ///   - title: as text; it is escaped.
    ///   - width: the most that the page is wide, in widths of a letter.
    ///   - styles: rules of its own, one a line.
    ///   - body: as HTML.
    package init(title: String, width: Int, styles: [String], body: String) {
        self.title = title
        self.width = width
        self.styles = styles
        self.body = body
    }

    package var text: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>\(MarkupEscape.escape(title))</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: \(width)em; padding: 0 1em; }
        table { border-collapse: collapse; margin: 1em 0; }
        th, td { text-align: left; padding: .2em .8em .2em 0; vertical-align: top; }
        td.number { text-align: right; font-variant-numeric: tabular-nums; }
        h2 { font-size: 1em; }
        @media (prefers-color-scheme: dark) { body { background: #111; color: #ddd; } }
        \(styles.joined(separator: "\n"))
        </style>
        </head>
        <body>
        \(body)
        </body>
        </html>

        """
    }
}
