import Domain
import Testing
import UseCases

/// Every act against every kind of actor.
@Suite struct AuthorisationTests {
  /// The columns: anonymous, member of nothing, of the record's organisation, of another one,
  /// reviewer, DOST, administrator.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let expected: String
    let act: @Sendable (World, Organisation, Actor) throws(DomainError) -> Void
    var status = Organisation.Status.verified
    var testDescription: String { name }

    init(
      _ name: String, _ expected: String, _ status: Organisation.Status = .verified,
      _ act: @escaping @Sendable (World, Organisation, Actor) throws(DomainError) -> Void
    ) {
      self.name = name
      self.expected = expected
      self.status = status
      self.act = act
    }
  }

  static let thin: JSON = ["kind": "startup", "name": "Mới"]

  static let organisations: [Row] = [
    Row("create", "401 ok 403 403 403 ok ok") { world, _, actor throws(DomainError) in
      _ = try world.registry.createOrganisation(thin, by: actor)
    },
    Row("read draft", "404 404 ok 404 404 ok ok", .draft) { world, own, actor throws(DomainError) in
      _ = try world.registry.organisation(own.id.text, by: actor)
    },
    Row("read returned", "404 404 ok 404 404 ok ok", .returned) {
      world, own, actor throws(DomainError) in
      _ = try world.registry.organisation(own.id.text, by: actor)
    },
    Row("read suspended", "404 404 ok 404 404 ok ok", .suspended) {
      world, own, actor throws(DomainError) in
      _ = try world.registry.organisation(own.id.text, by: actor)
    },
    Row("read verified", "ok ok ok ok ok ok ok") { world, own, actor throws(DomainError) in
      _ = try world.registry.organisation(own.id.text, by: actor)
    },
    Row("update draft", "401 404 ok 404 404 ok ok", .draft) {
      world, own, actor throws(DomainError) in
      _ = try world.registry.updateOrganisation(
        own.id.text, patch: ["trl": 7], expecting: own.version, by: actor)
    },
    Row("update verified", "401 403 ok 403 403 ok ok") { world, own, actor throws(DomainError) in
      _ = try world.registry.updateOrganisation(
        own.id.text, patch: ["trl": 7], expecting: own.version, by: actor)
    },
    Row("update suspended", "401 404 409 404 404 ok ok", .suspended) {
      world, own, actor throws(DomainError) in
      _ = try world.registry.updateOrganisation(
        own.id.text, patch: ["trl": 7], expecting: own.version, by: actor)
    },
    Row("update withdrawn", "401 404 409 404 404 409 409", .withdrawn) {
      world, own, actor throws(DomainError) in
      _ = try world.registry.updateOrganisation(
        own.id.text, patch: ["trl": 7], expecting: own.version, by: actor)
    },
    Row("submit", "401 404 ok 404 404 ok ok", .draft) { world, own, actor throws(DomainError) in
      _ = try world.registry.moveOrganisation(own.id.text, .submit, by: actor)
    },
    Row("verify", "401 404 403 404 404 ok ok", .submitted) {
      world, own, actor throws(DomainError) in
      _ = try world.registry.moveOrganisation(own.id.text, .verify, by: actor)
    },
    Row("return", "401 404 403 404 404 ok ok", .submitted) {
      world, own, actor throws(DomainError) in
      _ = try world.registry.moveOrganisation(own.id.text, .return, reason: "x", by: actor)
    },
    Row("suspend", "401 403 403 403 403 ok ok") { world, own, actor throws(DomainError) in
      _ = try world.registry.moveOrganisation(own.id.text, .suspend, reason: "x", by: actor)
    },
    Row("withdraw", "401 403 ok 403 403 ok ok") { world, own, actor throws(DomainError) in
      _ = try world.registry.moveOrganisation(own.id.text, .withdraw, by: actor)
    },
    Row("verify draft", "401 404 403 404 404 409 409", .draft) {
      world, own, actor throws(DomainError) in
      _ = try world.registry.moveOrganisation(own.id.text, .verify, by: actor)
    },
  ]

  static let problems: [Row] = [
    Row("create", "401 403 ok 403 403 ok ok") { world, _, actor throws(DomainError) in
      _ = try world.registry.createProblem(["title": "x"], by: actor)
    },
    Row("read draft", "404 404 ok 404 404 ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem(publish: false, by: World.member(of: own))
      _ = try world.registry.problem(problem.id.text, by: actor)
    },
    Row("read published", "ok ok ok ok ok ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem(by: World.member(of: own))
      _ = try world.registry.problem(problem.code ?? "", by: actor)
    },
    Row("update draft", "401 404 ok 404 404 ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem(publish: false, by: World.member(of: own))
      _ = try world.registry.updateProblem(
        problem.id.text, patch: ["owner": "Sở"], expecting: 1, by: actor)
    },
    Row("update published", "401 403 403 403 403 ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem(by: World.member(of: own))
      _ = try world.registry.updateProblem(
        problem.id.text, patch: ["owner": "Sở", "reason": "x"], expecting: 2, by: actor)
    },
    Row("submit", "401 404 ok 404 404 ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem(publish: false, by: World.member(of: own))
      _ = try world.registry.moveProblem(problem.id.text, .submit, by: actor)
    },
    Row("publish", "401 404 403 404 404 ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem(publish: false, by: World.member(of: own))
      _ = try world.registry.moveProblem(problem.id.text, .publish, by: actor)
    },
    Row("close", "401 403 403 403 403 ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem(by: World.member(of: own))
      _ = try world.registry.moveProblem(problem.id.text, .close, code: "urgent", by: actor)
    },
  ]

  static let proposals: [Row] = [
    Row("create", "401 403 ok ok 403 403 403") { world, _, actor throws(DomainError) in
      let problem = try world.problem()
      _ = try world.registry.createProposal(["problem": .string(problem.id.text)], by: actor)
    },
    Row("read draft", "404 404 ok 404 404 404 404") { world, own, actor throws(DomainError) in
      let proposal = try world.proposal(of: own, for: try world.problem(), submit: false)
      _ = try world.registry.proposal(proposal.id, by: actor)
    },
    Row("read sealed", "404 404 ok 404 404 404 404") { world, own, actor throws(DomainError) in
      let proposal = try world.proposal(of: own, for: try world.problem())
      _ = try world.registry.proposal(proposal.id, by: actor)
    },
    Row("read after the deadline", "404 404 ok 404 404 404 404") {
      world, own, actor throws(DomainError) in
      let proposal = try world.proposal(of: own, for: try world.problem())
      world.turn(to: "2026-07-01")
      _ = try world.registry.proposal(proposal.id, by: actor)
    },
    Row("read opened", "404 404 ok 404 404 ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem()
      let proposal = try world.proposal(of: own, for: problem)
      try world.open(problem)
      _ = try world.registry.proposal(proposal.id, by: actor)
    },
    Row("update draft", "401 404 ok 404 404 404 404") { world, own, actor throws(DomainError) in
      let proposal = try world.proposal(of: own, for: try world.problem(), submit: false)
      _ = try world.registry.updateProposal(
        proposal.id, patch: ["trl": 7], expecting: 1, by: actor)
    },
    Row("submit", "401 404 ok 404 404 404 404") { world, own, actor throws(DomainError) in
      let proposal = try world.proposal(of: own, for: try world.problem(), submit: false)
      _ = try world.registry.moveProposal(proposal.id, .submit, by: actor)
    },
    Row("withdraw", "401 404 ok 404 404 404 404") { world, own, actor throws(DomainError) in
      let proposal = try world.proposal(of: own, for: try world.problem())
      _ = try world.registry.moveProposal(proposal.id, .withdraw, by: actor)
    },
    Row("admit sealed", "401 404 403 404 404 404 404") { world, own, actor throws(DomainError) in
      let proposal = try world.proposal(of: own, for: try world.problem())
      _ = try world.registry.moveProposal(proposal.id, .admit, by: actor)
    },
    Row("admit opened", "401 404 403 404 404 ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem()
      let proposal = try world.proposal(of: own, for: problem)
      try world.open(problem)
      _ = try world.registry.moveProposal(proposal.id, .admit, by: actor)
    },
    Row("open", "401 403 403 403 403 ok ok") { world, own, actor throws(DomainError) in
      let problem = try world.problem()
      _ = try world.proposal(of: own, for: problem)
      world.turn(to: "2026-07-02")
      _ = try world.registry.moveProblem(problem.id.text, .close, by: World.dost)
      _ = try world.registry.openProposals(for: problem.id.text, by: actor)
    },
    Row("receipt", "404 404 ok 404 404 404 404") { world, own, actor throws(DomainError) in
      let proposal = try world.proposal(of: own, for: try world.problem())
      _ = try world.registry.receipt(of: proposal.id, by: actor)
    },
    Row("list", "401 ok ok ok ok ok ok") { world, _, actor throws(DomainError) in
      _ = try world.registry.proposals(
        problem: nil, organisation: nil, page: PageRequest(limit: 5), by: actor)
    },
  ]

  static let administration: [Row] = [
    Row("create token", "403 403 403 403 403 403 ok") { world, _, actor throws(DomainError) in
      _ = try world.registry.createToken(
        role: .dost, organisation: nil, label: nil, expiresAt: nil, by: actor)
    },
    Row("list tokens", "401 403 403 403 403 403 ok") { world, _, actor throws(DomainError) in
      _ = try world.registry.tokens(by: actor)
    },
    Row("revoke token", "401 403 403 403 403 403 ok") { world, _, actor throws(DomainError) in
      let token = try world.registry.createToken(
        role: .dost, organisation: nil, label: nil, expiresAt: nil, by: World.admin
      ).token
      try world.registry.revokeToken(token.id.text, by: actor)
    },
    Row("import", "403 403 403 403 403 403 ok") { world, _, actor throws(DomainError) in
      _ = try world.registry.importRecords([], options: ImportOptions(), by: actor)
    },
    Row("set the code prefix", "403 403 403 403 403 403 ok") {
      world, _, actor throws(DomainError) in
      try world.registry.setCodePrefix("PY", by: actor)
    },
    Row("search", "ok ok ok ok ok ok ok") { world, _, actor throws(DomainError) in
      _ = try world.registry.organisations(
        OrganisationFilter(), page: PageRequest(limit: 1), by: actor)
      _ = try world.registry.problems(ProblemFilter(), page: PageRequest(limit: 1), by: actor)
    },
  ]

  @Test(arguments: organisations) func actsOnOrganisations(_ row: Row) throws {
    try check(row, [:])
  }
  @Test(arguments: problems) func actsOnProblems(_ row: Row) throws {
    try check(row, ["kind": "agency"])
  }
  @Test(arguments: proposals) func actsOnProposals(_ row: Row) throws { try check(row, [:]) }
  @Test(arguments: administration) func actsOfAdministration(_ row: Row) throws {
    try check(row, [:])
  }

  private func check(_ row: Row, _ patch: JSON) throws {
    let world = try World()
    let other = World.member(of: try world.organisation())
    var found: [String] = []
    for column in 0..<7 {
      world.turn(to: "2026-06-01")
      let own = try world.organisation(row.status, patch)
      let actors = [
        Actor.anonymous, World.unbound, World.member(of: own), other, World.reviewer, World.dost,
        World.admin,
      ]
      let act = row.act
      found.append(
        Self.status(outcome { () throws(DomainError) in try act(world, own, actors[column]) }))
    }
    #expect(found.joined(separator: " ") == row.expected)
  }

  private static func status(_ word: String) -> String {
    switch word {
    case "unauthenticated": "401"
    case "forbidden": "403"
    case "notFound": "404"
    default: word.hasPrefix("refused") ? "409" : word
    }
  }

  @Test func onlyAVerifiedAgencyMayWriteProblems() throws {
    let world = try World()
    let draft = try world.organisation(.draft, ["kind": "agency"])
    let word = outcome { () throws(DomainError) in
      try world.registry.createProblem(["title": "x"], by: World.member(of: draft))
    }
    #expect(word == "forbidden")
  }
}
