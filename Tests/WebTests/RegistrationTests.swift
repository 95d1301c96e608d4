import Domain
import HTTP
import Testing

/// Registration, verification, membership and merges as outsiders call them.
@Suite struct RegistrationTests {
  private let scene: Scene
  private var service: Service { scene.service }
  private var firm: String { "/api/v1/organisations/\(scene.id("firm"))" }

  init() throws { scene = try Scene() }

  @discardableResult
  private func patch(_ body: JSON, as caller: Caller) throws -> Reply {
    try service.patch(firm, body, as: caller, match: "*")
  }

  @Test func aPendingChangeIsSeenByItsMembersAndOfficersAlone() throws {
    let member = Caller.member(scene.id("firm"))
    let changed = try patch(["name": "Tên Rất Mới", "trl": 9], as: member)
    #expect(changed.status == 200 && changed.json["trl"] == 9)
    #expect(changed.json["pending"]?["changes"]?["name"] == "Tên Rất Mới")
    for caller in [Caller.anonymous, .reviewer, .member(scene.id("other"))] {
      let seen = try service.get(firm, as: caller)
      #expect(!seen.text.contains("Tên Rất Mới") && seen.json["pending"] == nil)
    }
    #expect(try !service.get("/api/v1/organisations?limit=100").text.contains("Rất Mới"))
    let queue = try service.get("/api/v1/organisations/queue", as: .dost)
    #expect(queue.json["total"] == 1)
    let entry = try #require(queue.json["items"]?.elements?.first)
    #expect(entry["waiting"] == "revision")
    let names = (entry["changes"]?.elements ?? []).compactMap { $0["pointer"]?.text }
    #expect(Set(names) == ["/name", "/trl"])
    #expect(try service.get("/api/v1/organisations/queue", as: member).status == 403)
    #expect(try service.get("/api/v1/organisations/queue").status == 401)
    let stale = try service.post(
      firm + "/revision/accept", as: .dost, headers: [("If-Match", "\"v1\"")])
    #expect(stale.status == 412)
    let accepted = try service.post(
      firm + "/revision/accept", as: .dost, headers: [("If-Match", changed.tag)])
    #expect(accepted.status == 200 && accepted.json["name"] == "Tên Rất Mới")
    #expect(try service.get(firm).json["name"] == "Tên Rất Mới")
    #expect(try service.post(firm + "/revision/accept", as: .dost).status == 409)
  }

  @Test func aRefusalAndAWithdrawal() throws {
    let member = Caller.member(scene.id("firm"))
    try patch(["name": "B"], as: member)
    #expect(try service.post(firm + "/revision/refuse", as: .dost).status == 422)
    #expect(
      try service.post(firm + "/revision/refuse", ["reason": "x"], as: member).status == 403)
    let refused = try service.post(firm + "/revision/refuse", ["reason": "Sai"], as: .dost)
    #expect(refused.json["revision_refused"]?["reason"] == "Sai")
    try patch(["name": "C"], as: member)
    #expect(try service.send(.DELETE, firm + "/revision", as: .dost).status == 403)
    #expect(try service.send(.DELETE, firm + "/revision", as: member).status == 200)
    #expect(try service.send(.DELETE, firm + "/revision", as: member).status == 409)
  }

  @Test func aReturnNamesMembers() throws {
    let hidden = "/api/v1/organisations/\(scene.id("hidden"))"
    try service.post(hidden + "/submit", as: .dost)
    let bad = try service.post(
      hidden + "/return", ["reasons": [["pointer": "/ten", "reason": "x"]]], as: .dost)
    #expect(bad.status == 422 && bad.faults == ["/reasons/0/pointer not_accepted"])
    #expect(try service.post(hidden + "/return", [:], as: .dost).status == 422)
    let returned = try service.post(
      hidden + "/return", ["reasons": [["pointer": "/trl", "reason": "Quá cao"]]], as: .dost)
    #expect(returned.json["status_reason"] == "/trl: Quá cao")
    let seen = try service.get(hidden, as: .member(scene.id("hidden")))
    #expect(seen.json["reasons"]?.elements?.first?["reason"] == "Quá cao")
  }

  @Test func registeringTwiceTellsOfTheFirst() throws {
    let made = try service.post(
      "/api/v1/organisations",
      ["kind": "technology_firm", "name": "CTCP FIRM", "province": "66"], as: .dost)
    let found = made.json["possible_duplicates"]?.elements ?? []
    #expect(found.contains { $0["id"] == .string(scene.id("firm")) })
    #expect(found.allSatisfy { $0["why"] == "name_and_place" || $0["why"] == "name" })
  }

  @Test func aTakenTaxCodeTellsWhatToDo() throws {
    try patch(["tax_code": "0100233488"], as: .dost)
    let member = try Browser(service)
    let taken = try member.send(
      .POST, "/api/v1/organisations",
      ["kind": "startup", "name": "x", "tax_code": "0100233488"])
    #expect(taken.status == 409 && taken.code == "conflict")
    #expect(taken.text.contains("nhận quyền"))
  }

  @Test func aMergedRecordLeadsToTheOther() throws {
    let other = "/api/v1/organisations/\(scene.id("other"))"
    let body: JSON = ["into": .string(scene.id("firm")), "reason": "Trùng"]
    #expect(try service.post(other + "/merge", body, as: .dost).status == 403)
    let merged = try service.post(other + "/merge", body, as: .admin)
    #expect(merged.status == 200 && merged.json["id"] == .string(scene.id("firm")))
    let moved = try service.get(other)
    #expect(moved.status == 308 && moved.headers["Location"] == firm)
    #expect(moved.json["merged_into"] == .string(scene.id("firm")))
    let kept = try service.get(other, as: .dost)
    #expect(kept.status == 200 && kept.json["merged_into"] == .string(scene.id("firm")))
    #expect(try service.post(other + "/merge", body, as: .admin).status == 409)
    #expect(try service.get("/api/v1/organisations/khong-co").status == 404)
  }

  @Test func aClassIsRecognised() throws {
    let evidence: JSON = [
      "status": "large", "issuer": "Sở KH&CN", "number": "1", "issued_on": "2026-01-01",
    ]
    try patch(["legal": [evidence]], as: .dost)
    #expect(try service.get(firm).json["legal"]?.elements?.first?["recognised"] == nil)
    let body: JSON = ["class": "large"]
    #expect(
      try service.post(firm + "/recognise", body, as: .member(scene.id("firm"))).status == 403)
    #expect(try service.post(firm + "/recognise", body, as: .dost).status == 200)
    let seen = try service.get(firm).json["legal"]?.elements?.first
    #expect(seen?["recognised"] == true && seen?["issuer"] == "Sở KH&CN")
    #expect(seen?["issued_on"] == "2026-01-01")
  }

  @Test func aRecordIsConfirmed() throws {
    let member = Caller.member(scene.id("firm"))
    let confirmed = try service.post(firm + "/confirm", as: member)
    #expect(confirmed.status == 200)
    #expect(try service.get(firm).json["confirmed_on"] == "2026-06-01")
    #expect(try service.post(firm + "/confirm", ["x": 1], as: member).status == 422)
    try service.turn(to: "2027-07-01T00:00:00+07:00")
    #expect(try service.get(firm).json["stale"] == true)
  }

  @Test func peopleAreInvitedAndClaim() throws {
    let owner = try Browser(service)
    let made = try owner.send(
      .POST, "/api/v1/organisations", ["kind": "startup", "name": "Của An"])
    let own = "/api/v1/organisations/\(made.id)"
    let members = try owner.send(.GET, own + "/members")
    #expect(members.json["items"]?.elements?.first?["role"] == "owner")
    let account = try #require(members.json["items"]?.elements?.first?["account"]?.text)
    let invited = try owner.send(
      .POST, own + "/invitations", ["email": "moi@example.vn", "role": "viewer"])
    #expect(invited.status == 201 && !invited.text.contains("token"))
    let id = invited.id
    #expect(try owner.send(.GET, own + "/invitations").json["total"] == 1)
    #expect(try owner.send(.DELETE, own + "/invitations/\(id)").status == 204)
    #expect(try owner.send(.DELETE, own + "/invitations/\(id)").status == 404)
    let wrong = try owner.send(.POST, "/api/v1/invitations/accept", ["token": "x"])
    #expect(wrong.status == 422 && wrong.faults == ["/token ended"])
    let lowered = try owner.send(.PATCH, own + "/members/\(account)", ["role": "viewer"])
    #expect(lowered.status == 409 && lowered.code == "last_holder")
    #expect(try owner.send(.DELETE, own + "/members/\(account)").status == 409)
    let claim = try owner.send(.POST, firm + "/claims", ["grounds": "Của tôi"])
    #expect(claim.status == 201)
    let path = "/api/v1/claims/\(claim.id)"
    #expect(try service.get(path, as: .reviewer).status == 404)
    #expect(try service.get("/api/v1/claims?status=open", as: .dost).json["total"] == 1)
    // Whoever claims might read what the firm has under seal; whether it has anything is not told.
    #expect(try service.post(path + "/accept", as: .dost).code == "sealed_to_newcomers")
    let sealed = "/api/v1/proposals/\(scene.id("proposal"))"
    try service.post(sealed + "/withdraw", as: .member(scene.id("firm")))
    #expect(try service.post(path + "/accept", as: .dost).code == "sealed_to_newcomers")
    let fresh = try service.post(
      "/api/v1/organisations",
      [
        "kind": "startup", "name": "Chưa Ai Nhận", "province": "66", "description": "x",
        "fields": ["agriculture"], "startup": ["stage": "seed"],
      ], as: .dost)
    let record = "/api/v1/organisations/\(fresh.id)"
    for event in ["submit", "verify"] { try service.post(record + "/" + event, as: .dost) }
    let other = try owner.send(.POST, record + "/claims", ["grounds": "Của tôi"])
    let accepted = try service.post("/api/v1/claims/\(other.id)/accept", as: .dost)
    #expect(accepted.json["status"] == "accepted")
    #expect(try service.get(record + "/members", as: .dost).json["total"] == 1)
    #expect(try service.get(firm + "/members", as: .member(scene.id("other"))).status == 403)
    #expect(try service.get(firm + "/members").status == 401)
  }

  @Test func aPersonsNumberIsMaskedForOthers() throws {
    let made = try service.post(
      "/api/v1/organisations",
      [
        "kind": "technology_firm", "name": "Hộ Ví Dụ", "province": "66", "description": "x",
        "fields": ["agriculture"], "legal": ["household_business"],
        "personal_id": "066090123456",
      ], as: .dost)
    let path = "/api/v1/organisations/\(made.id)"
    for event in ["submit", "verify"] { try service.post(path + "/" + event, as: .dost) }
    #expect(try service.get(path).json["personal_id"] == "********3456")
    #expect(try service.get(path, as: .dost).json["personal_id"] == "066090123456")
    #expect(try service.get(path, as: .member(made.id)).json["personal_id"] == "066090123456")
    for target in ["/api/v1/organisations?limit=100", "/api/v1/search?q=066090123456"] {
      #expect(try !service.get(target, as: .dost).json.compact.contains("066090123456\",\"legal"))
    }
    #expect(!service.log.contains { $0.contains("066090123456\"") })
  }
}
