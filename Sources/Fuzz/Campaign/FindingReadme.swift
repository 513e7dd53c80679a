import Conformance
import VM

/// The three lines that lie beside a saved case.
struct FindingReadme {
    private let finding: CampaignFinding
    private let settings: CampaignSettings
    private let problem: String
    private let path: String

    init(
        _ finding: CampaignFinding, settings: CampaignSettings, problem: String, path: String
    ) {
        self.finding = finding
        self.settings = settings
        self.problem = problem
        self.path = path
    }

    var text: String {
        """
        **What happened.** `\(finding.bucket.subject.text)` against the interpreter: \(first)
        **Where from.** \(origin)
        **Again.** \(again)

        """ + finding.otherBuckets.map(Self.line).joined()
    }

    /// A line about another way in which the same cause showed.
    static func line(_ other: Bucket) -> String { "**Also as.** `\(other.name)`.\n" }

    private var first: String {
        let again = finding.inquiry?.again ?? ""
        return again.isEmpty ? finding.description : again
    }

    private var origin: String {
        let configuration = settings.configuration
        let planted = configuration.faults.map(\.rawValue).sorted()
        let faults =
            planted.isEmpty ? "" : ", with the planted fault \(planted.joined(separator: ", "))"
        let size = finding.inquiry.map {
            "; \(Self.size($0))\($0.bytes) bytes of code, "
                + "\($0.switches) switches named"
        }
        let cause = finding.inquiry?.cause ?? ""
        let blamed = cause.isEmpty ? "" : "; to blame: \(cause)"
        return "Seed \(settings.seed), \(finding.origin)"
            + "\(faults)\(size ?? "")\(blamed)."
            + (finding.remark.isEmpty ? "" : " \(finding.remark).")
    }

    private static func size(_ inquiry: Inquiry) -> String {
        guard inquiry.isSame else { return "" }
        return inquiry.isSmall ? "made small, " : "more could be left out, "
    }

    /// What a replay must be told so that the case ends it as it ended the first worker.
    private var limits: String {
        let (signature, configuration) = (finding.bucket.signature, settings.configuration)
        guard signature.isDeath else { return "" }
        if signature.place == "hang" {
            return " --case-timeout \(Int((configuration.caseTimeout * 1000).rounded(.up)))ms"
        }
        return signature.fields == [WorkerDeath.memory]
            ? " --memory \(configuration.memory >> 20)" : ""
    }

    private var again: String {
        let plants = settings.configuration.faults.map(\.rawValue).sorted()
        let command =
            "`synchromesh replay \(path) --subject \(finding.bucket.subject.text)"
            + plants.map { " --plant \($0)" }.joined() + limits + "`"
        guard let inquiry = finding.inquiry else {
            return "The case could not be saved: \(problem)."
        }
        guard let verification = finding.verification else { return command }
        if verification.isReproduced { return "\(command); a fresh process found it again." }
        return "**Flaky.** First run: \(finding.description). "
            + (inquiry.again.isEmpty ? "" : "Alone, before it was saved: \(inquiry.again). ")
            + "Fresh process: \(verification.description). \(command)"
    }
}
