import Domain
import Testing

@Suite struct ProblemJSONTests {
  let places: Gazetteer

  init() throws { places = try Places.gazetteer() }

  private func refusals(_ json: JSON) -> [Fault] {
    faults { () throws(DomainError) in _ = try ProblemStatement.read(json, places: places) }
  }

  @Test func aTitleIsEnough() throws {
    let (statement, notes) = try ProblemStatement.read(["title": " Bò sữa "], places: places)
    #expect(statement == ProblemStatement(title: "Bò sữa"))
    #expect(notes.isEmpty)
  }

  @Test func everyFaultIsToldAtOnce() {
    let json: JSON = [
      "grounds": 1, "field": "farming", "technologies": "ai", "mechanism": "gift",
      "budget_vnd": -1, "province": "Đà Lạt", "required": [["min_trl": 10], ["x": 1], [:]],
      "deadline": "2026-02-31", "code": "DLK-2026-001", "prise": 1,
    ]
    #expect(
      keys(refusals(json)).sorted() == [
        "/budget_vnd out_of_range", "/code read_only", "/deadline bad_format",
        "/field not_accepted", "/grounds wrong_type", "/mechanism not_accepted",
        "/prise unknown_member", "/province not_accepted", "/required/0/min_trl out_of_range",
        "/required/1/x unknown_member", "/required/2 bad_format", "/technologies wrong_type",
        "/title missing",
      ])
  }

  static let requirements: [(JSON, Requirement?, [String])] = [
    (["min_trl": 6], .minTRL(6), []), (["legal": "large"], .legal(.large), []),
    (["province": "Phú Yên"], .province("66"), []), (["min_employees": 10], .minEmployees(10), []),
    (["founded_before": 2024], .foundedBefore(2024), []),
    (["min_trl": 6, "province": "66"], nil, ["/required/0 bad_format"]),
    (["min_trl": nil], nil, ["/required/0 bad_format"]),
    ([:], nil, ["/required/0 bad_format"]), ("min_trl", nil, ["/required/0 wrong_type"]),
    (["min_trl": "6"], nil, ["/required/0/min_trl wrong_type"]),
    (["legal": "small"], nil, ["/required/0/legal not_accepted"]),
    (["min_employees": 0], nil, ["/required/0/min_employees out_of_range"]),
    (["founded_before": 1799], nil, ["/required/0/founded_before out_of_range"]),
    (["province": "x"], nil, ["/required/0/province not_accepted"]),
  ]

  @Test(arguments: requirements.indices) func readsRequirements(_ index: Int) throws {
    let (json, requirement, expected) = Self.requirements[index]
    let input: JSON = ["title": "x", "required": [json]]
    #expect(keys(refusals(input)) == expected)
    if let requirement {
      let statement = try ProblemStatement.read(input, places: places).statement
      #expect(statement.required == [requirement])
    }
  }

  @Test func aRepeatedRequirementCountsOnceAndThereAreAtMostTwenty() throws {
    let twice: JSON = ["title": "x", "required": [["min_trl": 6], ["min_trl": 6], ["min_trl": 7]]]
    #expect(
      try ProblemStatement.read(twice, places: places).statement.required
        == [.minTRL(6), .minTRL(7)])
    let many = JSON.array(Array(repeating: ["min_trl": 6], count: 21))
    #expect(keys(refusals(["title": "x", "required": many])) == ["/required too_many"])
  }

  @Test func requirementsInFormerProvincesAreMappedAndSaidSo() throws {
    let (_, notes) = try ProblemStatement.read(
      ["title": "x", "province": "Trà Vinh", "required": [["province": "54"]]], places: places)
    #expect(
      notes == [
        Note(path: "/province", key: "former_province", found: "Trà Vinh", became: "86"),
        Note(path: "/required/0/province", key: "former_province", found: "54", became: "66"),
      ])
  }

  @Test(arguments: [
    ("2026-12-31T17:00:00+07:00", "2026-12-31T10:00:00Z"), ("2026-12-31", "2026-12-31T16:59:59Z"),
  ]) func deadlinesAreMoments(_ row: (String, String)) throws {
    let (statement, _) = try ProblemStatement.read(
      ["title": "x", "deadline": .string(row.0)], places: places)
    #expect(statement.deadline?.description == row.1)
  }

  @Test func whatItWritesItReadsBack() throws {
    var random = Seeded(10)
    for _ in 0..<300 {
      let statement = random.statement()
      let json = JSON.object(JSONObject(statement.members))
      let again = try ProblemStatement.read(JSONParser.parse(json.pretty), places: places)
      #expect(again.statement == statement)
      #expect(again.notes.isEmpty)
    }
  }

  @Test func theRecordCarriesItsBookkeeping() throws {
    let problem = Problem(
      id: ID("p1"), externalID: "e1", code: "DLK-2026-001", status: .noAward,
      statusReason: "không có hồ sơ", version: 4, createdAt: Instant(seconds: 0),
      updatedAt: Instant(seconds: 1), publishedAt: Instant(seconds: 2), author: ID("agency"),
      statement: ProblemStatement(title: "x"))
    let json = problem.json
    #expect(json["code"] == "DLK-2026-001" && json["status"] == "no_award")
    #expect(json["published_at"] == "1970-01-01T00:00:02Z" && json["completeness"] == 20)
    #expect(json["open_questions"]?.elements?.first == "description")
    let again = try ProblemStatement.read(
      json, places: places, ignoring: ProblemStatement.readOnly)
    #expect(again.statement == problem.statement)
  }

  @Test func submissionOwesSomethingToGoBy() throws {
    var statement = ProblemStatement(title: "x")
    #expect(keys(statement.submissionFaults) == ["/expected_result missing"])
    statement.description = "y"
    #expect(statement.submissionFaults.isEmpty)
    statement.description = nil
    statement.expectedResult = "z"
    #expect(statement.submissionFaults.isEmpty)
  }
}
