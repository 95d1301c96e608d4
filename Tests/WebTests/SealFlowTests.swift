import Domain
import FoundationEssentials
import HTTP
import Testing

/// A consortium proposes with attachments, over HTTP, up to the opening.
@Suite struct SealFlowTests {
  let scene: Scene
  var service: Service { scene.service }
  var firm: Caller { .member(scene.id("firm")) }
  var path: String { "/api/v1/proposals/\(scene.id("proposal"))" }

  init() throws { scene = try Scene() }

  private func upload(_ name: String) throws -> Reply {
    Reply(
      try service.client.send(
        .POST, "/api/v1/files?name=" + name,
        headers: [
          ("Content-Type", "application/pdf"),
          ("Authorization", "Bearer " + (try service.secret(of: firm) ?? "")),
        ], body: SampleFiles.bytes(.pdf)))
  }

  @Test func aConsortiumProposesUnderSeal() throws {
    let partner = Caller.member(scene.id("other"))
    let before = try service.get("/metrics").text
    #expect(try service.get(path, as: partner).status == 404)
    let named = try service.patch(
      path, ["partners": [JSON(scene.id("other"))]], as: firm, match: "*")
    #expect(named.json["partnerships"]?.elements?.first?["status"] == "asked")

    let file = try upload("planted-5e0b.pdf")
    let attach: JSON = ["file": .string(file.id)]
    #expect(try service.post(path + "/attachments", attach, as: firm).status == 428)
    let match = [("If-Match", "*")]
    let attached = try service.post(path + "/attachments", attach, as: firm, headers: match)
    #expect(attached.status == 201)
    #expect(attached.json["attachments"]?.elements?.first?["name"] == "planted-5e0b.pdf")
    #expect(
      try service.post(path + "/attachments", [:], as: firm, headers: match).faults
        == ["/file missing"])
    #expect(
      try service.post(path + "/attachments", attach, as: partner, headers: match).status == 403)
    let listed = try service.get(path + "/attachments", as: partner)
    #expect(listed.json["total"] == 1)
    #expect(try service.get("/api/v1/files/\(file.id)", as: partner).status == 200)
    #expect(try service.get("/api/v1/files/\(file.id)", as: .dost).status == 404)

    let early = try service.post(path + "/submit", as: firm)
    #expect(early.status == 409 && early.json["allowed_from"] == ["confirmed"])
    #expect(try service.post(path + "/confirm", as: firm).status == 403)
    #expect(try service.post(path + "/confirm", as: .dost).status == 404)
    #expect(try service.post(path + "/confirm", as: partner).status == 200)
    #expect(try service.get(path + "/receipt", as: firm).status == 404)
    #expect(try service.post(path + "/submit", as: firm).status == 200)
    let receipt = try service.get(path + "/receipt", as: partner)
    #expect(receipt.status == 200 && receipt.json["receipt"]?["code"] == "DLK-2026-001")
    #expect(try service.get(path + "/receipt", as: .dost).status == 404)

    for step in ["withdraw", "reopen", "submit"] {
      #expect(try service.post("\(path)/\(step)", as: firm).status == 200, "\(step)")
    }
    let problem = "/api/v1/problems/\(scene.id("open"))"
    let bare = try service.post(problem + "/close", as: .dost)
    #expect(bare.status == 422 && bare.faults == ["/reason_code missing"])
    try service.post(problem + "/close", ["reason_code": "urgent"], as: .dost)
    let tooEarly = try service.post(problem + "/open", as: .dost)
    #expect(tooEarly.status == 409 && tooEarly.code == "too_early")
    #expect(tooEarly.json["after"] == "2026-06-30T16:59:59Z")

    for line in service.log {
      #expect(!line.contains("proposals") && !line.contains("planted-5e0b"), "\(line)")
    }
    let counted = try service.get("/metrics").text.split(separator: "\n").filter {
      $0.contains("proposals") || $0.contains("/files")
    }
    #expect(counted == [] && !before.contains("proposals"))

    try service.turn(to: "2026-07-01T00:00:00Z")
    #expect(try service.post(problem + "/open", as: .dost).json["total"] == 1)
    #expect(try service.get("/api/v1/files/\(file.id)/content", as: .dost).status == 200)
    #expect(try service.post(path + "/withdraw", as: firm).status == 409)
  }

  @Test func aFileIsTakenOffADraft() throws {
    let file = try upload("a.pdf")
    let match = [("If-Match", "*")]
    try service.post(
      path + "/attachments", ["file": .string(file.id)], as: firm, headers: match)
    let target = path + "/attachments/" + file.id
    #expect(try service.send(.DELETE, target, as: firm).status == 428)
    let taken = try service.send(.DELETE, target, as: firm, headers: match)
    #expect(taken.status == 200 && taken.json["attachments"] == nil)
    #expect(try service.send(.DELETE, target, as: firm, headers: match).status == 404)
    #expect(try service.get("/api/v1/files/" + file.id, as: firm).status == 404)
  }

  @Test func aPartnerWhoRefusesIsOut() throws {
    let partner = Caller.member(scene.id("other"))
    // Nobody comes to an organisation that has something under seal, so its owner comes now.
    _ = try service.secret(of: partner)
    try service.patch(path, ["partners": [JSON(scene.id("other"))]], as: firm, match: "*")
    #expect(try service.post(path + "/refuse-partnership", as: partner).status == 200)
    #expect(try service.get(path, as: partner).status == 404)
    #expect(try service.get("/api/v1/proposals", as: partner).json["total"] == 0)
  }
}
