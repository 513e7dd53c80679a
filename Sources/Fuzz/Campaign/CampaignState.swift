package import Conformance

/// A share of a campaign's batches: those whose number leaves `index` when divided by `count`.
///
/// All shares together make up exactly the cases of the undivided campaign.
package struct CampaignShard: Equatable, Sendable {
    package var index: Int
    package var count: Int

    /// The most shares of a campaign.
    static let largestCount = 1_000_000

    package init(index: Int = 0, count: Int = 1) {
        self.index = index
        self.count = count
    }

    /// Reads `2/5`, the second of five.
    package init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], number > 0,
            number <= count, count <= Self.largestCount
        else { return nil }
        self.init(index: number - 1, count: count)
    }

    package var text: String { "\(index + 1)/\(count)" }
}

/// What a campaign leaves in its folder so that it can be continued.
package struct CampaignState: Sendable {
    package var summary: CampaignSummary
    package var shard: CampaignShard
    /// What the cases are, so that findings can be made again.
    package var recipe: CaseRecipe
    /// How many batches were begun.
    package var batchCount: Int
    /// What was reached, as `Coverage` numbers it.
    package var features: Set<Int>

    init(
        _ summary: CampaignSummary, _ shard: CampaignShard, _ recipe: CaseRecipe, batches: Int,
        features: Set<Int>
    ) {
        self.summary = summary
        self.shard = shard
        self.recipe = recipe
        batchCount = batches
        self.features = features
    }
}

// MARK: Writing

extension CampaignState {
    /// One JSON object.
    package var text: String {
        let lines = [
            "\"seed\": \(summary.seed)", "\"shard\": \"\(shard.text)\"",
            "\"recipe\": \(recipe.text)",
            "\"batches\": \(batchCount)", "\"cases\": \(summary.cases)",
            "\"comparisons\": \(summary.comparisons)", "\"noVerdict\": \(summary.noVerdict)",
            "\"leftOut\": \(summary.leftOut)",
            "\"tiers\": {\(Self.table(summary.tiersReached))}",
            "\"exits\": {\(Self.table(summary.exitsReached))}",
            "\"milliseconds\": {\"wall\": \(Int(summary.wallSeconds * 1000)), "
                + "\"cpu\": \(Int(summary.processorSeconds * 1000))}",
            "\"findings\": [\n    "
                + summary.findings.map(Self.text).joined(separator: ",\n    ") + "\n  ]",
            "\"features\": [\(features.sorted().map(String.init).joined(separator: ","))]",
        ]
        return "{\n  " + lines.joined(separator: ",\n  ") + "\n}\n"
    }

    private static func table(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\(JSONEscape.quote($0.key)): \($0.value)" }
            .joined(separator: ", ")
    }

    private static func text(_ finding: CampaignFinding) -> String {
        let inquiry = finding.inquiry
        let buckets = ([finding.bucket] + finding.otherBuckets).map(text)
        return "{\"buckets\": [\(buckets.joined(separator: ", "))], "
            + "\"batch\": \(finding.batch.index), \"seeded\": \(finding.batch.isSeeded), "
            + "\"passedOver\": \(finding.batch.passedOver), \"case\": \(finding.ordinal), "
            + "\"count\": \(finding.count), \"what\": \(JSONEscape.quote(finding.description)), "
            + "\"cause\": \(JSONEscape.quote(inquiry?.cause ?? "")), "
            + "\"bytes\": \(inquiry?.bytes ?? 0), \"switches\": \(inquiry?.switches ?? 0), "
            + "\"looked\": \(inquiry != nil), \"unfinished\": \(finding.isUnfinished), "
            + "\"again\": \(finding.verification?.isReproduced == true), "
            + "\"path\": \(JSONEscape.quote(finding.path))}"
    }

    private static func text(_ bucket: Bucket) -> String {
        let words = [bucket.subject.text, bucket.signature.place] + bucket.signature.fields
        return "[\(words.map(JSONEscape.quote).joined(separator: ", "))]"
    }
}

// MARK: Reading

extension CampaignState {
    /// More than any campaign counts, and little enough to be added up, and for the number of a
    /// batch of any share.
    fileprivate static let largestCount = 1 << 42

    /// - Throws: what is no such object, with its place.
    package init(_ source: SourceText) throws(FixtureError) {
        let root = try JSONDocument(source).root
        try root.require(.object)
        var summary = CampaignSummary()
        summary.seed = try root.required("seed").count64()
        summary.cases = try root.required("cases").total()
        summary.comparisons = try root.required("comparisons").total()
        summary.noVerdict = try root.required("noVerdict").total()
        summary.leftOut = try root["leftOut"]?.total() ?? 0
        summary.tiersReached = try Self.table(try root.required("tiers"))
        summary.exitsReached = try Self.table(try root.required("exits"))
        let times = try root.required("milliseconds")
        summary.wallSeconds = Double(try times.required("wall").total()) / 1000
        summary.processorSeconds = Double(try times.required("cpu").total()) / 1000
        for node in try root.required("findings").elements {
            summary.findings.append(try CampaignFinding(node, seed: summary.seed))
        }
        let shard = try root.required("shard")
        guard let share = CampaignShard(parsing: shard.text) else {
            throw shard.failure(expected: "a share like \"1/4\"")
        }
        var features: Set<Int> = []
        for node in try root.required("features").elements {
            features.insert(try node.count(atMost: Coverage.size - 1))
        }
        self.init(
            summary, share, try CaseRecipe(try root.required("recipe")),
            batches: try root.required("batches").total(), features: features)
    }

    private static func table(_ node: JSONNode) throws(FixtureError) -> [String: Int] {
        var table: [String: Int] = [:]
        for (key, value) in node.members { table[key.text] = try value.total() }
        return table
    }
}

extension CampaignFinding {
    fileprivate init(_ node: JSONNode, seed: UInt64) throws(FixtureError) {
        var buckets: [Bucket] = []
        for bucket in try node.required("buckets").elements { buckets.append(try Bucket(bucket)) }
        guard let first = buckets.first else { throw node.failure(expected: "a bucket") }
        let index = try node.required("batch").count(
            atMost: CampaignState.largestCount * CampaignShard.largestCount)
        self.init(
            bucket: first, otherBuckets: Array(buckets.dropFirst()),
            batch: Batch(index: index, seed: Campaign.seed(ofBatch: index, campaign: seed)),
            ordinal: try node.required("case").count(atMost: Batch.size - 1),
            count: try node.required("count").total(),
            description: try node.required("what").text)
        path = try node.required("path").text
        batch.isSeeded = try node.required("seeded").text == "true"
        for ordinal in try node.required("passedOver").elements {
            batch.passedOver.append(try ordinal.count(atMost: Batch.size - 1))
        }
        isUnfinished = try node.required("unfinished").text == "true"
        guard try node.required("looked").text == "true" else { return }
        var inquiry = Inquiry()
        inquiry.cause = try node.required("cause").text
        inquiry.bytes = try node.required("bytes").total()
        inquiry.switches = try node.required("switches").total()
        self.inquiry = inquiry
        guard !isUnfinished else { return }
        verification = Verification(
            isReproduced: try node.required("again").text == "true", description: "")
    }
}

extension Bucket {
    fileprivate init(_ node: JSONNode) throws(FixtureError) {
        let words = node.elements.map(\.text)
        guard words.count >= 2, let subject = try? SubjectName(parsing: words[0]) else {
            throw node.failure(expected: "a subject and a signature")
        }
        self.init(Signature(place: words[1], fields: Array(words.dropFirst(2))), subject)
    }
}

extension JSONNode {
    /// Something that a campaign counted.
    fileprivate func total() throws(FixtureError) -> Int {
        try count(atMost: CampaignState.largestCount)
    }

    /// A JSON number of 64 bits.
    fileprivate func count64() throws(FixtureError) -> UInt64 {
        guard kind == .number, let value = UInt64(text) else {
            throw failure(expected: "a number of at most 64 bits")
        }
        return value
    }
}
