import Domain
import HTTP
import Testing
import UseCases

/// DOST adds concepts over the API; every answer is held against its description.
@Suite struct LexiconTests {
  private static let base = "/api/v1/lexicon"
  private static let fogNet: JSON = [
    "id": "fog_net", "vi": ["lưới gom sương"], "en": ["fog catcher"], "broader": ["irrigation"],
  ]

  private func solvers(_ service: Service) throws -> [JSON] {
    let reply = try service.post("/api/v1/match", ["title": "Lưới gom sương"])
    #expect(reply.status == 200)
    return reply.json["matches"]?.elements ?? []
  }

  @Test func aConceptMakesAMatchThatWasNotThere() throws {
    let service = try Service()
    let firm = try service.post(
      "/api/v1/organisations",
      [
        "kind": "technology_firm", "name": "Mist Works", "province": "66",
        "fields": ["agriculture"],
        "description": "Fog catcher monitors",
      ], as: .dost)
    for event in ["submit", "verify"] {
      try service.post("/api/v1/organisations/\(firm.id)/\(event)", as: .dost)
    }
    #expect(try solvers(service).isEmpty)
    let made = try service.post(Self.base, Self.fogNet, as: .dost)
    #expect(made.status == 201)
    #expect(made.tag == "\"v1\"")
    #expect(made.headers["Location"] == Self.base + "/fog_net")
    try service.registry.renewIndex()
    let match = try #require(try solvers(service).first)
    #expect(match["organisation"]?["id"]?.text == firm.id)
    #expect(match["evidence"]?.elements?.first?["concept"]?["id"] == "fog_net")
    let wider = try service.post("/api/v1/match", ["title": "Irrigation"]).json["matches"]?.elements
    let evidence = wider?.first?["evidence"]?.elements?.first
    #expect(evidence?["concept"]?["id"] == "irrigation")
    #expect(evidence?["through"]?["id"] == "fog_net")
    #expect(evidence?["through"]?["link"] == "narrower")
  }

  @Test func aConceptIsReadChangedAndTakenOut() throws {
    let service = try Service()
    let made = try service.post(Self.base, Self.fogNet, as: .dost)
    let path = Self.base + "/fog_net"
    let shown = try service.get(path)
    #expect(shown.body == made.body)
    #expect(try service.get(path, headers: [("If-None-Match", shown.tag)]).status == 304)
    #expect(try service.patch(path, ["broader": nil], as: .dost).status == 428)
    #expect(try service.patch(path, ["broader": nil], as: .dost, match: "\"v9\"").status == 412)
    let changed = try service.patch(path, ["broader": nil], as: .dost, match: shown.tag)
    #expect(changed.status == 200)
    #expect(changed.json["broader"] == nil)
    #expect(changed.tag == "\"v2\"")
    #expect(try service.send(.DELETE, path, as: .dost).status == 428)
    let gone = try service.send(.DELETE, path, as: .admin, headers: [("If-Match", changed.tag)])
    #expect(gone.status == 204)
    #expect(gone.body.isEmpty)
    #expect(try service.get(path).status == 404)
  }

  @Test func aShippedConceptShowsWhatWasAdded() throws {
    let service = try Service()
    let path = Self.base + "/coffee"
    #expect(try service.get(path).json["origin"] == "shipped")
    let added = try service.post(Self.base, ["id": "coffee", "vi": ["hạt nâu"]], as: .dost)
    #expect(added.json["origin"] == "extended")
    #expect(added.json["added"] == ["vi": ["hạt nâu"]])
    let patch = try service.patch(path, ["vi": ["hạt nâu"]], as: .dost, match: added.tag)
    #expect(patch.status == 422)
    #expect(Set(patch.faults) == ["/vi shipped"])
    let removed = try service.send(.DELETE, path, as: .dost, headers: [("If-Match", added.tag)])
    #expect(removed.status == 204)
    #expect(try service.get(path).json["origin"] == "shipped")
    let again = try service.send(
      .DELETE, path, as: .dost, headers: [("If-Match", try service.get(path).tag)])
    #expect(again.faults == [" shipped"])
  }

  static let refused: [(JSON, [String])] = [
    ([:], ["/id missing", "/vi missing", "/en missing"]),
    (["id": "Bad Id"], ["/id bad_format", "/vi missing", "/en missing"]),
    (["id": "x", "vi": ["cà phê"], "en": ["y"]], ["/vi/0 clash"]),
    (["id": "coffee", "broader": ["arabica"]], ["/broader/0 cycle"]),
    (["id": "coffee", "related": ["arabica"]], ["/related/0 already_linked"]),
    (["id": "x", "vi": ["zzz"], "en": ["zzy"], "broader": ["nil"]], ["/broader/0 not_found"]),
  ]

  @Test(arguments: refused)
  func aRefusalNamesThePlace(_ body: JSON, _ faults: [String]) throws {
    let service = try Service()
    let reply = try service.post(Self.base, body, as: .dost)
    #expect(reply.status == 422)
    #expect(reply.faults == faults)
    for error in reply.json["errors"]?.elements ?? [] {
      #expect(error["message"]?.text?.contains("{") == false)
    }
  }

  @Test(arguments: [(Caller.anonymous, 401), (.reviewer, 403), (.dost, 201), (.admin, 201)])
  func officersAloneMayAdd(_ caller: Caller, _ status: Int) throws {
    let service = try Service()
    #expect(try service.post(Self.base, Self.fogNet, as: caller).status == status)
    let path = Self.base + "/coffee"
    let tag = try service.get(path).tag
    let patched = try service.patch(path, ["related": ["early_warning"]], as: caller, match: tag)
    #expect(patched.status == (status == 201 ? 200 : status))
    let removed = try service.send(
      .DELETE, path, as: caller, headers: [("If-Match", try service.get(path).tag)])
    #expect(removed.status == (status == 201 ? 204 : status))
  }

  @Test func listsHavePagesAndFilters() throws {
    let service = try Service()
    try service.post(Self.base, Self.fogNet, as: .dost)
    let first = try service.get(Self.base + "?limit=100")
    let total = try #require(first.json["total"]?.wholeNumber)
    #expect(total > 1000)
    #expect(first.headers["Link"]?.contains("rel=\"next\"") == true)
    var ids = first.items.compactMap { $0["id"]?.text }
    var cursor = first.json["next_cursor"]?.text
    while let current = cursor {
      let page = try service.get(Self.base + "?limit=100&cursor=\(current)")
      ids += page.items.compactMap { $0["id"]?.text }
      cursor = page.json["next_cursor"]?.text
    }
    #expect(ids.count == Int(total))
    #expect(ids == ids.sorted())
    let own = try service.get(Self.base + "?origin=added,extended")
    #expect(own.items.map { $0["id"] } == ["fog_net"])
    #expect(try service.get(Self.base + "?q=GOM%20SUONG").items.contains { $0["id"] == "fog_net" })
    #expect(try service.get(Self.base + "?origin=mine").faults == ["?origin not_accepted"])
    #expect(try service.get(Self.base + "?cursor=x").status == 400)
  }

  @Test func theWholeLexiconIsOneFile() throws {
    let service = try Service()
    try service.post(Self.base, Self.fogNet, as: .dost)
    let reply = try service.get(Self.base + ".jsonl")
    #expect(reply.status == 200)
    #expect(reply.headers["Content-Type"] == "application/jsonl")
    let lines = reply.text.split(separator: "\n")
    #expect(try JSONParser.parse(String(lines.last ?? "")) == Self.fogNet)
    #expect(lines.count == Int(try service.get(Self.base).json["total"]?.wholeNumber ?? 0))
  }

  @Test func repeatingARequestUnderItsKeyAddsOnce() throws {
    let service = try Service()
    let key = [("Idempotency-Key", "k-1")]
    let first = try service.post(Self.base, Self.fogNet, as: .dost, headers: key)
    let second = try service.post(Self.base, Self.fogNet, as: .dost, headers: key)
    #expect(first.body == second.body)
    #expect(second.status == 201)
    let other = try service.post(Self.base, ["id": "coffee"], as: .dost, headers: key)
    #expect(other.code == "key_reused")
  }
}
