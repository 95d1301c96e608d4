import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryQuestionsTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func ask(_ problem: Problem, _ actor: Actor, _ text: String = "Có điện không?") -> String
  {
    outcome { () throws(DomainError) in
      try registry.askQuestion(about: problem.id.text, ["text": .string(text)], by: actor)
    }
  }

  private func asked(
    _ problem: Problem, _ firm: Organisation, _ text: String = "Có điện không?"
  ) throws -> Question {
    try registry.askQuestion(
      about: problem.id.text, ["text": .string(text)], by: World.member(of: firm))
  }

  private func answer(_ question: Question, _ json: JSON = ["answer": "Có."]) -> String {
    outcome { () throws(DomainError) in
      try registry.answerQuestion(question.id, json, by: World.dost)
    }
  }

  private func answers(_ problem: Problem, _ actor: Actor = .anonymous) throws -> [Question] {
    try registry.answers(on: problem.id.text, page: PageRequest(limit: 50), by: actor).page.items
  }

  @Test func membersOfVerifiedOrganisationsAsk() throws {
    let problem = try world.problem()
    let firm = try world.organisation()
    let viewer = Actor(
      name: "v", role: .member, organisation: firm.id, membership: .viewer)
    for (actor, expected) in [
      (Actor.anonymous, "unauthenticated"), (World.unbound, "forbidden"),
      (World.reviewer, "forbidden"), (World.dost, "forbidden"), (viewer, "forbidden"),
      (World.member(of: firm), "ok"),
      (World.member(of: try world.organisation(.draft)), "refused draft"),
    ] {
      #expect(ask(problem, actor) == expected, "\(actor.name)")
    }
    let draft = try world.problem(publish: false)
    #expect(ask(draft, World.member(of: firm)) == "notFound")
    _ = try registry.moveProblem(problem.id.text, .close, code: "urgent", by: World.dost)
    #expect(ask(problem, World.member(of: firm)) == "refused closed")
  }

  @Test func questionsEndAtTheirOwnTime() throws {
    let firm = World.member(of: try world.organisation())
    let own = try world.problem(["question_deadline": "2026-06-20T17:00:00+07:00"])
    let shared = try world.problem()
    world.turn(to: "2026-06-20T10:00:00Z")
    #expect(ask(own, firm) == "ok")
    world.turn(to: "2026-06-20T10:00:01Z")
    #expect(ask(own, firm) == "deadlinePassed")
    #expect(ask(shared, firm) == "ok")
    world.turn(to: "2026-06-30T17:00:00Z")
    #expect(ask(shared, firm) == "deadlinePassed")
  }

  @Test func aFirmAsksNoMoreThanAnybodyCanAnswer() throws {
    let problem = try world.problem()
    let firm = try world.organisation()
    for _ in 0..<Question.mostWaiting { #expect(ask(problem, World.member(of: firm)) == "ok") }
    #expect(ask(problem, World.member(of: firm)) == "invalid /text too_many")
    #expect(ask(problem, World.member(of: try world.organisation())) == "ok")
    let first = try registry.questions(
      problem: nil, page: PageRequest(limit: 1), by: World.member(of: firm)
    ).items[0]
    #expect(answer(first) == "ok")
    #expect(ask(problem, World.member(of: firm)) == "ok")
  }

  @Test func onlyDOSTAndTheAskerSeeAQuestionBeforeItsAnswer() throws {
    let agency = try world.organisation(.verified, ["kind": "agency"])
    let problem = try world.problem(by: World.member(of: agency))
    let firm = try world.organisation()
    let question = try asked(problem, firm)
    for (actor, expected) in [
      (Actor.anonymous, "notFound"), (World.member(of: agency), "notFound"),
      (World.member(of: try world.organisation()), "notFound"), (World.reviewer, "notFound"),
      (World.member(of: firm), "ok"), (World.dost, "ok"), (World.admin, "ok"),
    ] {
      let word = outcome { () throws(DomainError) in
        try registry.question(question.id, by: actor)
      }
      #expect(word == expected, "\(actor.name)")
      guard actor.role != nil else { continue }
      let total = try registry.questions(problem: nil, page: PageRequest(limit: 5), by: actor).total
      #expect(total == (expected == "ok" ? 1 : 0), "\(actor.name)")
    }
    #expect(try answers(problem, World.dost).isEmpty)
  }

  /// Public numbers follow the answers, not the questions, whose order could tell who asked.
  @Test func answersAreNumberedAsTheyAreGiven() throws {
    let problem = try world.problem()
    let firm = try world.organisation()
    let first = try asked(problem, firm, "một?")
    let second = try asked(problem, try world.organisation(), "hai?")
    world.turn(to: "2026-06-03T20:00:00Z")
    #expect(answer(second, ["answer": "2", "wording": "Câu hai?"]) == "ok")
    #expect(answer(first) == "ok")
    let found = try answers(problem)
    #expect(found.map(\.id) == [second.id, first.id] && found.map(\.number) == [1, 2])
    #expect(found.map(\.wording) == ["Câu hai?", "một?"])
    let last = try registry.answers(
      on: problem.id.text, page: PageRequest(limit: 1), by: .anonymous)
    #expect(last.page.total == 2 && last.page.items.map(\.id) == [second.id])
    #expect(last.last?.dayInVietnam == "2026-06-04")
    // A correction keeps number and wording.
    #expect(answer(second, ["answer": "hai"]) == "ok")
    let corrected = try answers(problem)[0]
    #expect(corrected.answer == "hai" && corrected.wording == "Câu hai?" && corrected.number == 1)
  }

  @Test(
    arguments: [
      ["answer": "Công ty QZ Hạt Vàng hỏi rất hay."],
      ["answer": "x", "wording": "Chúng tôi, công ty qz hat vang, hỏi: có điện không?"],
      ["answer": "x", "wording": "Gọi 0262 000 111."],
      ["answer": "x", "wording": "Thư về hoi@qz.example"],
      ["answer": "Công ty Q.Z – Hạt-Vàng hỏi rất hay."], ["answer": "Golden Grain hỏi."],
      ["answer": "Chị Le Thi Binh hỏi."],
    ] as [JSON]) func whatIsPublishedDoesNotNameTheAsker(_ reply: JSON) throws
  {
    let firm = try world.organisation(
      .verified,
      [
        "name": "Công ty QZ Hạt Vàng", "name_en": "Golden Grain", "email": "hoi@qz.example",
        "phone": "0262 000 111",
      ])
    let now = world.registry.now
    try world.store.write { db throws(DomainError) in
      try db.insert(
        Account(
          id: ID("binh"), email: "binh@example.vn", name: "Lê Thị Bình", language: .vi,
          status: .active, createdAt: now, updatedAt: now))
      try db.set(
        Membership(account: ID("binh"), organisation: firm.id, role: .editor, since: now))
    }
    let question = try asked(try world.problem(), firm)
    #expect(answer(question, reply).hasSuffix("names_asker"))
    #expect(try registry.question(question.id, by: World.dost).status == .asked)
    #expect(answer(question) == "ok")
  }

  /// Also by how its people are written to, by where its page is, and by what it is to be called.
  @Test func noAnswerLeadsToTheAsker() throws {
    let firm = try world.organisation(.verified, ["name": "Công ty QZ Hạt Vàng"])
    let owner = try world.member(.owner, of: firm, "qz.binh@hop-thu.example")
    let version = try registry.organisation(firm.id.text, by: owner).version
    let pending = try registry.updateOrganisation(
      firm.id.text, patch: ["name": "Công ty QX Mùa Mới", "tax_code": "0100233488"],
      expecting: version, by: owner
    ).record.registration.pending
    #expect(pending?.changes["name"] == "Công ty QX Mùa Mới")
    let question = try asked(try world.problem(), firm)
    for text in [
      "Thư tới qz.binh@hop-thu.example", "QZ.Binh (at) hop-thu.example @ qzbinh@hopthu.example",
      "Xem /organizations/\(firm.id.text)", "Hồ sơ \(firm.id.text.uppercased())",
      "Công ty QX Mùa Mới hỏi", "mã số 0100 233 488",
    ] {
      for reply: JSON in [
        ["answer": .string(text)], ["answer": "Có.", "wording": .string(text)],
      ] {
        #expect(answer(question, reply).hasSuffix("names_asker"), "\(text)")
      }
    }
    #expect(answer(question, ["answer": "Có, mùa mới."]) == "ok")
  }

  @Test func anAnswerIsToldToAllAndARefusalToTheAsker() throws {
    let problem = try world.problem()
    let (one, two) = (try world.organisation(), try world.organisation())
    let (first, second) = (try asked(problem, one), try asked(problem, two))
    #expect(
      try world.notices().suffix(2) == ["question_asked officers", "question_asked officers"])
    var before = try world.lastNotice()
    #expect(answer(first) == "ok")
    #expect(
      try world.notices(after: before).sorted()
        == [one, two].map { "question_answered \($0.id)" }.sorted())
    before = try world.lastNotice()
    let declined = try registry.moveQuestion(
      second.id, .decline, reason: "không liên quan", by: World.dost)
    #expect(declined.status == .declined)
    #expect(try world.notices(after: before) == ["question_declined \(two.id)"])
    #expect(answer(second) == "refused declined")
    #expect(try answers(problem).map(\.id) == [first.id])
  }

  @Test func anAskerTakesAQuestionBack() throws {
    let problem = try world.problem()
    let firm = try world.organisation()
    let question = try asked(problem, firm)
    func withdraw(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.moveQuestion(question.id, .withdraw, by: actor)
      }
    }
    #expect(withdraw(World.dost) == "forbidden")
    #expect(withdraw(World.member(of: try world.organisation())) == "notFound")
    #expect(withdraw(World.member(of: firm)) == "ok")
    #expect(withdraw(World.member(of: firm)) == "refused withdrawn")
  }

  @Test func aRepeatedRequestAsksOnce() throws {
    let problem = try world.problem()
    let firm = World.member(of: try world.organisation())
    let key = IdempotencyKey(actor: firm.name, key: "k", fingerprint: [1])
    let first = try registry.askQuestion(
      about: problem.id.text, ["text": "?"], by: firm, key: key)
    #expect(
      try registry.askQuestion(about: problem.id.text, ["text": "?"], by: firm, key: key) == first)
    #expect(
      try registry.questions(problem: nil, page: PageRequest(limit: 5), by: World.dost).total == 1)
  }

  /// No notice says who asks or what: it leaves the house by e-mail.
  @Test func noticesSayNothingOfTheAsker() throws {
    let firm = try world.organisation(.verified, ["name": "Qzhoi"])
    let question = try asked(try world.problem(), firm, "qzcauhoi")
    #expect(answer(question, ["answer": "x", "wording": "y"]) == "ok")
    let entries = try world.store.read { db throws(DomainError) in
      try db.notices(limit: 100)
    }
    for entry in entries {
      for (_, value) in entry.notice.values {
        #expect(!value.lowercased().contains("qz") && !value.contains(firm.id.text))
      }
    }
  }
}
