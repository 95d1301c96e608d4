import Domain
import HTTP
import Testing

/// Versions: nobody overwrites what they have not seen, and nobody fetches what they have.
@Suite struct PreconditionTests {
  @Test(arguments: [
    ("\"v3\"", 304), ("W/\"v3\"", 304), ("\"v9\", \"v3\"", 304), ("*", 304), ("\"v2\"", 200),
    ("v3", 200), ("", 200),
  ]) func aHeldVersionIsNotSentAgain(_ tag: String, _ status: Int) throws {
    let scene = try Scene()
    for method in [Method.GET, .HEAD] {
      let reply = try scene.service.send(
        method, "/api/v1/organisations/\(scene.id("firm"))", headers: [("If-None-Match", tag)])
      #expect(reply.status == status)
      #expect(reply.tag == "\"v3\"")
      if status == 304 { #expect(reply.body.isEmpty) }
    }
  }

  @Test(arguments: [
    (String?.none, 428), ("\"v3\"", 200), ("*", 200), ("\"v1\", \"v3\"", 200), ("\"v2\"", 412),
    ("W/\"v3\"", 412), ("v3", 412), ("\"v3", 412), ("", 412), ("\"V3\"", 412), ("\"v03\"", 412),
  ]) func aChangeNamesTheVersionItIsBasedOn(_ tag: String?, _ status: Int) throws {
    let scene = try Scene()
    let path = "/api/v1/organisations/\(scene.id("firm"))"
    let reply = try scene.service.patch(path, ["trl": 9], as: .member(scene.id("firm")), match: tag)
    #expect(reply.status == status)
    let now = try scene.service.get(path)
    switch status {
    case 200:
      #expect(reply.tag == "\"v4\"")
      #expect(now.json["trl"] == 9)
    case 412:
      #expect(reply.tag == "\"v3\"")
      #expect(reply.json["version"] == 3)
      #expect(now.json["trl"] == 8)
    default:
      #expect(reply.code == "version_required")
      #expect(reply.json["version"] == 3)
      #expect(now.json["trl"] == 8)
    }
  }

  @Test func everyRecordHasItsVersionAndEveryStepMayNameIt() throws {
    let scene = try Scene()
    let firm = Caller.member(scene.id("firm"))
    let cases: [(String, String, Caller)] = [
      ("/api/v1/organisations/\(scene.id("firm"))", "suspend", .dost),
      ("/api/v1/problems/\(scene.id("open"))", "close", .dost),
      ("/api/v1/proposals/\(scene.id("proposal"))", "withdraw", firm),
    ]
    for (path, event, caller) in cases {
      let before = try scene.service.get(path, as: caller)
      #expect(before.tag == "\"v\(before.json["version"]?.wholeNumber ?? 0)\"")
      let reason: JSON =
        event == "close"
        ? ["reason": "lý do", "reason_code": "urgent"] : ["reason": "lý do"]
      let stale = try scene.service.post(
        path + "/" + event, reason, as: caller, headers: [("If-Match", "\"v99\"")])
      #expect(stale.status == 412)
      #expect(stale.tag == before.tag)
      let done = try scene.service.post(
        path + "/" + event, reason, as: caller, headers: [("If-Match", before.tag)])
      #expect(done.status == 200)
      #expect(done.tag != before.tag)
      #expect(try scene.service.get(path, as: .admin).status != 500)
    }
  }

  @Test func aPatchThatChangesNothingKeepsTheVersion() throws {
    let scene = try Scene()
    let path = "/api/v1/problems/\(scene.id("open"))"
    let before = try scene.service.get(path, as: .dost)
    let same = try scene.service.patch(path, ["field": "agriculture"], as: .dost, match: before.tag)
    #expect(same.status == 200)
    #expect(same.tag == before.tag)
    let removed = try scene.service.patch(
      path, ["field": nil, "reason": "Bổ sung"], as: .dost, match: before.tag)
    #expect(removed.json["field"] == nil)
    #expect(removed.tag != before.tag)
  }

  @Test func repeatingARequestUnderItsKeyMakesOneRecord() throws {
    let scene = try Scene()
    let service = scene.service
    let key = [("Idempotency-Key", "k-1")]
    let body: JSON = ["kind": "startup", "name": "Một Lần"]
    let first = try service.post("/api/v1/organisations", body, as: .dost, headers: key)
    let second = try service.post("/api/v1/organisations", body, as: .dost, headers: key)
    #expect(first.status == 201)
    #expect(second.status == 201)
    #expect(first.body == second.body)
    let total = try service.get("/api/v1/organisations?status=draft", as: .dost).json["total"]
    #expect(total == 2)

    let other = try service.post(
      "/api/v1/organisations", ["kind": "startup", "name": "Khác"], as: .dost, headers: key)
    #expect(other.status == 422)
    #expect(other.code == "key_reused")
    let elsewhere = try service.post(
      "/api/v1/problems", ["title": "Khác"], as: .dost, headers: key)
    #expect(elsewhere.code == "key_reused")
    let admin = try service.post("/api/v1/organisations", body, as: .admin, headers: key)
    #expect(admin.status == 201)
    #expect(admin.id != first.id)

    try service.turn(to: "2026-06-03T00:00:00Z")
    let later = try service.post("/api/v1/organisations", body, as: .dost, headers: key)
    #expect(later.id != first.id)
    let long = try service.post(
      "/api/v1/organisations", body, as: .dost,
      headers: [("Idempotency-Key", String(repeating: "k", count: 201))])
    #expect(long.status == 422)
  }

  @Test func aFailedRequestDoesNotUseUpItsKey() throws {
    let service = try Service()
    let key = [("Idempotency-Key", "k-2")]
    let bad = try service.post("/api/v1/problems", ["titel": "x"], as: .dost, headers: key)
    #expect(bad.status == 422)
    let good = try service.post("/api/v1/problems", ["title": "x"], as: .dost, headers: key)
    #expect(good.status == 201)
  }

  @Test func aMemberMayRepeatItsRegistration() throws {
    let service = try Service()
    let member = Caller.bearer(try service.token(.member))
    let body: JSON = ["kind": "startup", "name": "Một Lần", "email": "a@example.vn"]
    let key = [("Idempotency-Key", "k-3")]
    let first = try service.post("/api/v1/organisations", body, as: member, headers: key)
    let second = try service.post("/api/v1/organisations", body, as: member, headers: key)
    #expect(first.status == 201)
    #expect(first.body == second.body)
  }
}
