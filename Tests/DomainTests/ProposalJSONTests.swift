import Domain
import Testing

@Suite struct ProposalJSONTests {
  private func refusals(_ json: JSON) -> [String] {
    keys(faults { () throws(DomainError) in _ = try ProposalOffer.read(json) })
  }

  static let table: [(JSON, [String])] = [
    ([:], []), (["approach": "x", "trl": 7, "cost_vnd": 0, "duration_months": 240], []),
    (["partners": ["a", "b"]], []), (["partners": "a"], ["/partners wrong_type"]),
    (["partners": [1]], ["/partners/0 wrong_type"]),
    (["partners": .array(Array(repeating: "a", count: 21))], ["/partners too_many"]),
    (
      ["trl": 0, "cost_vnd": -1, "duration_months": 241],
      [
        "/trl out_of_range", "/cost_vnd out_of_range", "/duration_months out_of_range",
      ]
    ),
    (["approach": .string(String(repeating: "a", count: 50_001))], ["/approach too_long"]),
    (
      ["approach": 1, "cost": 1, "status": "draft"],
      [
        "/approach wrong_type", "/cost unknown_member", "/status read_only",
      ]
    ),
    (["problem": "x"], ["/problem unknown_member"]), ([], [" wrong_type"]),
  ]

  @Test(arguments: table.indices) func judgesOffers(_ index: Int) {
    #expect(refusals(Self.table[index].0) == Self.table[index].1)
  }

  @Test func whatItWritesItReadsBack() throws {
    var random = Seeded(11)
    for _ in 0..<200 {
      let offer = random.offer()
      let json = JSON.object(JSONObject(offer.members))
      #expect(try ProposalOffer.read(JSONParser.parse(json.compact)) == offer)
      let record = Proposal(
        id: ID("a"), problem: ID("b"), organisation: ID("c"), status: .submitted,
        createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 1),
        submittedAt: Instant(seconds: 2), offer: offer)
      #expect(record.json["problem"] == "b" && record.json["organisation"] == "c")
      #expect(record.json["submitted_at"] == "1970-01-01T00:00:02Z")
      let again = try ProposalOffer.read(
        record.json, ignoring: ProposalOffer.readOnly.union(["problem", "organisation"]))
      #expect(again == offer)
    }
  }

  @Test func submissionOwesApproachCostAndDuration() {
    var offer = ProposalOffer()
    #expect(
      keys(offer.submissionFaults) == [
        "/approach missing", "/cost_vnd missing", "/duration_months missing",
      ])
    offer.approach = "x"
    offer.costVND = 0
    offer.durationMonths = 1
    #expect(offer.submissionFaults.isEmpty)
  }
}
