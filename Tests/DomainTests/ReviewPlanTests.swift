import Domain
import Testing

@Suite struct ReviewPlanTests {
  private static let one: JSON = [
    "key": "fit", "title": ["vi": "Đáp ứng"], "weight": 100, "max_points": 10,
  ]

  private static func plan(_ patches: JSON...) -> JSON {
    ["criteria": .array(patches.map { one.merging($0) })]
  }

  @Test func theTemplateIsWhole() throws {
    let template = try ReviewTemplate(json: Places.json("fixtures/codes/review_criteria.json"))
    #expect(!template.version.isEmpty && template.criteria.count >= 3)
    for criterion in template.criteria {
      #expect(criterion.titleEN != nil && criterion.guidance != nil, "\(criterion.key)")
      #expect(criterion.guidance(.en) != criterion.guidance(.vi), "\(criterion.key)")
    }
    let plan = template.plan(for: ID("p"), version: 0, at: Instant(seconds: 0))
    #expect(plan.json["template"] == .string(template.version) && plan.version == 0)
  }

  @Test(
    arguments: [
      ([:], ["/criteria missing"]), (["criteria": []], ["/criteria missing"]),
      (plan(["weight": 99]), ["/criteria out_of_range"]),
      (plan(["weight": 60], ["weight": 40]), ["/criteria/1/key repeated"]),
      (plan(["weight": 0]), ["/criteria/0/weight out_of_range"]),
      (plan(["weight": 50.5]), ["/criteria/0/weight wrong_type"]),
      (plan(["max_points": 0]), ["/criteria/0/max_points out_of_range"]),
      (plan(["max_points": 1001]), ["/criteria/0/max_points out_of_range"]),
      (plan(["key": "Đáp ứng"]), ["/criteria/0/key bad_format"]),
      (plan(["key": nil]), ["/criteria/0/key missing"]),
      (plan(["title": ["vi": nil, "en": "Fit"]]), ["/criteria/0/title/vi missing"]),
      (plan(["title": "x"]), ["/criteria/0/title wrong_type", "/criteria/0/title missing"]),
      (plan(["note": "x"]), ["/criteria/0/note unknown_member"]),
      (plan([:]).merging(["version": 3]), ["/version read_only"]),
      (plan([:]).merging(["blind_to_solver": "yes"]), ["/blind_to_solver wrong_type"]),
      (plan([:]).merging(["blind": true]), ["/blind unknown_member"]),
      (["criteria": .array(Array(repeating: one, count: 21))], ["/criteria too_many"]),
    ] as [(JSON, [String])])
  func aFaultNamesItsPlace(_ json: JSON, _ faults: [String]) throws {
    let error = try #require(throws: DomainError.self) { try ReviewPlan.Input(json) }
    guard case .invalid(let found) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(Set(keys(found)).isSuperset(of: faults.prefix(1)), "\(keys(found))")
    #expect(Set(keys(found)).isSubset(of: Set(faults)), "\(keys(found))")
  }

  @Test(
    arguments: [
      (["scores": [["criterion": "fit", "points": 10]]], []),
      (["scores": [["criterion": "fit", "points": 9.99, "remark": "Tốt"]], "remark": "Khá"], []),
      (["scores": [["criterion": "fit", "points": 10.01]]], ["/scores/0/points out_of_range"]),
      (["scores": [["criterion": "fit", "points": 7.005]]], ["/scores/0/points out_of_range"]),
      (["scores": [["criterion": "fit", "points": -1]]], ["/scores/0/points out_of_range"]),
      (["scores": [["criterion": "fit", "points": "9"]]], ["/scores/0/points wrong_type"]),
      (["scores": [["criterion": "fit"]]], ["/scores/0/points missing"]),
      (["scores": [["criterion": "cost", "points": 1]]], ["/scores/0/criterion not_accepted"]),
      (
        ["scores": [["criterion": "fit", "points": 1], ["criterion": "fit", "points": 2]]],
        ["/scores/1/criterion repeated"]
      ),
      (["scores": []], ["/scores missing"]), ([:], ["/scores missing"]),
      (["scores": [["criterion": "fit", "points": 1]], "total": 9], ["/total unknown_member"]),
    ] as [(JSON, [String])])
  func aCardIsReadByItsPlan(_ json: JSON, _ faults: [String]) throws {
    let plan = ReviewPlan(
      problem: ID("p"), criteria: try ReviewPlan.Input(Self.plan([:])).criteria,
      updatedAt: Instant(seconds: 0))
    do {
      let card = try Scorecard(json, by: plan)
      #expect(faults.isEmpty)
      #expect(Scorecard(stored: card.stored) == card)
    } catch {
      guard case .invalid(let found) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(keys(found) == faults)
    }
  }
}
