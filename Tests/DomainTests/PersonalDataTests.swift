import Domain
import Testing

@Suite struct PersonalDataTests {
  private func taken(
    _ payload: JSON, _ aggregate: Aggregate
  ) -> (payload: JSON, values: [String]) {
    let found = PersonalData.take(from: payload, on: aggregate, "r", by: ID("a")) { number, _ in
      .integer(Int64(number))
    }
    return (found.payload, found.values.map { "\($0.subject ?? "?") \($0.json.compact)" })
  }

  @Test func membersAreTakenWhereverTheyStand() {
    let (payload, values) = taken(
      [
        "before": ["email": "a@b.vn", "name": "x", "phone": .null],
        "after": ["people": [["phone": "1"], ["email": "c@d.vn"]]], "from": "::1",
      ], .organisation)
    #expect(
      payload == [
        "before": ["email": 1, "name": "x", "phone": .null],
        "after": ["people": [["phone": 2], ["email": 3]]], "from": 4,
      ])
    #expect(
      values == [
        "organisation:r \"a@b.vn\"", "organisation:r \"1\"", "organisation:r \"c@d.vn\"",
        "account:a \"::1\"",
      ])
  }

  @Test func aNameIsPersonalOfAPersonAlone() {
    #expect(taken(["after": ["name": "An"]], .account).values.count == 1)
    #expect(taken(["after": ["name": "Công ty"]], .organisation).values.isEmpty)
    #expect(taken(["after": ["from": "2026"]], .cohort).values.isEmpty, "no origin but the entry's")
    #expect(taken("text", .account).payload == "text")
  }
}
