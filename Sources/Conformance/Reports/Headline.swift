extension RunSummary {
    /// What came of the run, in one sentence without its end.
    package var headline: String {
        let cases = Self.counted(caseCount, "case")
        if isInterrupted, internalErrors.isEmpty, badCount == 0 {
            return "Ended by a signal; \(cases) \(caseCount == 1 ? "agrees" : "agree")"
        }
        switch exitCode {
        case 0: return caseCount == 1 ? "1 case agrees" : "All \(cases) agree"
        case 1: return "\(badCount) of \(cases) went wrong"
        case 2 where inputErrors.isEmpty: return "No case was selected"
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
