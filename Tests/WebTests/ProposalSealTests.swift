import Domain
import HTTP
import Testing

/// What a proposal says is known to nobody but its author until the deadline has passed.
@Suite struct ProposalSealTests {
  private let offer: JSON = [
    "approach": "Đặt cảm biến lá", "cost_vnd": 900_000_000, "duration_months": 9, "trl": 8,
  ]

  @Test func officersSeeNothingBeforeTheDeadlineAndAllAfterIt() throws {
    let scene = try Scene()
    let service = scene.service
    let firm = Caller.member(scene.id("firm"))
    let path = "/api/v1/proposals/\(scene.id("proposal"))"
    let submitted = try service.post(path + "/submit", as: firm)
    #expect(submitted.json["status"] == "submitted")
    #expect(submitted.json["submitted_at"] != nil)

    for caller in [Caller.dost, .admin, .reviewer, .member(scene.id("other"))] {
      let list = try service.get("/api/v1/proposals", as: caller)
      #expect(list.json["items"] == [])
      #expect(list.json["total"] == 0)
      let narrowed = try service.get(
        "/api/v1/proposals?problem=\(scene.id("open"))&organisation=\(scene.id("firm"))",
        as: caller)
      #expect(narrowed.json["total"] == 0)
      #expect(try service.get(path, as: caller).status == 404)
      // Nobody but officers ever does this, so that the refusal tells nothing of the proposal.
      let refusal =
        switch caller {
        case .dost, .admin: 404
        default: 403
        }
      #expect(try service.post(path + "/admit", as: caller).status == refusal)
    }
    #expect(try service.get("/api/v1/proposals").status == 401)
    #expect(try service.get(path).status == 404)
    #expect(try service.get("/api/v1/proposals", as: firm).json["total"] == 1)

    try service.turn(to: "2026-07-01T00:00:00+07:00")
    #expect(try service.get("/api/v1/proposals", as: .dost).json["total"] == 0)
    let problem = "/api/v1/problems/\(scene.id("open"))"
    #expect(try service.post(problem + "/open", as: .dost).status == 409)
    try service.post(problem + "/close", as: .dost)
    #expect(try service.post(problem + "/open", as: firm).status == 403)
    #expect(try service.get(problem + "/opening", as: .dost).status == 404)
    let opening = try service.post(problem + "/open", as: .dost)
    #expect(opening.status == 200 && opening.json["total"] == 1)
    #expect(try service.get(problem + "/opening", as: .dost).json == opening.json)
    let opened = try service.get("/api/v1/proposals?problem=\(scene.id("open"))", as: .dost)
    #expect(opened.json["total"] == 1)
    #expect(opened.items.first?["approach"] == "Đặt cảm biến lá")
    #expect(try service.get(path, as: .dost).status == 200)
    #expect(try service.get(path, as: .reviewer).status == 404)
    #expect(try service.get(path, as: .member(scene.id("other"))).status == 404)
    #expect(try service.post(path + "/admit", as: .dost).json["status"] == "admissible")
  }

  @Test func aDraftStaysItsAuthorsForGood() throws {
    let scene = try Scene()
    try scene.service.turn(to: "2026-08-01T00:00:00Z")
    let path = "/api/v1/proposals/\(scene.id("proposal"))"
    #expect(try scene.service.get(path, as: .dost).status == 404)
    let late = try scene.service.post(path + "/submit", as: .member(scene.id("firm")))
    #expect(late.status == 409)
    #expect(late.code == "deadline_passed")
    #expect(late.json["deadline"] == "2026-06-30T16:59:59Z")
  }

  @Test func whoFailsARequirementIsToldBeforeWriting() throws {
    let scene = try Scene()
    let reply = try scene.service.post(
      "/api/v1/proposals", ["problem": JSON(scene.id("open"))], as: .member(scene.id("other")))
    #expect(reply.status == 422)
    #expect(reply.code == "ineligible")
    let unmet = reply.json["errors"]?.elements?.first
    #expect(unmet?["requirement"] == ["min_trl": 6])
    #expect(unmet?["found"] == "3")
  }

  @Test func aProposalIsAskedForWhatIsMissing() throws {
    let scene = try Scene()
    let firm = Caller.member(scene.id("firm"))
    let service = scene.service
    let thin = try service.post(
      "/api/v1/proposals", ["problem": JSON(scene.id("second"))], as: firm)
    #expect(thin.status == 201)
    #expect(thin.json["organisation"] == JSON(scene.id("firm")))
    let asked = try service.post("/api/v1/proposals/\(thin.id)/submit", as: firm)
    #expect(
      asked.faults == ["/approach missing", "/cost_vnd missing", "/duration_months missing"])
    let second = try service.post(
      "/api/v1/proposals", ["problem": JSON(scene.id("second"))], as: firm)
    #expect(second.status == 409)
    #expect(second.code == "conflict")
    let changed = try service.patch(
      "/api/v1/proposals/\(thin.id)", offer, as: firm, match: thin.tag)
    #expect(changed.status == 200)
    #expect(try service.post("/api/v1/proposals/\(thin.id)/submit", as: firm).status == 200)
    let refused = try service.patch(
      "/api/v1/proposals/\(thin.id)", ["trl": 9], as: firm, match: "*")
    #expect(refused.status == 409)
    #expect(refused.json["allowed_from"] == ["draft"])
  }

  @Test func aClosedOrUnpublishedProblemTakesNone() throws {
    let scene = try Scene()
    let firm = Caller.member(scene.id("firm"))
    let closed = try scene.service.post(
      "/api/v1/proposals", ["problem": JSON(scene.id("closed"))], as: firm)
    #expect(closed.status == 409)
    #expect(closed.json["allowed_from"] == ["published"])
    let draft = try scene.service.post(
      "/api/v1/proposals", ["problem": JSON(scene.id("draft"))], as: firm)
    #expect(draft.status == 404)
  }
}
