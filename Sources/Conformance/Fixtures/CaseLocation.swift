/// Where a case is written; the line is counted only when somebody asks.
package enum CaseLocation: Sendable {
    case position(file: String, SourcePosition)
    case offset(SourceText, Int)
    /// Nowhere: a program made the case up.
    case generated

    package var file: String {
        switch self {
        case .position(let file, _): file
        case .offset(let source, _): source.file
        case .generated: "made up"
        }
    }

    package var position: SourcePosition {
        switch self {
        case .position(_, let position): position
        case .offset(let source, let offset): SourcePosition(offset: offset, in: source.bytes)
        case .generated: SourcePosition(line: 0, column: 0)
        }
    }
}
