import CLI
import Domain
import Testing

@Suite struct MandateRequestTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(
      Records.fund, Records.accountant,
      [
        "id": "startup-1", "kind": "startup", "name": "Quả Non", "province": "66",
        "description": "Nông nghiệp số cho vườn cà phê.", "fields": ["agriculture"],
        "startup": ["stage": "seed", "raising_vnd": 2_000_000_000],
      ],
      [
        "id": "inc-2", "kind": "incubator", "name": "Vườn ươm Sườn Đồi", "province": "66",
        "description": "Vườn ươm.", "fields": ["agriculture"],
        "incubator": [
          "programmes": [["id": "ca-phe", "title": "Ươm tạo vườn cà phê"]],
          "mentor_profiles": [["id": "canh-tac", "title": "Cố vấn vườn cà phê", "open": true]],
        ],
      ])
  }

  private func names(_ option: String, _ name: String, mentor: String? = nil) throws -> [String] {
    names(try ask(option, name, mentor), "matches")
  }

  private func ask(_ option: String, _ name: String, _ mentor: String? = nil) throws -> JSON {
    if let mentor { return try tool.json("match", option, name, "--mentor", mentor) }
    return try tool.json("match", option, name)
  }

  private func names(_ json: JSON, _ part: String) -> [String] {
    (json[part]?.elements ?? []).compactMap { $0["organisation"]?["external_id"]?.text }
  }

  @Test func everyDirectionIsAnswered() throws {
    #expect(try names("--funds-for", "startup-1") == ["fund-1"])
    #expect(try names("--programmes-for", "startup-1") == ["inc-2"])
    #expect(try names("--mentors-for", "startup-1") == ["inc-2"])
    #expect(try names("--startups-for", "fund-1").first == "startup-1")
    #expect(try names("--startups-for", "inc-2").first == "startup-1")
    #expect(
      try names("--startups-for", "inc-2", mentor: "canh-tac").first == "startup-1")
  }

  @Test func whoIsBarredIsNamedWithTheReason() throws {
    #expect(names(try ask("--funds-for", "firm-2"), "excluded") == ["fund-1"])
    let text = tool.run("match", "--funds-for", "firm-2").output
    #expect(text.contains("barred by a hard limit") && text.contains("gives only in"))
  }

  @Test func peopleReadReasons() {
    let text = tool.run("match", "--startups-for", "fund-1", "--reasons").output
    #expect(text.contains("Quả Non"))
    #expect(text.contains("Focus: ") && text.contains("Ticket: ") && text.contains("↔"))
    let part = tool.run("match", "--programmes-for", "startup-1").output
    #expect(part.contains("Ươm tạo vườn cà phê") && part.contains("Vườn ươm Sườn Đồi"))
  }

  @Test(arguments: [
    ["match", "--funds-for", "startup-1", "--startups-for", "fund-1"],
    ["match", "--funds-for", "startup-1", "--organisation", "startup-1"],
    ["match", "--funds-for", "startup-1", "--kind", "startup"],
    ["match", "--programme", "ca-phe", "--funds-for", "startup-1"],
    ["match", "--mentor", "canh-tac"],
  ]) func whatDoesNotGoTogetherIsRefused(_ arguments: [String]) {
    #expect(tool.run(arguments).code == .usage)
  }

  @Test func anUnknownProgrammeNamesThoseThereAre() {
    let result = tool.run("match", "--startups-for", "inc-2", "--programme", "x")
    #expect(result.code == .data)
    #expect(result.errors.contains("ca-phe"))
  }
}
