import CLI
import Domain
import Testing

@Suite struct RegistrationCommandsTests {
  private let tool: Tool

  init() throws { tool = try Tool.ready() }

  private func organisation(_ name: String, _ patch: JSON = [:]) throws -> String {
    let base: JSON = [
      "kind": "technology_firm", "name": .string(name), "province": "66", "description": "x",
      "fields": ["agriculture"],
    ]
    let file = try tool.write(base.merging(patch), to: "org.json")
    let id = try #require(try tool.json("org", "create", file)["id"]?.text)
    _ = try tool.json("org", "submit", id)
    return id
  }

  @Test func theQueueIsListed() throws {
    let id = try organisation("Rẫy Số")
    let other = try organisation("Ray So")
    let outcome = tool.run("org", "queue", "--language", "vi")
    #expect(outcome.code == .ok && outcome.output.contains("đăng ký"))
    #expect(outcome.output.contains(id) && outcome.output.contains("Rẫy Số"))
    let json = try tool.json("org", "queue")
    #expect(json["total"] == 2)
    let items = json["items"]?.elements ?? []
    let found =
      items.first { $0["organisation"]?["id"] == .string(id) }?["possible_duplicates"]?.elements
      ?? []
    #expect(found.map { $0["id"] } == [.string(other)])
  }

  @Test func twoRecordsAreJoined() throws {
    let (first, second) = (try organisation("Một"), try organisation("Hai"))
    #expect(tool.run("org", "merge", first, "--into", second).code == .usage)
    let merged = try tool.json("org", "merge", first, "--into", second, "--reason", "Trùng")
    #expect(merged["id"] == .string(second))
    #expect(try tool.json("org", "show", first)["merged_into"] == .string(second))
    #expect(
      tool.run("org", "merge", first, "--into", second, "--reason", "Trùng").code != .ok)
    #expect(tool.run("check").code == .ok)
  }

  /// As over the API: only where there is no owner.
  @Test func somebodyIsInvitedToAnOrganisationWithoutOwner() throws {
    let id = try organisation("Năm")
    #expect(tool.run("org", "invite", id).code == .usage)
    #expect(tool.run("org", "invite", id, "ai đó").code == .data)
    let told = tool.run("org", "invite", id, "an@example.vn", "--language", "vi")
    #expect(told.code == .ok && told.output.contains("an@example.vn"))
    let made = try tool.json("org", "invite", id, "binh@example.vn")
    #expect(made["role"] == "owner" && made["organisation"] == .string(id))
    #expect(made["expires_at"] != nil && made["secret"] == nil)
    #expect(tool.run("org", "withdraw", id, "--reason", "Đã giải thể").code == .ok)
    #expect(tool.run("org", "invite", id, "chi@example.vn").code == .data)
  }

  @Test func evidenceIsRecognised() throws {
    let id = try organisation(
      "Ba",
      ["legal": [["status": "large", "issuer": "Sở", "issued_on": "2024-01-01"]]])
    let seen = try tool.json("org", "recognise", id, "large")
    #expect(seen["legal"]?.elements?.first?["recognised"] == true)
    #expect(tool.run("org", "recognise", id, "khong-co").code == .usage)
    #expect(tool.run("org", "recognise", id, "large", "--withdraw").code == .data)
    let gone = try tool.json("org", "recognise", id, "large", "--withdraw", "--reason", "x")
    #expect(gone["legal"]?.elements?.first?["recognised"] == nil)
  }

  @Test func claimsAreListedAndWhatDoesNotWaitIsRefused() throws {
    let id = try organisation("Bốn")
    #expect(try tool.json("org", "claims", "--status", "open")["total"] == 0)
    #expect(tool.run("org", "accept-claim", "khong-co").code != .ok)
    #expect(tool.run("org", "accept-revision", id).code != .ok)
    #expect(tool.run("org", "refuse-revision", id, "--reason", "x").code != .ok)
  }
}
