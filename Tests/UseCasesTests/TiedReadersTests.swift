import Domain
import Storage
import Testing
import UseCases

/// Officers with a tie of their own read of a competition what their organisation reads, until it is
/// decided.
@Suite struct TiedReadersTests {
  let scene: ReviewScene
  var registry: Registry { scene.registry }

  init() throws {
    scene = try ReviewScene(criteria: ReviewScene.criteria)
    _ = try scene.assign(0, 1)
    for number in 0...1 { try scene.finish(number, of: 1, 7, 6) }
    _ = try registry.setConsensus(
      on: scene.proposals[1].id, ReviewScene.scores(7, 6), by: World.dost)
    _ = try registry.setFeedback(on: scene.proposals[1].id, ["text": "Khá"], by: World.dost)
  }

  private func officer(_ email: String = "kiemnhiem@dost.example.vn") throws -> Account {
    try scene.world.account(email, role: .dost)
  }

  private func read(_ body: () throws(DomainError) -> Void) -> String { outcome(body) }

  private func seen(_ actor: Actor) throws -> [ID<Proposal>] {
    let page = try registry.proposals(
      problem: scene.name, organisation: nil, page: PageRequest(limit: 9), by: actor)
    #expect(page.total == page.items.count)
    return page.items.map(\.id)
  }

  private func checkNothing(of number: Int, for actor: Actor) throws {
    let id = scene.proposals[number].id
    #expect(
      read { () throws(DomainError) in _ = try registry.proposal(id, by: actor) } == "notFound")
    #expect(
      read { () throws(DomainError) in _ = try registry.consensus(on: id, by: actor) } == "notFound"
    )
    #expect(
      read { () throws(DomainError) in _ = try registry.feedback(on: id, by: actor) } == "notFound")
    #expect(
      read { () throws(DomainError) in _ = try registry.receipt(of: id, by: actor) } == "notFound")
    #expect(
      read { () throws(DomainError) in
        _ = try registry.history(ofProposal: id, page: PageRequest(limit: 9), by: actor)
      } == "notFound")
    #expect(
      read { () throws(DomainError) in
        _ = try registry.review(try scene.anyReview(of: number), by: actor)
      } == "notFound")
    var query = AuditQuery()
    query.record = id.text
    #expect(try registry.acts(query, page: PageRequest(limit: 9), by: actor).items.isEmpty)
  }

  private func checkNothingTogether(for actor: Actor) throws {
    #expect(
      read { () throws(DomainError) in _ = try registry.deliberation(on: scene.name, by: actor) }
        == "forbidden")
    #expect(
      read { () throws(DomainError) in
        _ = try registry.owed(before: .award, of: scene.name, by: actor)
      } == "forbidden")
    #expect(
      read { () throws(DomainError) in _ = try registry.unexamined(of: scene.name, by: actor) }
        == "forbidden")
    let reviews = try registry.reviews(page: PageRequest(limit: 9), by: actor)
    #expect(reviews.items.isEmpty && reviews.total == 0)
    for action in ["review.lock", "problem.open"] {
      var query = AuditQuery()
      query.action = action
      #expect(try registry.acts(query, page: PageRequest(limit: 9), by: actor).items.isEmpty)
    }
  }

  @Test func whoBelongsToAProposerReadsItsOwnAlone() throws {
    let account = try officer()
    try scene.world.bind(account, to: scene.firms[0])
    let actor = ReviewScene.person(account)
    #expect(try seen(actor) == [scene.proposals[0].id])
    #expect(try registry.proposal(scene.proposals[0].id, by: actor).offer != nil)
    try checkNothing(of: 1, for: actor)
    try checkNothingTogether(for: actor)
    let opening = try registry.opening(of: scene.name, by: actor)
    #expect(opening.proposals.map(\.organisation) == [scene.firms[0].id])
    #expect(try registry.openProposals(for: scene.name, by: actor) == opening)
  }

  @Test(arguments: [false, true]) func whoIsTiedOtherwiseReadsNone(_ isContact: Bool) throws {
    let account = try officer(isContact ? "cty0@example.vn" : "cu@dost.example.vn")
    if !isContact { try scene.world.bind(account, to: scene.firms[0], ending: true) }
    let actor = ReviewScene.person(account)
    #expect(try seen(actor).isEmpty)
    for number in 0...1 { try checkNothing(of: number, for: actor) }
    try checkNothingTogether(for: actor)
    #expect(try registry.opening(of: scene.name, by: actor).proposals.isEmpty)
  }

  /// Who opens, having once belonged to a proposer, is told no more by the act than afterwards.
  @Test func theActOfOpeningTellsWhatReadingItDoes() throws {
    let world = try World()
    let firms = try (0..<2).map { try world.organisation(.verified, ["name": .string("F\($0)")]) }
    let problem = try world.problem()
    for firm in firms { _ = try world.proposal(of: firm, for: problem) }
    let account = try world.account("cu@dost.example.vn", role: .dost)
    try world.bind(account, to: firms[0], ending: true)
    let actor = ReviewScene.person(account)
    world.turn(to: "2026-07-02")
    _ = try world.registry.moveProblem(problem.id.text, .close, by: World.dost)
    #expect(try world.registry.openProposals(for: problem.id.text, by: actor).proposals.isEmpty)
    #expect(try world.registry.opening(of: problem.id.text, by: World.dost).proposals.count == 2)
  }

  /// Neither by their files nor by what they asked does the log tell of rivals.
  @Test func theLogTellsNothingOfTheFilesAndQuestionsOfRivals() throws {
    let world = try World()
    let firms = try (0..<2).map { try world.organisation(.verified, ["name": .string("F\($0)")]) }
    let problem = try world.problem()
    var (files, questions): ([String], [String]) = ([], [])
    for firm in firms {
      let own = World.member(of: firm)
      let draft = try world.proposal(of: firm, for: problem, submit: false)
      let file = try world.registry.addFile(
        Array("%PDF-1.7\n\(firm.id)\n                    \nstartxref\n9\n%%EOF\n".utf8),
        name: "x.pdf", declared: "application/pdf", by: own)
      _ = try world.registry.attach(file.id, to: draft.id, expecting: 1, by: own)
      _ = try world.registry.moveProposal(draft.id, .submit, by: own)
      files.append(file.id.text)
      questions.append(
        try world.registry.askQuestion(
          about: problem.id.text, ["text": "Có điện không?"], by: own
        ).id.text)
    }
    try world.open(problem)
    let account = try world.account("kiemnhiem@dost.example.vn", role: .dost)
    try world.bind(account, to: firms[0])
    func told(_ record: String, _ actor: Actor) throws -> Bool {
      var query = AuditQuery()
      query.record = record
      return !(try world.registry.acts(query, page: PageRequest(limit: 9), by: actor).items.isEmpty)
    }
    // Nor do the questions themselves, which name who asks.
    func asked(_ actor: Actor) throws -> [String] {
      let page = try world.registry.questions(
        problem: problem.id.text, page: PageRequest(limit: 9), by: actor)
      #expect(page.total == page.items.count)
      return page.items.map(\.id.text).sorted()
    }
    func reads(_ actor: Actor) -> [String] {
      questions.map { id in
        read { () throws(DomainError) in _ = try world.registry.question(ID(id), by: actor) }
      }
    }
    #expect(try asked(ReviewScene.person(account)) == [questions[0]])
    #expect(reads(ReviewScene.person(account)) == ["ok", "notFound"])
    #expect(try asked(World.dost) == questions.sorted())
    for records in [files, questions] {
      #expect(try records.map { try told($0, ReviewScene.person(account)) } == [true, false])
      #expect(try records.map { try told($0, World.dost) } == [true, true])
    }
  }

  @Test func whoHasNoTieReadsEverythingAndSoDoesEverybodyOnceItIsDecided() throws {
    let free = ReviewScene.person(try officer("ranh@dost.example.vn"))
    #expect(try seen(free).count == 2)
    #expect(try registry.deliberation(on: scene.name, by: free).cases.count == 2)
    let decided = try ReviewScene(try World(), criteria: ReviewScene.criteria)
    let officer = try decided.world.account("kiemnhiem@dost.example.vn", role: .dost)
    try decided.world.bind(officer, to: decided.firms[1])
    let reader = ReviewScene.person(officer)
    try decided.judge()
    func read() -> String {
      outcome { () throws(DomainError) in
        _ = try decided.registry.proposal(decided.proposals[0].id, by: reader)
        _ = try decided.registry.deliberation(on: decided.name, by: reader)
      }
    }
    #expect(read() == "notFound")
    _ = try decided.advance(.award)
    #expect(read() == "ok")
  }
}

extension ReviewScene {
  fileprivate func anyReview(of proposal: Int) throws(DomainError) -> ID<Review> {
    let found = try registry.reviews(
      proposal: proposals[proposal].id, page: PageRequest(limit: 1), by: World.dost
    ).items
    guard let first = found.first else { throw .notFound(aggregate: "review", id: "") }
    return first.review.id
  }
}
