import Domain
import Storage
import Testing
import UseCases

/// Numbers of persons in what everybody reads.
@Suite struct RegistryPublicTextsTests {
  let world: World
  var registry: Registry { world.registry }

  private static let text = "Chủ vườn có CCCD 066 190 123 456"

  init() throws { world = try World() }

  private func fault(_ path: String) -> String { "invalid \(path) personal_id_in_text" }

  /// Forms of concepts are in the public lexicon, the names of weights under every match.
  @Test func lexiconAndWeightsTellNone() throws {
    for (json, path) in [
      (["id": "a_thing", "vi": ["vật", .string(Self.text)], "en": ["thing"]], "/vi/1"),
      (["id": "a_thing", "vi": ["vật lạ"], "en": ["066190123456"]], "/en/0"),
      (["id": "x_066190123456", "vi": ["vật lạ"], "en": ["odd"]], "/id"),
    ] as [(JSON, String)] {
      #expect(
        outcome { () throws(DomainError) in try registry.addConcept(json, by: World.dost) }
          == fault(path))
      let item = ImportItem(position: "dòng 1", content: .success(json))
      let report = try registry.importLexicon([item], by: World.dost)
      #expect(report.rejected.count == 1)
    }
    let made = try registry.addConcept(
      ["id": "a_thing", "vi": ["vật lạ lùng"], "en": ["oddity of things"]], by: World.dost)
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateConcept(
          "a_thing", patch: ["en": [.string(Self.text)]], expecting: made.version, by: World.dost)
      } == fault("/en/0"))
    #expect(
      outcome { () throws(DomainError) in
        try registry.setWeights(
          ["version": "066190123456", "signals": ["capability": 1]], by: World.admin)
      } == fault("/version"))
  }

  @Test(
    arguments: [
      (["name": .string(text)], "/name"), (["description": .string(text)], "/description"),
      (["products": ["Máy đo", .string(text)]], "/products/1"),
      (["website": "https://example.vn/066190123456"], "/website"),
      (["past_projects": [["title": "a", "client": .string(text)]]], "/past_projects/0/client"),
      (["legal": [["status": "sme_micro", "number": "066190123456"]]], "/legal/0/number"),
      (
        ["kind": "fund", "fund": ["fund_kind": "venture_capital", "thesis": .string(text)]],
        "/fund/thesis"
      ),
      (
        [
          "kind": "incubator",
          "incubator": ["programmes": [["id": "a", "title": "A", "description": .string(text)]]],
        ], "/incubator/programmes/0/description"
      ),
    ] as [(JSON, String)]) func anOrganisationTellsNone(_ patch: JSON, _ path: String) throws
  {
    let base: JSON = ["kind": "technology_firm", "name": "Ví Dụ"]
    #expect(
      outcome { () throws(DomainError) in
        try registry.createOrganisation(base.merging(patch), by: World.dost)
      } == fault(path))
    let kind: JSON = ["kind": patch["kind"] ?? "technology_firm"]
    let made = try registry.createOrganisation(base.merging(kind), by: World.dost).record
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateOrganisation(
          made.id.text, patch: patch, expecting: 1, by: World.dost)
      } == fault(path))
    let items = [
      ImportItem(
        position: "2", content: .success(base.merging(patch).merging(["id": "x"]))),
      ImportItem(position: "3", content: .success(base.merging(["id": "y"]))),
    ]
    var options = ImportOptions()
    options.continuing = true
    let report = try registry.importRecords(items, options: options, by: World.admin)
    #expect(report.rejected.map(\.position) == ["2"] && report.created == 1)
    #expect(report.rejected.map { word($0.error) } == [fault(path)])
  }

  @Test func membersForNumbersHoldThem() throws {
    let made = try registry.createOrganisation(
      [
        "kind": "technology_firm", "name": "Hộ", "legal": ["household_business"],
        "personal_id": "066190123456", "phone": "0905123456", "address": "066190123456",
      ], by: World.dost)
    #expect(made.record.profile.personalID?.mask == "********3456")
  }

  @Test func onlyTheFirstDigitsAreRepeated() throws {
    let error = try #require(throws: DomainError.self) {
      try registry.createProblem(["title": .string(Self.text)], by: World.dost)
    }
    #expect(
      error == .invalid([Fault("/title", .personalIDInText, found: "0661…")]))
  }

  @Test func aProblemTellsNone() throws {
    let text = JSON.string(Self.text)
    let draft = try world.problem(publish: false)
    func change(_ patch: JSON) -> String {
      outcome { () throws(DomainError) in
        try registry.updateProblem(draft.id.text, patch: patch, expecting: 1, by: World.dost)
      }
    }
    for member in ["title", "description", "grounds", "expected_result", "owner"] {
      #expect(change(.object(JSONObject([(member, text)]))) == fault("/" + member))
    }
    let problem = try world.problem()
    let id = problem.id.text
    let acts: [(String, (Registry) throws(DomainError) -> Void)] = [
      (
        "/changes/description",
        { registry throws(DomainError) in
          _ = try registry.amendProblem(
            id, ["changes": ["description": text], "reason": "x"], expecting: 2, by: World.dost)
        }
      ),
      (
        "/reason",
        { registry throws(DomainError) in
          _ = try registry.amendProblem(
            id, ["changes": ["owner": "Sở"], "reason": text], expecting: 2, by: World.dost)
        }
      ),
      (
        "/reason",
        { registry throws(DomainError) in
          _ = try registry.extendProblem(
            id, ["deadline": "2026-12-31", "reason": text], by: World.dost)
        }
      ),
      (
        "/reason",
        { registry throws(DomainError) in
          _ = try registry.moveProblem(
            id, .cancel, reason: Self.text, code: "other", by: World.dost)
        }
      ),
    ]
    for (path, act) in acts {
      #expect(outcome { () throws(DomainError) in try act(registry) } == fault(path))
    }
    let items = [
      ImportItem(position: "1", content: .success(["id": "p", "title": text]))
    ]
    let report = try registry.importRecords(items, options: ImportOptions(), by: World.admin)
    #expect(report.rejected.map { word($0.error) } == [fault("/title")])
  }

  @Test func questionsAndAnswersTellNone() throws {
    let firm = World.member(of: try world.organisation())
    let problem = try world.problem()
    func ask(_ text: String) -> String {
      outcome { () throws(DomainError) in
        try registry.askQuestion(about: problem.id.text, ["text": .string(text)], by: firm)
      }
    }
    #expect(ask(Self.text) == fault("/text"))
    let question = try registry.askQuestion(
      about: problem.id.text, ["text": "Có điện không?"], by: firm)
    for member in ["answer", "wording"] {
      let reply: JSON = .object(
        JSONObject([("answer", .string("Có")), (member, .string(Self.text))]))
      #expect(
        outcome { () throws(DomainError) in
          try registry.answerQuestion(question.id, reply, by: World.dost)
        } == fault("/" + member))
    }
  }

  /// What an older release took must not keep anybody from changing something else.
  @Test func aTextOfOldStaysUntilItIsChanged() throws {
    let firm = try world.organisation(.draft)
    try world.store.write { db throws(DomainError) in
      var old = firm
      old.profile.description = Self.text
      old.version = 2
      try db.update(old)
    }
    func change(_ patch: JSON, _ version: Int) -> String {
      outcome { () throws(DomainError) in
        try registry.updateOrganisation(
          firm.id.text, patch: patch, expecting: version, by: World.dost)
      }
    }
    #expect(change(["trl": 4], 2) == "ok")
    #expect(change(["description": .string(Self.text + ".")], 3) == fault("/description"))
    #expect(change(["description": "Rang xay"], 3) == "ok")
  }
}
