import Domain
import HTTP
import Testing

/// What people may ask about their data, over the API.
@Suite struct DataRightsTests {
  private let service: Service
  private let browser: Browser

  init() throws {
    service = try Service()
    browser = try Browser(service)
  }

  @Test func fromARequestToTheErasure() throws {
    let asked = try browser.send(.POST, "/api/v1/data-requests", ["kind": "erase"])
    #expect(asked.status == 201 && asked.json["overdue"] == false)
    #expect(asked.headers["Location"] == "/api/v1/data-requests/\(asked.id)")
    let due = try service.get("/api/v1/data-requests?due=open", as: .dost)
    #expect(due.items.map { $0["id"]?.text } == [asked.id])
    #expect(try service.get("/api/v1/data-requests?due=overdue", as: .dost).items.isEmpty)
    try service.turn(to: "2026-06-10T00:00:00Z")
    let late = try service.get("/api/v1/data-requests?due=overdue", as: .dost)
    #expect(late.items.first?["overdue"] == true)
    let answered = try service.post(
      "/api/v1/data-requests/\(asked.id)/answer", ["reply": "Sẽ xoá trong tuần này."], as: .dost)
    #expect(answered.status == 200 && answered.json["overdue"] == false)
    let account = try #require(asked.json["account"]?.text)
    let target = "/api/v1/accounts/\(account)/erase"
    let number: JSON = ["request": JSON(asked.json["number"]?.text)]
    #expect(try service.post(target, number, as: .dost).status == 403)
    #expect(try service.post(target, [:], as: .admin).status == 422)
    let erased = try service.post(target, number, as: .admin)
    #expect(erased.status == 200, "\(erased.text)")
    #expect((erased.json["kept"]?.elements?.count ?? 0) == KeptData.allCases.count)
    #expect(try browser.send(.GET, "/api/v1/me").status == 401)
    #expect(try service.post(target, number, as: .admin).status == 409)
    let after = try service.get("/api/v1/data-requests/\(asked.id)", as: .dost)
    #expect(after.json["status"] == "completed" && after.json["reply"] == nil)
  }

  @Test func aPersonSeesWhatIsKeptAndDecides() throws {
    let data = try browser.send(.GET, "/api/v1/me/data")
    #expect(data.status == 200)
    #expect(data.json["kept"]?["account"]?.elements?.first?["email"] == "an@example.vn")
    let consents = try browser.send(.GET, "/api/v1/me/consents")
    #expect(consents.items.count == 2 && consents.items.allSatisfy { $0["given"] == false })
    let first = try #require(consents.items.first)
    let given = try browser.send(
      .POST, "/api/v1/me/consents",
      [
        "purpose": JSON(first["purpose"]?.text), "version": JSON(first["version"]?.text),
        "given": true,
      ])
    #expect(given.status == 200 && given.json["given"] == true)
    let taken = try browser.send(
      .POST, "/api/v1/me/consents", ["purpose": JSON(first["purpose"]?.text), "given": false])
    #expect(taken.json["given"] == false && taken.json["last"]?["given"] == false)
    #expect(try service.get("/api/v1/me/data", as: .dost).status == 403)
    #expect(try service.get("/api/v1/me/consents").status == 401)
  }

  @Test func personalAnswersAreNotCached() throws {
    let asked = try browser.send(.POST, "/api/v1/data-requests", ["kind": "access"])
    for target in ["/api/v1/me", "/api/v1/me/data", "/api/v1/me/consents", "/api/v1/data-requests"]
    {
      let reply = try browser.send(.GET, target)
      #expect(reply.headers["Cache-Control"] == "no-store", "\(target)")
    }
    let account = try #require(asked.json["account"]?.text)
    for target in [
      "/api/v1/audit", "/api/v1/access-log", "/api/v1/accounts/\(account)/data",
      "/api/v1/data-requests/\(asked.id)",
    ] {
      let reply = try service.get(target, as: .admin)
      #expect(reply.status == 200 && reply.headers["Cache-Control"] == "no-store", "\(target)")
    }
  }

  @Test func theLogIsReadByPageAndFilter() throws {
    _ = try service.post(
      "/api/v1/organisations", ["kind": "startup", "name": "Hạt"], as: .dost)
    let all = try service.get("/api/v1/audit?limit=1", as: .admin)
    // Numbers would count what is left out, for administrators too.
    #expect(all.items.count == 1 && all.items[0]["sequence"] == nil)
    #expect(all.headers["Link"] != nil)
    let cursor = try #require(all.json["next_cursor"]?.text)
    let next = try service.get("/api/v1/audit?limit=1&cursor=\(cursor)", as: .admin)
    #expect(next.items != all.items)
    let officers = try service.get("/api/v1/audit?aggregate=organisation", as: .dost)
    #expect(officers.items.count == 1 && officers.items[0]["sequence"] == nil)
    #expect(officers.items[0]["payload"]?["from"] != nil)
    #expect(try service.get("/api/v1/audit?since=2026-06-02", as: .admin).items.isEmpty)
    #expect(try service.get("/api/v1/audit?since=soon", as: .admin).faults == ["?since bad_format"])
    #expect(
      try service.get("/api/v1/audit?aggregate=x", as: .admin).faults == ["?aggregate not_accepted"]
    )
    #expect(try service.get("/api/v1/audit?cursor=x", as: .admin).status == 400)
  }

  @Test func everybodyMayKnowHowLongAnAnswerMayTake() throws {
    let rights = try service.get("/api/v1/data-rights")
    #expect(rights.items.count == DataRequest.Kind.allCases.count)
    #expect(rights.json["holidays_known"]?["to"] == "2027-12-31")
  }
}
