import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryDocumentsTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func carryOut(_ document: IssuingDocument, _ json: JSON) -> String {
    outcome { () throws(DomainError) in
      try registry.carryOut(document.id, json, by: World.dost)
    }
  }

  private func history(_ problem: Problem) throws -> [ProblemAct] {
    try registry.problemHistory(problem.id.text, page: PageRequest(limit: 50), by: .anonymous).items
  }

  @Test func aNumberIsThereOnceForEachIssuerAndYear() throws {
    _ = try world.document("12/QĐ-UBND", issue: false)
    let word = outcome { () throws(DomainError) in
      try world.document("12/qđ-ubnd ", issue: false)
    }
    #expect(word == "conflict number")
    let page = try registry.documents(page: PageRequest(limit: 5), by: World.dost)
    #expect(page.total == 1)
    for patch: JSON in [["date": "2025-05-28"], ["issuer": "Sở KH&CN"], ["number": "13/QĐ"]] {
      let made = outcome { () throws(DomainError) in
        try registry.createDocument(World.paper("12/QĐ-UBND").merging(patch), by: World.dost)
      }
      #expect(made == "ok")
    }
  }

  @Test func draftsAreOfficersAlone() throws {
    let draft = try world.document("1", issue: false)
    for (actor, expected) in [
      (Actor.anonymous, "notFound"), (World.unbound, "notFound"), (World.reviewer, "notFound"),
      (World.dost, "ok"), (World.admin, "ok"),
    ] {
      let word = outcome { () throws(DomainError) in
        try registry.document(draft.id, by: actor)
      }
      #expect(word == expected, "\(actor.name)")
      let total = try registry.documents(page: PageRequest(limit: 5), by: actor).total
      #expect(total == (expected == "ok" ? 1 : 0))
    }
    _ = try registry.issueDocument(draft.id, by: World.dost)
    #expect(try registry.document(draft.id, by: .anonymous).status == .issued)
  }

  @Test func whatIsIssuedKeepsItsNumber() throws {
    let document = try world.document("1")
    func change(_ patch: JSON) -> String {
      outcome { () throws(DomainError) in
        try registry.updateDocument(document.id, patch: patch, expecting: 2, by: World.dost)
      }
    }
    #expect(change(["number": "2"]) == "invalid /number read_only")
    #expect(change(["file": "none"]) == "invalid /file not_found")
    #expect(change(["signer": "Chủ tịch"]) == "ok")
    let future = try registry.createDocument(
      World.paper("2").merging(["date": "2026-06-02"]), by: World.dost)
    let word = outcome { () throws(DomainError) in
      try registry.issueDocument(future.id, by: World.dost)
    }
    #expect(word == "invalid /date out_of_range")
  }

  @Test func aSupersededDocumentIsNotActedUnder() throws {
    let (old, new) = (try world.document("1"), try world.document("2"))
    func supersede(_ by: String) -> String {
      outcome { () throws(DomainError) in
        try registry.supersedeDocument(old.id, ["by": .string(by)], by: World.dost)
      }
    }
    #expect(supersede(old.id.text) == "invalid /by not_found")
    #expect(supersede(new.id.text) == "ok")
    #expect(try registry.document(old.id, by: .anonymous).supersededBy == new.id)
    let problem = try world.problem(publish: false)
    let word = outcome { () throws(DomainError) in
      try registry.moveProblem(
        problem.id.text, .publish, document: old.id.text, by: World.dost)
    }
    #expect(word == "refused superseded")
    #expect(
      carryOut(old, ["act": "publish", "problems": [.string(problem.id.text)]])
        == "refused superseded")
  }

  @Test func anAnnexIsPublishedWholeOrNotAtAll() throws {
    let document = try world.document("1")
    let first = try world.problem(publish: false)
    let thin = try world.problem(publish: false, ["expected_result": nil])
    let names: JSON = [.string(first.id.text), .string(thin.id.text), "none"]
    #expect(
      carryOut(document, ["act": "publish", "problems": names]) == "invalid /problems/2 not_found")
    let two: JSON = [.string(first.id.text), .string(thin.id.text)]
    #expect(
      carryOut(document, ["act": "publish", "problems": two])
        == "invalid /problems/1/expected_result missing")
    #expect(try registry.problem(first.id.text, by: World.dost).status == .draft)
    let key = IdempotencyKey(actor: "dost", key: "k", fingerprint: [1])
    let order: JSON = ["act": "publish", "problems": [.string(first.id.text)]]
    let done = try registry.carryOut(document.id, order, by: World.dost, key: key)
    #expect(done.map(\.document) == [document.id])
    #expect(try registry.carryOut(document.id, order, by: World.dost, key: key) == done)
    let acts = try registry.acts(by: document.id, page: PageRequest(limit: 5), for: .anonymous)
    #expect(acts.items.map(\.kind) == [.publish] && acts.total == 1)
  }

  @Test func severalGoOnAsPartOfOne() throws {
    let document = try world.document("1")
    let (one, two, whole) = (try world.problem(), try world.problem(), try world.problem())
    let order: JSON = [
      "act": "merge", "problems": [JSON(one.code), JSON(two.code)], "into": [JSON(whole.code)],
    ]
    #expect(
      carryOut(document, order.merging(["into": [JSON(one.code)]])) == "invalid /into/0 repeated")
    #expect(carryOut(document, order) == "ok")
    let ended = try registry.problem(one.id.text, by: .anonymous)
    #expect(ended.status == .cancelled && ended.ending == .cancelled(.merged))
    #expect(try registry.problem(whole.id.text, by: .anonymous).status == .published)
    let (left, kept) = (try history(one)[0], try history(whole)[0])
    #expect(left.kind == .merge && left.others == [whole.id] && left.document == document.id)
    #expect(kept.kind == .merge && Set(kept.others) == [one.id, two.id])
    #expect(
      carryOut(document, order) == "invalid /problems/0 not_accepted, /problems/1 not_accepted")
  }

  @Test func oneGoesOnAsSeveral() throws {
    let document = try world.document("1")
    let (whole, one, two) = (try world.problem(), try world.problem(), try world.problem())
    let draft = try world.problem(publish: false)
    func split(_ into: [Problem]) -> String {
      carryOut(
        document,
        [
          "act": "split", "problems": [JSON(whole.code)],
          "into": .array(into.map { .string($0.id.text) }),
        ])
    }
    #expect(split([one]) == "invalid /into out_of_range")
    #expect(split([one, draft]) == "invalid /into/1 not_accepted")
    #expect(split([one, two]) == "ok")
    #expect(try registry.problem(whole.id.text, by: .anonymous).ending == .cancelled(.split))
    #expect(try history(two)[0].others == [whole.id])
  }

  @Test func aWithdrawalWantsItsCode() throws {
    let document = try world.document("1")
    let problem = try world.problem()
    let order: JSON = ["act": "withdraw", "problems": [JSON(problem.code)]]
    #expect(carryOut(document, order) == "invalid /reason_code missing")
    #expect(carryOut(document, order.merging(["reason_code": "need_gone"])) == "ok")
    #expect(try history(problem)[0].kind == .withdraw)
    #expect(try history(problem)[0].code == "need_gone")
  }
}

extension World {
  static func paper(_ number: String) -> JSON {
    ["number": .string(number), "kind": "decision", "date": "2026-05-28", "issuer": "UBND tỉnh"]
  }

  /// A document, issued unless told otherwise.
  func document(_ number: String, issue: Bool = true) throws(DomainError) -> IssuingDocument {
    let draft = try registry.createDocument(Self.paper(number), by: Self.dost)
    return issue ? try registry.issueDocument(draft.id, by: Self.dost) : draft
  }

  /// What waits in the outbox, as "kind audience", in order, without what was there before.
  func notices(after sequence: Int64 = 0) throws(DomainError) -> [String] {
    try store.read { db throws(DomainError) in
      try db.notices(limit: 1000)
    }.filter { $0.sequence > sequence }.map { entry in
      switch entry.notice.audience {
      case .account(let id): "\(entry.notice.kind.rawValue) account \(id)"
      case .organisation(let id): "\(entry.notice.kind.rawValue) \(id)"
      case .officers: "\(entry.notice.kind.rawValue) officers"
      case .address: "\(entry.notice.kind.rawValue) address"
      }
    }
  }

  /// The place of the last notice.
  func lastNotice() throws(DomainError) -> Int64 {
    try store.read { db throws(DomainError) in try db.notices(limit: 1000) }
      .last?.sequence ?? 0
  }
}
