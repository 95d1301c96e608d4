import Domain
import Matching
import SQLite
import Storage
import Testing
import UseCases

/// What nobody's act changed shows in `check`, and stops nothing else.
@Suite struct RegistryDamageTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  /// A register with something of every kind.
  private func fill() throws {
    let firm = try world.organisation(
      .verified, ["tax_code": "0100233488", "technologies": ["iot"]])
    let problem = try world.problem(
      publish: true, ["field": "agriculture", "technologies": ["iot"]])
    try registry.follow()
    _ = try registry.recordOutcome(
      forProblem: problem.id.text,
      ["organisation": .string(firm.id.text), "kind": "invited", "note": "mời"], by: World.dost)
    _ = try registry.setWeights(
      ["version": "a", "signals": ["capability": 3, "field": 1]], by: World.admin)
    _ = try registry.setWeights(
      ["version": "b", "signals": ["capability": 1]], by: World.admin)
    _ = try registry.setWeights(
      ["version": "a", "signals": ["capability": 3, "field": 1]],
      by: World.admin)
    try registry.setCodePrefix("PHY", by: World.admin)
    _ = try registry.addConcept(
      ["id": "fog_net", "vi": ["lưới gom sương"], "en": ["fog catcher"]], by: World.dost)
    _ = try registry.addConcept(["id": "fog_net", "en": ["fog net"]], by: World.dost)
    _ = try registry.addConcept(
      ["id": "fog_gun", "vi": ["súng phun sương"], "en": ["fog gun"]], by: World.dost)
    try registry.removeConcept("fog_gun", expecting: 1, by: World.dost)
  }

  private func alter(_ sql: String) throws {
    var file = try Connection(path: world.path, mode: .readWrite)
    try file.script(
      """
      DROP TRIGGER tr_outcome_no_update; DROP TRIGGER tr_outcome_no_delete;
      DROP TRIGGER tr_weights_no_update; DROP TRIGGER tr_weights_no_delete;
      """)
    try file.script(sql)
  }

  private func faults() throws -> [String: Int] {
    let checks = try registry.check().filter { !$0.faults.isEmpty }
    return Dictionary(uniqueKeysWithValues: checks.map { ($0.name, $0.faults.count) })
  }

  @Test func whatActsMadeIsSound() throws {
    try fill()
    #expect(try registry.check().flatMap(\.faults) == [])
    _ = try registry.addConcept(
      ["id": "fog_gun", "vi": ["súng phun sương"], "en": ["mist gun"]], by: World.dost)
    #expect(try registry.check().flatMap(\.faults) == [])
  }

  @Test(arguments: [
    "UPDATE outcome SET kind = 'awarded'", "UPDATE outcome SET note = 'x'",
    "UPDATE outcome SET rank = 7", "DELETE FROM outcome",
    "UPDATE weights SET signals = '{\"capability\":1000000}' WHERE version = 'a'",
    "DELETE FROM weights WHERE version = 'b'",
    "UPDATE setting SET value = 'b' WHERE name = 'weights_version'",
    "DELETE FROM setting WHERE name = 'weights_version'",
    "UPDATE setting SET value = 'DLK' WHERE name = 'problem_code_prefix'",
    "DELETE FROM setting WHERE name = 'problem_code_prefix'",
    "UPDATE lexicon_addition SET entry = replace(entry, 'fog net', 'fog pan')",
    "UPDATE organisation SET name = 'X'", "UPDATE organisation SET name_key = x'00'",
    "UPDATE organisation SET kind = 'fund'", "UPDATE organisation SET province = NULL",
    "UPDATE organisation SET tax_code = NULL", "DELETE FROM organisation_tag WHERE code = 'iot'",
    "INSERT INTO organisation_tag (organisation_id, list, code) SELECT id, 'fields', 'health' FROM organisation",
    "UPDATE problem SET title = 'X'", "UPDATE problem SET field = NULL",
    "UPDATE problem SET deadline = 0", "DELETE FROM problem_tag",
  ])
  func aChangeThatIsNobodysActShows(_ sql: String) throws {
    try fill()
    try alter(sql)
    #expect(try faults()["records"] == 1)
  }

  @Test func whatWasDeletedShows() throws {
    try fill()
    try alter(
      """
      DELETE FROM lexicon_addition; DELETE FROM outcome; DELETE FROM problem_tag;
      DELETE FROM problem; DELETE FROM organisation_tag; DELETE FROM organisation;
      """)
    let records = try #require(try registry.check().first { $0.name == "records" })
    #expect(
      records.faults.map { $0.split(separator: " ").first }
        == ["lexicon", "organisation", "outcome", "problem"])
  }

  @Test(arguments: [
    "UPDATE organisation SET profile = '{' WHERE name = 'Hỏng'",
    "UPDATE organisation SET status = 'lost' WHERE name = 'Hỏng'",
    "UPDATE problem SET statement = '[]'", "UPDATE lexicon_addition SET entry = 'x'",
    "UPDATE weights SET signals = '['",
  ])
  func oneRowThatCannotBeReadStopsNothing(_ sql: String) throws {
    try fill()
    _ = try world.organisation(.verified, ["name": "Hỏng", "description": "Máy sấy sầu riêng"])
    try alter(sql)
    let again = try World(at: world.path).registry
    try again.follow()
    #expect(again.takeDamage().count == 1)
    #expect(again.takeDamage() == [])
    #expect(
      again.search(SearchQuery(text: "cảm biến")).hits.contains { $0.name == "Công ty Ví Dụ" })
    let faults = try again.check().flatMap(\.faults)
    #expect(!faults.isEmpty)
    // Those that come later are taken up all the same.
    let late = try World(at: world.path)
    _ = try late.organisation(.verified, ["name": "Đến Sau"])
    try again.follow()
    #expect(again.search(SearchQuery(text: "Đến Sau")).total == 1)
  }

  /// A list goes on without a row that cannot be read, on every page of it, and `check` names it.
  @Test func aRowThatCannotBeReadIsLeftOutOfLists() throws {
    let firms = try ["Một", "Hai", "Ba", "Bốn"].map {
      try world.organisation(.verified, ["name": .string($0)])
    }
    let problems = try ["a", "b", "c"].map { try world.problem(["title": .string($0)]) }
    let actor = World.member(of: firms[0])
    let questions = try problems.map {
      try registry.askQuestion(about: $0.id.text, ["text": "Có điện?"], by: actor)
    }
    let drafts = try problems.map { try world.proposal(of: firms[0], for: $0, submit: false) }
    try alter(
      """
      UPDATE organisation SET profile = '{' WHERE id = '\(firms[1].id)';
      UPDATE problem SET statement = 'x' WHERE id = '\(problems[1].id)';
      UPDATE question SET status = 'lost' WHERE id = '\(questions[1].id)';
      UPDATE proposal SET status = 'lost' WHERE id = '\(drafts[1].id)';
      """)
    let organisations = try walk { page throws(DomainError) in
      try registry.organisations(OrganisationFilter(), page: page, by: .anonymous)
    }
    #expect(Set(organisations.map(\.id)) == [firms[0].id, firms[2].id, firms[3].id])
    let open = try walk { page throws(DomainError) in
      try registry.problems(ProblemFilter(), page: page, by: .anonymous)
    }
    #expect(Set(open.map(\.id)) == [problems[0].id, problems[2].id])
    let asked = try walk { page throws(DomainError) in
      try registry.questions(problem: nil, page: page, by: actor)
    }
    #expect(Set(asked.map(\.id)) == [questions[0].id, questions[2].id])
    let offered = try walk { page throws(DomainError) in
      try registry.proposals(problem: nil, organisation: nil, page: page, by: actor)
    }
    #expect(Set(offered.map(\.id)) == [drafts[0].id, drafts[2].id])
    // None of them is counted, whoever asks, once it was met.
    let first = PageRequest(limit: 1)
    #expect(
      try registry.organisations(OrganisationFilter(), page: first, by: .anonymous).total == 3)
    #expect(try registry.problems(ProblemFilter(), page: first, by: .anonymous).total == 2)
    #expect(try registry.questions(problem: nil, page: first, by: actor).total == 2)
    #expect(
      try registry.proposals(problem: nil, organisation: nil, page: first, by: actor).total == 2)
    // Each is told of once, however often lists are read.
    #expect(registry.takeDamage().count == 4)
    #expect(registry.takeDamage() == [])
    let faults = try registry.check().flatMap(\.faults)
    for id in [firms[1].id.text, problems[1].id.text, questions[1].id.text, drafts[1].id.text] {
      #expect(faults.contains { $0.contains(id) }, "\(id)")
    }
  }

  /// A whole list, a record at a time.
  private func walk<Record>(
    _ list: (PageRequest) throws(DomainError) -> Page<Record>
  ) throws -> [Record] {
    var (found, after): ([Record], (key: SortKey, id: String)?) = ([], nil)
    for _ in 0..<10 {
      let page = try list(PageRequest(limit: 1, after: after))
      found += page.items
      guard let next = page.next else { return found }
      after = next
    }
    Issue.record("the list has no end")
    return found
  }

  @Test func aRecordThatBecomesUnreadableLeavesTheIndex() throws {
    try fill()
    let firm = try world.organisation(.verified, ["name": "Hỏng"])
    try alter("UPDATE organisation SET profile = '{' WHERE name = 'Hỏng'")
    let id = firm.id.text
    try world.store.write { db throws(DomainError) in
      try db.record(
        AuditAct(
          at: Instant(seconds: 0), actor: World.admin, action: "organisation.x",
          aggregate: .organisation, id: id, version: 9, payload: [:], salt: []),
        digest: Credentials.digest)
    }
    #expect(registry.search(SearchQuery(text: "Hỏng")).total == 1)
    try registry.follow()
    #expect(registry.search(SearchQuery(text: "Hỏng")).total == 0)
    #expect(registry.takeDamage().count == 1)
  }

  /// A concept and a set of weights may bear one name.
  @Test func newsOfOneKindDoNotHideThoseOfAnother() throws {
    try registry.follow()
    let beside = try World(at: world.path)
    _ = try beside.registry.addConcept(
      ["id": "a1", "vi": ["lưới gom sương"], "en": ["fog catcher"]], by: World.dost)
    _ = try beside.registry.setWeights(
      ["version": "a1", "signals": ["capability": 1]], by: World.admin)
    try registry.follow()
    _ = try world.problem()
    let list = try registry.solvers(
      for: ["title": "Cà phê"], limit: 1, kinds: nil, by: .anonymous
    ).list
    #expect(list.weightsVersion == "a1")
    #expect(try registry.check().flatMap(\.faults) == [])
  }
}
