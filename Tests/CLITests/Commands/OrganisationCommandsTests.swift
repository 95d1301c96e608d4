import CLI
import Domain
import Testing

@Suite struct OrganisationCommandsTests {
  private let tool: Tool

  init() throws { tool = try Tool.ready() }

  private func create(_ json: JSON) throws -> String {
    let made = try tool.json("org", "create", try tool.write(json, to: "new.json"))
    return try #require(made["id"]?.text)
  }

  @Test func aDraftBecomesAVerifiedMember() throws {
    let id = try create(["kind": "startup", "name": "Mới"])
    let early = tool.run("org", "submit", id)
    #expect(early.code == .data)
    #expect(early.errors.contains("/province"))
    let patch = try tool.write(
      [
        "province": "66", "description": "Phần mềm.", "fields": ["education"],
        "startup": ["stage": "idea"],
      ] as JSON, to: "patch.json")
    #expect(try tool.json("org", "update", id, patch)["version"] == 2)
    #expect(try tool.json("org", "submit", id)["status"] == "submitted")
    #expect(tool.run("org", "verify", id).output == "Mới: now Verified\n")
    #expect(try tool.json("org", "show", id)["version"] == 4)
  }

  @Test func aStepThatTheStateForbidsIsRefused() throws {
    let id = try create(["kind": "startup", "name": "Mới"])
    let outcome = tool.run("org", "verify", id)
    #expect(outcome.code == .data)
    #expect(outcome.errors.contains("Draft"))
  }

  @Test func whoeverLosesSomethingIsToldWhy() throws {
    try tool.take(Records.sorter)
    #expect(tool.run("org", "suspend", "firm-1").code == .usage)
    let suspended = try tool.json("org", "suspend", "firm-1", "--reason", "Hết hạn giấy phép")
    #expect(suspended["status_reason"] == "Hết hạn giấy phép")
  }

  @Test func aVersionThatIsGoneIsRefused() throws {
    try tool.take(Records.sorter)
    let patch = try tool.write(["employees": 13] as JSON, to: "patch.json")
    #expect(tool.run("org", "update", "firm-1", patch).code == .ok)
    let stale = tool.run("org", "update", "firm-1", patch, "--at-version", "1")
    #expect(stale.code == .data)
    #expect(tool.run("org", "withdraw", "firm-1", "--at-version", "1").code == .data)
    #expect(tool.run("org", "withdraw", "firm-1", "--at-version", "2").code == .ok)
  }

  @Test func theListNarrowsAndPages() throws {
    try tool.take(Records.sorter, Records.accountant, Records.fund, Records.incubator)
    let cases: [([String], Int64)] = [
      ([], 4), (["--kind", "startup"], 1), (["--kind", "startup", "--kind", "fund"], 2),
      (["--province", "Dak Lak"], 3), (["--status", "draft"], 0), (["--field", "education"], 1),
      (["--technology", "iot"], 1), (["--legal", "sme_small"], 1),
      (["--tax-code", "0100233488"], 1),
    ]
    for (filter, expected) in cases {
      let json = try JSONParser.parse(tool.run(["org", "list", "--json"] + filter).output)
      #expect(json["total"]?.wholeNumber == expected, "\(filter)")
    }
    var (cursor, seen): (String?, [String]) = (nil, [])
    repeat {
      let words = ["org", "list", "--json", "-n", "3"] + (cursor.map { ["--cursor", $0] } ?? [])
      let page = try JSONParser.parse(tool.run(words).output)
      seen += (page["items"]?.elements ?? []).compactMap { $0["name"]?.text }
      cursor = page["next_cursor"]?.text
    } while cursor != nil
    let all = try tool.json("org", "list", "--all")["items"]?.elements ?? []
    #expect(seen == all.compactMap { $0["name"]?.text })
    #expect(seen.count == 4)
  }

  @Test(arguments: ["x", "n", "nabc-id", "t0-id", "tzz-id", "n12-"])
  func aCursorThatIsNoneIsAMistake(_ cursor: String) {
    #expect(tool.run("org", "list", "--cursor", cursor).code == .usage)
  }

  @Test func anUnknownProvinceIsAMistake() {
    let outcome = tool.run("org", "list", "--province", "Atlantis")
    #expect(outcome.code == .usage)
    #expect(outcome.errors.contains("codes provinces"))
  }

  @Test func peopleReadLabelsInsteadOfCodes() throws {
    try tool.take(Records.sorter, Records.fund)
    let firm = tool.run("org", "show", "firm-1", "--language", "vi").output
    #expect(firm.contains("Đắk Lắk"))
    #expect(firm.contains("Trí tuệ nhân tạo"))
    #expect(!firm.contains("technology_firm"))
    let fund = tool.run("org", "show", "fund-1", "--language", "vi").output
    #expect(fund.contains("1.000.000.000 đ"))
    #expect(tool.run("org", "list").output.contains("Technology firm"))
  }

  @Test func inputThatIsNotJSONIsPlaced() throws {
    let outcome = tool.run("org", "create", try tool.write("{\"kind\":}", to: "bad.json"))
    #expect(outcome.code == .data)
    #expect(outcome.errors.contains("bad.json: "))
    #expect(outcome.errors.contains("1"))
  }

  @Test func anUnknownOneIsNoInput() {
    #expect(tool.run("org", "show", "nobody").code == .noInput)
    #expect(tool.run("org", "verify", "nobody").code == .noInput)
  }
}
