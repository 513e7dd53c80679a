import Conformance
import Fuzz
import Testing

/// The page of a campaign.
@Suite struct CampaignPageTests {
    private func finding(_ field: String, _ description: String) -> CampaignFinding {
        var finding = CampaignFinding(
            bucket: Bucket(Signature(place: "head", fields: [field]), .interpreter),
            batch: Batch(index: 0, seed: 0), ordinal: 1, count: 2, description: description)
        var inquiry = Inquiry()
        (inquiry.text, inquiry.cause) = ("code: \"<\(field)>\"", "lowering-\(field)&")
        finding.inquiry = inquiry
        finding.path = "out/findings/<\(field)>/case.yaml"
        return finding
    }

    @Test func `a page holds every finding, escaped, and needs nothing else`() {
        var summary = CampaignSummary()
        summary.findings = [
            finding("stack", "stack [<script>alert(1)</script>]"), finding("memory", "a & b"),
        ]
        summary.internalErrors = ["an <error>"]
        summary.tiersReached = ["method": 7]
        let page = CampaignPage(summary).text
        for text in [
            "<h2>head-stack-interpreter</h2>", "stack [&lt;script&gt;alert(1)&lt;/script&gt;]",
            "code: &quot;&lt;stack&gt;&quot;", "lowering-stack&amp;",
            "out/findings/&lt;stack&gt;/case.yaml", "<h2>head-memory-interpreter</h2>", "a &amp; b",
            "an &lt;error&gt;", "<td>method</td><td class=\"number\">7</td>",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        for text in ["<script", "<link", "<img", "src=", "href=", "url(", "@import", "http"] {
            #expect(!page.contains(text), "\(text)")
        }
        #expect(page.hasPrefix("<!DOCTYPE html>"))
    }
}
