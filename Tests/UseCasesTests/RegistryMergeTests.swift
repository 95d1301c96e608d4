import Domain
import Matching
import Storage
import Testing
import UseCases

@Suite struct RegistryMergeTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  @discardableResult
  private func merge(
    _ source: Organisation, into target: Organisation, by actor: Actor = World.admin
  ) throws(DomainError) -> Organisation {
    try registry.mergeOrganisation(
      source.id.text, try MergeOrder(["into": .string(target.id.text), "reason": "Trùng"]),
      by: actor)
  }

  private func pair() throws(DomainError) -> (source: Organisation, target: Organisation) {
    (
      try world.organisation(
        .verified,
        ["name": "Rẫy Số", "tax_code": "0100233488", "products": ["Trạm đo"], "trl": 6]),
      try world.organisation(.verified, ["name": "Công ty Rẫy Số", "products": ["Phần mềm"]])
    )
  }

  private func isSound() throws -> Bool {
    try registry.check().allSatisfy { $0.faults.isEmpty }
  }

  @Test func theOneGoesOnWithWhatTheOtherHad() throws {
    let (source, target) = try pair()
    try registry.follow()
    let joined = try merge(source, into: target)
    #expect(joined.id == target.id && joined.profile.name == target.profile.name)
    #expect(joined.profile.products == ["Phần mềm", "Trạm đo"] && joined.profile.trl == 6)
    #expect(joined.profile.taxCode == "0100233488")
    let gone = try registry.organisation(source.id.text, by: World.dost)
    #expect(gone.status == .withdrawn && gone.registration.mergedInto == target.id)
    #expect(gone.statusReason == "Trùng" && gone.profile.name == "Rẫy Số")
    #expect(
      outcome { () throws(DomainError) in
        try registry.organisation(source.id.text, by: .anonymous)
      } == "notFound")
    #expect(try registry.successor(of: source.id.text, by: .anonymous) == target.id)
    #expect(try registry.successor(of: target.id.text, by: .anonymous) == nil)
    #expect(registry.search(SearchQuery(text: "Trạm đo")).hits.map(\.id) == [target.id.text])
    #expect(try isSound())
  }

  @Test func onlyAnAdministratorMergesWhatCanBeMerged() throws {
    let (source, target) = try pair()
    for (actor, word) in [
      (World.dost, "forbidden"), (World.member(of: source), "forbidden"),
      (Actor.anonymous, "unauthenticated"),
    ] {
      #expect(
        outcome { () throws(DomainError) in try merge(source, into: target, by: actor) } == word)
    }
    #expect(
      outcome { () throws(DomainError) in try merge(source, into: source) }
        == "invalid /into itself")
    #expect(
      outcome { () throws(DomainError) in
        try registry.mergeOrganisation(
          source.id.text, try MergeOrder(["into": "khong-co", "reason": "x"]), by: World.admin)
      } == "invalid /into not_found")
    #expect(
      outcome { () throws(DomainError) in _ = try MergeOrder(["into": "x"]) }
        == "invalid /reason missing")
    try merge(source, into: target)
    #expect(
      outcome { () throws(DomainError) in try merge(source, into: target) } == "refused withdrawn")
    #expect(
      outcome { () throws(DomainError) in try merge(target, into: source) } == "refused withdrawn")
  }

  @Test func aChainOfMergesLeadsToTheLast() throws {
    let (first, second) = try pair()
    let third = try world.organisation(.verified, ["name": "Ba"])
    try merge(first, into: second)
    try merge(second, into: third)
    #expect(try registry.successor(of: first.id.text, by: .anonymous) == third.id)
    #expect(try isSound())
  }

  @Test func aHiddenSuccessorIsNotTold() throws {
    let (source, _) = try pair()
    let draft = try world.organisation(.draft)
    try merge(source, into: draft)
    #expect(try registry.successor(of: source.id.text, by: .anonymous) == nil)
    #expect(try registry.successor(of: source.id.text, by: World.dost) == draft.id)
  }

  @Test func peopleKeepTheStrongerRole() throws {
    let (source, target) = try pair()
    let an = try world.member(.owner, of: source, "an@example.vn")
    _ = try world.member(.editor, of: source, "binh@example.vn")
    try world.store.write { db throws(DomainError) in
      guard let account = an.account else { return }
      try db.set(
        Membership(
          account: account, organisation: target.id, role: .viewer, since: Instant(seconds: 1)))
    }
    _ = try world.member(.owner, of: target, "chi@example.vn")
    try merge(source, into: target)
    #expect(
      try world.roles(in: target)
        == ["an@example.vn owner", "binh@example.vn editor", "chi@example.vn owner"])
    #expect(try world.roles(in: source).isEmpty)
    #expect(
      try world.told([.organisationMerged]) == ["organisation_merged organisation \(target.id)"])
  }

  @Test func whatNamesTheOneNamesTheOther() throws {
    let (source, target) = try pair()
    try share(source, target)
    let (asSource, asTarget) = (World.member(of: source), World.member(of: target))
    let problem = try world.problem()
    let proposal = try world.proposal(of: source, for: problem)
    let paper = try registry.addFile(
      SampleFiles.bytes(.pdf), name: "a.pdf", declared: "application/pdf", by: asSource)
    let question = try registry.askQuestion(
      about: problem.id.text, ["text": "Có điện không?"], by: asSource)
    _ = try registry.recordOutcome(
      forProblem: problem.id.text,
      ["organisation": .string(source.id.text), "kind": "invited"], by: World.dost)
    let fund = try world.organisation(
      .verified,
      [
        "kind": "fund", "name": "Quỹ", "description": "x",
        "fund": ["fund_kind": "venture_capital", "thesis": "x", "open": true],
      ])
    let analyst = World.member(of: fund)
    let held = try registry.createInvestment(
      ofFund: fund.id.text, ["organisation": .string(source.id.text), "date": "2026-01-01"],
      by: analyst)
    _ = try registry.startWatching(source.id.text, byFund: fund.id.text, actor: analyst)
    _ = try registry.startWatching(target.id.text, byFund: fund.id.text, actor: analyst)
    let introduction = try registry.createIntroduction(
      ["to": .string(source.id.text), "message": "x"], by: analyst)
    try merge(source, into: target)
    #expect(try registry.proposal(proposal.id, by: asTarget).organisation == target.id)
    #expect(try registry.receipt(of: proposal.id, by: asTarget).isWhole(Credentials.digest))
    #expect(
      outcome { () throws(DomainError) in try registry.proposal(proposal.id, by: asSource) }
        == "notFound")
    #expect(try registry.file(paper.id, by: asTarget).organisation == target.id)
    #expect(try registry.question(question.id, by: asTarget).organisation == target.id)
    let outcomes = try registry.outcomes(
      problem: problem.id.text, organisation: nil, page: PageRequest(limit: 5), by: World.dost)
    #expect(outcomes.items.map(\.organisation) == [target.id])
    let watched = try registry.watches(
      ofFund: fund.id.text, page: PageRequest(limit: 5), by: analyst)
    #expect(watched.items.map(\.watch.organisation) == [target.id])
    let entry = try registry.investment(held.investment.id, ofFund: fund.id.text, by: analyst)
    #expect(entry.investment.terms.organisation == target.id)
    let met = try registry.moveIntroduction(
      introduction.introduction.id, .accept, try Introduction.Answer([:], takesRefusal: false),
      by: asTarget)
    #expect(met.introduction.recipient == target.id)
    #expect(try isSound())
  }

  @Test func whoOwnsAProblemFollows() throws {
    let (source, target) = try pair()
    let problem = try world.problem(["owner_organisation": .string(source.id.text)])
    try merge(source, into: target)
    let after = try registry.problem(problem.id.text, by: .anonymous)
    #expect(after.statement.ownerOrganisation == target.id)
    #expect(try isSound())
  }

  @Test func ofTwoProposalsForWhatHasEndedTheSubmittedOrTheLaterStands() throws {
    let (source, target) = try pair()
    try share(source, target)
    let (first, second) = (try world.problem(), try world.problem(["title": "Khác"]))
    let draft = try world.proposal(of: target, for: first, submit: false)
    let submitted = try world.proposal(of: source, for: first)
    let early = try world.proposal(of: source, for: second)
    world.turn(to: "2026-06-02")
    let late = try world.proposal(of: target, for: second)
    for problem in [first, second] {
      _ = try registry.moveProblem(
        problem.id.text, .cancel, reason: "Hết nhu cầu", code: "need_gone", by: World.dost)
    }
    try merge(source, into: target)
    let member = World.member(of: target)
    for (id, status) in [
      (draft.id, Proposal.Status.withdrawn), (submitted.id, .submitted), (early.id, .withdrawn),
      (late.id, .submitted),
    ] {
      let proposal = try registry.proposal(id, by: member)
      #expect(proposal.status == status && proposal.organisation == target.id)
    }
    #expect(try isSound())
  }

  /// What two organisations have in one problem under seal, and what becomes of their merger.
  enum Part: Sendable, CaseIterable {
    case none, draft, submitted, partner, refusedPartner, withdrawn
  }

  private func take(
    _ part: Part, of organisation: Organisation, in problem: Problem
  ) throws(DomainError) {
    let own = World.member(of: organisation)
    switch part {
    case .none: break
    case .draft: _ = try world.proposal(of: organisation, for: problem, submit: false)
    case .submitted: _ = try world.proposal(of: organisation, for: problem)
    case .withdrawn:
      let proposal = try world.proposal(of: organisation, for: problem)
      _ = try registry.moveProposal(proposal.id, .withdraw, by: own)
    case .partner, .refusedPartner:
      let leader = try world.organisation(
        .verified, ["name": .string("Dẫn đầu \(organisation.id)")])
      let draft = try registry.createProposal(
        [
          "problem": .string(problem.id.text), "approach": "x", "cost_vnd": 1,
          "duration_months": 1, "partners": [.string(organisation.id.text)],
        ], by: World.member(of: leader))
      guard part == .refusedPartner else { return }
      _ = try registry.answerPartnership(in: draft.id, .refuse, by: own)
    }
  }

  /// Lets the same person belong to both, which the owners of both have brought about by inviting.
  private func share(_ organisations: Organisation...) throws {
    let account = try world.account("chung@example.vn", role: nil)
    for organisation in organisations { try world.bind(account, to: organisation) }
  }

  private func refusedMergers() throws -> [String] {
    var query = AuditQuery()
    query.action = "organisation.refuse_merge"
    return try registry.acts(query, page: PageRequest(limit: 50), by: World.admin).items.compactMap
    {
      $0.payload?["refused"]?.text
    }
  }

  /// Whether two with different people can be joined is told by the open call alone.
  @Test(arguments: Part.allCases, Part.allCases)
  func noAnswerDependsOnWhatIsUnderSeal(_ left: Part, _ right: Part) throws {
    let (source, target) = try pair()
    _ = try world.member(.owner, of: source, "an@example.vn")
    _ = try world.member(.owner, of: target, "binh@example.vn")
    let problem = try world.problem()
    try take(left, of: source, in: problem)
    try take(right, of: target, in: problem)
    func join() -> String {
      outcome { () throws(DomainError) in try merge(source, into: target) }
    }
    #expect(join() == "obstructed sealed_matters")
    #expect(try registry.organisation(source.id.text, by: World.dost).status == .verified)
    #expect(try refusedMergers() == ["sealed_matters"])
    world.turn(to: "2026-07-02")
    #expect(join() == "obstructed sealed_matters", "closed and not opened yet")
    try world.open(problem)
    let areRivals = left == .submitted && right == .submitted
    #expect(join() == (areRivals ? "conflict proposals" : "ok"))
    #expect(
      try refusedMergers()
        == (areRivals ? ["conflict"] : []) + ["sealed_matters", "sealed_matters"])
    #expect(try isSound())
  }

  /// Who belongs to both has let each other in: they read both sides as it is.
  @Test(arguments: Part.allCases, Part.allCases)
  func theSamePeopleAreJoinedAtAnyTime(_ left: Part, _ right: Part) throws {
    let (source, target) = try pair()
    try share(source, target)
    let problem = try world.problem()
    try take(left, of: source, in: problem)
    try take(right, of: target, in: problem)
    try merge(source, into: target)
    #expect(try refusedMergers().isEmpty)
    #expect(try isSound())
  }

  /// A record that nobody belongs to can be joined with another at any time; what is under seal of
  /// it comes to nobody by that.
  @Test(arguments: Part.allCases, Part.allCases)
  func whatIsSealedStaysWithARecordWithoutPeople(_ left: Part, _ right: Part) throws {
    let (source, target) = try pair()
    _ = try world.member(.owner, of: target, "binh@example.vn")
    let problem = try world.problem()
    try take(left, of: source, in: problem)
    try take(right, of: target, in: problem)
    func seen(_ organisation: Organisation) throws -> [ID<Proposal>] {
      try registry.proposals(
        problem: nil, organisation: nil, page: PageRequest(limit: 50),
        by: World.member(of: organisation)
      ).items.map(\.id)
    }
    let (ofSource, ofTarget) = (try seen(source), try seen(target))
    try merge(source, into: target)
    #expect(try seen(target) == ofTarget && seen(source) == ofSource)
    #expect(try isSound())
  }

  /// The other way about, people would come to what has nobody.
  @Test func peopleDoNotComeToARecordWithoutPeople() throws {
    let (source, target) = try pair()
    _ = try world.member(.owner, of: source, "an@example.vn")
    let problem = try world.problem()
    func join() -> String {
      outcome { () throws(DomainError) in try merge(source, into: target) }
    }
    #expect(join() == "obstructed sealed_matters")
    world.turn(to: "2026-07-02")
    try world.open(problem)
    #expect(join() == "ok")
  }

  @Test func anOfferMadeTogetherKeepsNobodyApart() throws {
    let (source, target) = try pair()
    try share(source, target)
    let problem = try world.problem()
    let joint = try registry.createProposal(
      [
        "problem": .string(problem.id.text), "approach": "x", "cost_vnd": 1,
        "duration_months": 1, "partners": [.string(source.id.text)],
      ], by: World.member(of: target))
    try merge(source, into: target)
    let after = try registry.proposal(joint.id, by: World.member(of: target))
    #expect(after.status == .draft && after.partnerships.isEmpty)
    #expect(try isSound())
  }

  @Test func decidedProposalsForOneProblemKeepTwoApart() throws {
    let (source, target) = try pair()
    let problem = try world.problem()
    _ = try world.proposal(of: source, for: problem)
    _ = try world.proposal(of: target, for: problem)
    try world.open(problem)
    #expect(
      outcome { () throws(DomainError) in try merge(source, into: target) } == "conflict proposals")
    #expect(try registry.organisation(source.id.text, by: .anonymous).status == .verified)
  }

  @Test func draftsNameTheOtherPartner() throws {
    let (source, target) = try pair()
    try share(source, target)
    let leader = try world.organisation(.verified, ["name": "Dẫn đầu"])
    let lead = World.member(of: leader)
    let problem = try world.problem()
    let draft = try registry.createProposal(
      [
        "problem": .string(problem.id.text), "approach": "x", "cost_vnd": 1,
        "duration_months": 1, "partners": [.string(source.id.text)],
      ], by: lead)
    _ = try registry.answerPartnership(in: draft.id, .confirm, by: World.member(of: source))
    try merge(source, into: target)
    let after = try registry.proposal(draft.id, by: lead)
    #expect(after.offer?.partners == [target.id])
    #expect(after.partnerships.map(\.organisation) == [target.id])
    #expect(after.partnerships.map(\.status) == [.confirmed])
    #expect(try registry.moveProposal(draft.id, .submit, by: lead).status == .submitted)
  }

  @Test func aPersonsNumberGoesAlong() throws {
    let household: JSON = [
      "legal": ["household_business"], "personal_id": "066090123456", "name": "Hộ A",
    ]
    let source = try world.organisation(.verified, household)
    let target = try world.organisation(.verified, ["name": "Hộ A"])
    try merge(source, into: target)
    let json = try registry.organisationInFull(target.id.text, by: World.dost).json
    #expect(json["personal_id"] == "066090123456")
    #expect(!(try world.bytes().contains(text: "066090123456")))
  }

  @Test func aSavedSearchIsNotWokenByWhatItCannotFind() throws {
    _ = try pair()
    let person = try world.person()
    let before = try world.store.read { db throws(DomainError) in
      (try db.lastChange(), try db.lastChange(of: [.organisation, .problem, .cohort]))
    }
    _ = try registry.createSavedSearch(
      ["name": "x", "kind": "search", "query": ["q": "cà phê"], "alert": "at_once"], by: person)
    let after = try world.store.read { db throws(DomainError) in
      (try db.lastChange(), try db.lastChange(of: [.organisation, .problem, .cohort]))
    }
    #expect(after.0 > before.0 && after.1 == before.1)
  }
}
