extension RunSummary {
    /// What came of the run, in one sentence without its end.
    package var headline: String {
        let cases = Self.counted(caseCount, "case")
        switch exitCode {
        case 0: return caseCount == 1 ? "1 case agrees" : "All \(cases) agree"
        case 1: return "\(badCount) of \(cases) went wrong"
        case 2:
            let inputs = Self.counted(inputErrors.count, "input")
            return "\(cases) \(caseCount == 1 ? "agrees" : "agree"), \(inputs) could not be read"
        default:
            return
                "The run itself went wrong; \(cases) \(caseCount == 1 ? "has" : "have") a verdict"
        }
    }

    /// A number and what is counted.
    package static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
