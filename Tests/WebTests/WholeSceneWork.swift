import Domain
import HTTP
import Testing

/// The part of the scene in which organisations are vouched for and proposals are judged.
struct WholeSceneWork {
  private typealias Planted = WholeScene.Planted

  let service: Service
  /// Identifiers by the names of what they are of.
  var names: [String: String]
  /// Reviewers by account.
  var people: [WholeScene.Who: Browser] = [:]

  private var startup: Caller { .member(names["startup", default: ""]) }
  private var stranger: Caller { .member(names["stranger", default: ""]) }

  private func path(_ list: String, _ name: String, _ rest: String = "") -> String {
    "/api/v1/\(list)/\(names[name, default: "?"])\(rest)"
  }

  @discardableResult
  private func send(
    _ method: Method, _ target: String, _ body: JSON? = nil, as caller: Caller = .dost
  ) throws -> Reply {
    let match = [("If-Match", "*")]
    let reply = try service.send(
      method, target, as: caller, headers: method == .PATCH ? match : [], body: body)
    try #require([200, 201].contains(reply.status), "\(method) \(target): \(reply.text)")
    return reply
  }

  @discardableResult
  private func send(
    _ method: Method, _ target: String, _ body: JSON? = nil, by person: Browser
  ) throws -> Reply {
    let reply = try person.send(method, target, body)
    try #require([200, 201].contains(reply.status), "\(method) \(target): \(reply.text)")
    return reply
  }

  /// Hands a file in.
  func file(_ word: WholeScene.Planted, as caller: Caller) throws -> String {
    let secret = try service.secret(of: caller) ?? ""
    let reply = Reply(
      try service.client.send(
        .POST, "/api/v1/files?name=\(word.rawValue).pdf",
        headers: [("Authorization", "Bearer " + secret), ("Content-Type", "application/pdf")],
        body: SampleFiles.bytes(.pdf)))
    try #require(reply.status == 201, "\(reply.text)")
    return reply.id
  }

  /// Two problems whose deadline is over: one is being judged, one was awarded.
  mutating func judge() throws {
    for name in ["judged", "awarded"] {
      names[name] =
        try send(
          .POST, "/api/v1/problems",
          [
            "title": .string("Tưới cà phê \(name)"), "expected_result": "Tiết kiệm nước",
            "deadline": "2026-06-02", "field": "agriculture",
          ]
        ).id
      try send(.POST, path("problems", name, "/publish"))
      try send(.PUT, path("problems", name, "/criteria"), ReviewFlowTests.criteria)
    }
    names["judged_proposal"] = try proposal(.judgedApproach, for: "judged", as: startup)
    names["rival_proposal"] = try proposal(.rivalApproach, for: "judged", as: stranger)
    names["awarded_proposal"] = try proposal(
      .awardedApproach, for: "awarded", with: "incubator", as: startup)
    try service.turn(to: "2026-06-03T00:00:00Z")
    for name in ["judged", "awarded"] {
      try send(.POST, path("problems", name, "/close"))
      try send(.POST, path("problems", name, "/open"))
    }
    try review()
    try agree()
    try award()
  }

  private func proposal(
    _ approach: WholeScene.Planted, for problem: String, with partner: String? = nil,
    as caller: Caller
  ) throws -> String {
    var body: JSON = [
      "problem": .string(names[problem, default: ""]), "approach": .string(approach.rawValue),
      "cost_vnd": 1, "duration_months": 1,
    ]
    if let partner {
      body = body.merging(["partners": [.string(names[partner, default: ""])]])
    }
    let id = try send(.POST, "/api/v1/proposals", body, as: caller).id
    if let partner {
      try send(
        .POST, "/api/v1/proposals/\(id)/confirm", as: .member(names[partner, default: ""]))
    }
    try send(.POST, "/api/v1/proposals/\(id)/submit", as: caller)
    return id
  }

  private static func scores(_ points: JSON, _ more: JSON = [:]) -> JSON {
    let json: JSON = [
      "scores": [
        ["criterion": "fit", "points": points], ["criterion": "cost", "points": points],
      ]
    ]
    return json.merging(more)
  }

  /// One reviewer judges all, one stands aside.
  private mutating func review() throws {
    let judge = try Browser(service, Planted.judgeEmail.rawValue, role: .reviewer)
    let recused = try Browser(service, "chuyengia@example.vn", role: .reviewer)
    (people[.judge], people[.recused]) = (judge, recused)
    let named = try judge.send(
      .PATCH, "/api/v1/me", ["name": .string(Planted.judgeName.rawValue)],
      headers: [("If-Match", "*")])
    try #require(named.status == 200, "\(named.text)")
    let both: JSON = [.string(try judge.id()), "chuyengia@example.vn"]
    try send(.POST, path("problems", "judged", "/reviewers"), ["accounts": both])
    try send(
      .POST, path("problems", "awarded", "/reviewers"), ["accounts": [.string(try judge.id())]])
    for name in ["judged", "rival", "awarded"] {
      names[name + "_review"] = try review(of: name + "_proposal", by: judge)
      let path = path("reviews", name + "_review")
      try send(.POST, path + "/declare", ["conflict": "none"], by: judge)
      let remark = name == "rival" ? Planted.draftRemark : .lockedRemark
      try send(
        .PUT, path + "/scores", Self.scores(7, ["remark": .string(remark.rawValue)]), by: judge)
      if name != "rival" { try send(.POST, path + "/lock", by: judge) }
    }
    names["recused_review"] = try review(of: "judged_proposal", by: recused)
    try send(
      .POST, path("reviews", "recused_review", "/declare"),
      ["conflict": "has", "grounds": .string(Planted.conflictGrounds.rawValue)], by: recused)
    names["left_review"] = try review(of: "rival_proposal", by: recused)
    try send(
      .POST, path("reviews", "left_review", "/recuse"), ["reason": "Bận"], by: recused)
  }

  private func review(of proposal: String, by person: Browser) throws -> String {
    let reply = try person.send(
      .GET, "/api/v1/reviews?proposal=\(names[proposal, default: ""])")
    return try #require(reply.items.first?["id"]?.text, "\(reply.text)")
  }

  /// What is agreed on about both, and what their proposers are to be told.
  private func agree() throws {
    let judged = path("proposals", "judged_proposal")
    let remark = JSON.string(Planted.waitingConsensus.rawValue)
    try send(.PUT, judged + "/consensus", Self.scores(6, ["remark": remark]))
    try send(
      .PUT, judged + "/consensus",
      Self.scores(
        8, ["remark": remark, "reason": .string(Planted.consensusReason.rawValue)]))
    try send(
      .PUT, judged + "/feedback", ["text": .string(Planted.waitingFeedback.rawValue)])
    let awarded = path("proposals", "awarded_proposal")
    try send(
      .PUT, awarded + "/consensus",
      Self.scores(9, ["remark": .string(Planted.toldConsensus.rawValue)]))
    try send(.PUT, awarded + "/feedback", ["text": .string(Planted.toldFeedback.rawValue)])
  }

  /// One is chosen and works on it.
  private mutating func award() throws {
    let (proposal, problem) = (path("proposals", "awarded_proposal"), path("problems", "awarded"))
    try send(.POST, proposal + "/admit")
    try send(.POST, proposal + "/shortlist", ["reason": "Tốt"])
    try send(.POST, problem + "/review")
    try send(
      .POST, proposal + "/select", ["reason": .string(Planted.choiceReason.rawValue)])
    try send(.POST, problem + "/award")
    let listed = try service.get("/api/v1/engagements", as: startup)
    names["engagement"] = try #require(listed.items.first?["id"]?.text, "\(listed.text)")
    let base = path("engagements", "engagement", "/milestones")
    let made = try send(.POST, base, ["title": "Lắp đặt", "due": "2026-09-30"])
    let milestone = try #require(made.json["milestones"]?.elements?.first?["id"]?.text)
    names["milestone"] = milestone
    let photo = try file(.milestoneFile, as: startup)
    names["photo"] = photo
    try send(
      .POST, base + "/\(milestone)/submit",
      ["text": .string(Planted.milestoneEvidence.rawValue), "files": [.string(photo)]],
      as: startup)
  }

  /// What organisations say of themselves and DOST of them, who belongs to them, and who says so.
  mutating func vouch() throws {
    try send(
      .PATCH, path("organisations", "startup"), ["name": .string(Planted.pendingName.rawValue)],
      as: startup)
    let own = path("organisations", "stranger")
    let paper = try file(.evidenceFile, as: .dost)
    names["paper"] = paper
    try send(
      .PATCH, own,
      [
        "personal_id": .string(Planted.personalID.rawValue),
        "legal": [
          "household_business",
          [
            "status": "sme_micro", "issuer": "Sở", "number": "1", "issued_on": "2026-01-01",
            "file": .string(paper),
          ],
        ],
      ])
    try send(.PATCH, own, ["name": "Tên Khác"], as: stranger)
    try send(
      .POST, own + "/revision/refuse", ["reason": .string(Planted.refusalReason.rawValue)])
    names["invitation"] =
      try send(
        .POST, path("organisations", "startup", "/invitations"),
        ["email": .string(Planted.invitedAddress.rawValue), "role": "viewer"], as: startup
      ).id
    let claimant = try Browser(service, Planted.claimantEmail.rawValue)
    people[.claimant] = claimant
    let named = try claimant.send(
      .PATCH, "/api/v1/me", ["name": .string(Planted.claimantName.rawValue)],
      headers: [("If-Match", "*")])
    try #require(named.status == 200, "\(named.text)")
    names["claim"] =
      try send(
        .POST, try unowned() + "/claims", ["grounds": .string(Planted.claimGrounds.rawValue)],
        by: claimant
      ).id
    names["concept"] =
      try send(
        .POST, "/api/v1/lexicon",
        [
          "id": "fog_net", "vi": ["lưới gom sương"], "en": ["fog catcher"],
          "broader": ["irrigation"],
        ]
      ).id
    try merge()
  }

  /// The path of a verified organisation that nobody belongs to.
  private func unowned() throws -> String {
    let id = try send(
      .POST, "/api/v1/organisations",
      [
        "kind": "technology_firm", "name": "Tổ chức chưa có người", "province": "66",
        "description": "x", "fields": ["agriculture"],
      ]
    ).id
    let path = "/api/v1/organisations/" + id
    for event in ["submit", "verify"] { try send(.POST, path + "/" + event) }
    return path
  }

  /// A record that led its own life and is one with another now; it is asked for by itself, since
  /// it is answered by the other.
  private func merge() throws {
    let double = try send(
      .POST, "/api/v1/organisations",
      [
        "kind": "incubator", "name": "Vườn ươm Trùng", "province": "66", "description": "x",
        "fields": ["agriculture"],
      ]
    ).id
    for event in ["submit", "verify"] {
      try send(.POST, "/api/v1/organisations/\(double)/\(event)")
    }
    try send(
      .POST, "/api/v1/organisations/\(double)/merge",
      [
        "into": .string(names["incubator", default: ""]),
        "reason": .string(Planted.mergeReason.rawValue),
      ], as: .admin)
  }
}
