import Domain
import Testing

@Suite struct EngagementTests {
  private func milestone(
    _ id: String, _ due: String, _ status: Milestone.Status = .planned, amount: Int64? = nil,
    told: Bool = false
  ) -> Milestone {
    Milestone(
      id: ID(id), terms: Milestone.Terms(title: "Mốc \(id)", due: due, amountVND: amount),
      status: status, toldOverdueAt: told ? Instant(seconds: 5) : nil)
  }

  private func engagement(
    _ milestones: [Milestone], _ status: Engagement.Status = .active
  ) -> Engagement {
    Engagement(
      id: ID("e"), problem: ID("p"), proposal: nil, organisation: ID("own"),
      partners: [ID("other")], status: status, terms: Engagement.Terms(amountVND: 100),
      milestones: milestones, createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0))
  }

  @Test func sumsAndDaysFollowFromTheMilestones() {
    let record = engagement([
      milestone("a", "2026-02-28", .accepted, amount: 40),
      milestone("b", "2028-02-29", .returned, amount: 30, told: true),
      milestone("c", "2028-03-01", amount: 20), milestone("d", "2026-01-01", .submitted),
    ])
    #expect(record.plannedVND == 90 && record.acceptedVND == 40)
    #expect(record.nextDue == "2028-02-29" && record.untoldDue == "2028-03-01")
    #expect(!record.isOverdue(on: "2028-02-29"), "its own day is not over")
    #expect(record.isOverdue(on: "2028-03-01"))
    for ended in [Engagement.Status.completed, .terminated] {
      let over = engagement(record.milestones, ended)
      #expect(over.nextDue == nil && over.untoldDue == nil && !over.isOverdue(on: "2030-01-01"))
    }
  }

  @Test func whatIsStoredIsReadAgain() throws {
    var full = milestone("a", "2026-09-30", .returned, amount: 7, told: true)
    full.statusReason = "Thiếu biên bản"
    full.evidence = Milestone.Evidence(
      text: "Đã lắp", files: [ID("f1"), ID("f2")], at: Instant(seconds: 9))
    full.acceptedAt = Instant(seconds: 11)
    for one in [full, milestone("b", "2026-01-01")] {
      let text = one.stored.compact
      #expect(Milestone(stored: try JSONParser.parse(text)) == one)
    }
    #expect(Milestone(stored: ["id": "x"]) == nil)
  }

  static let sandbox: JSON = [
    "scope": "20 vườn", "place": "Xã Ea Kao", "safeguards": "Bảo hiểm", "supervisor": "Sở",
    "start": "2026-08-01", "end": "2027-01-31",
  ]

  @Test(
    arguments: [
      (["sandbox": sandbox], []),
      (["sandbox": sandbox.merging(["end": "2026-07-31"])], ["/sandbox/end out_of_range"]),
      (["sandbox": sandbox.merging(["end": "2026-02-29"])], ["/sandbox/end bad_format"]),
      (["sandbox": sandbox.merging(["safeguards": " "])], ["/sandbox/safeguards missing"]),
      (["measures": [["target": "20"]]], ["/measures/0/name missing"]),
      (["amount_vnd": -1], ["/amount_vnd out_of_range"]),
      (["amount_vnd": 1.5], ["/amount_vnd wrong_type"]),
      (["status": "completed"], ["/status read_only"]), (["x": 1], ["/x unknown_member"]),
    ] as [(JSON, [String])])
  func termsAreRead(_ json: JSON, _ faults: [String]) {
    do {
      let terms = try Engagement.Terms.read(json)
      #expect(faults.isEmpty)
      #expect(try Engagement.Terms.read(.object(JSONObject(terms.members))) == terms)
    } catch {
      guard case .invalid(let found) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(keys(found) == faults)
    }
  }

  @Test func onlyItsSidesAndOfficersSeeIt() {
    let record = engagement([])
    for actor in VisibilityTests.actors {
      let expected =
        [VisibilityTests.member, VisibilityTests.stranger].contains(actor) || actor.isOfficer
      #expect(Visibility.sees(actor, record) == expected, "\(actor.name)")
    }
  }
}
