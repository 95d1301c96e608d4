import Domain
import Storage
import Testing
import UseCases

/// Whoever keeps the accounts does not get at what their people have under seal.
@Suite struct SealedFromAdministratorsTests {
  let world: World
  let an: Person
  /// An administrator who has logged in, as against one on the machine itself.
  let admin = Actor(name: "account:admin", role: .admin, account: ID("admin"))
  var registry: Registry { world.registry }

  init() throws {
    world = try World()
    an = Person(world)
    _ = try an.join()
  }

  private func own() throws -> (firm: Organisation, actor: Actor) {
    var firm = try registry.createOrganisation(
      [
        "kind": "technology_firm", "name": "Mới", "province": "66", "description": "Cảm biến",
        "fields": ["agriculture"],
      ], by: try an.actor()
    ).record
    for event in [Organisation.Event.submit, .verify] {
      firm = try registry.moveOrganisation(firm.id.text, event, reason: "x", by: World.admin)
    }
    return (firm, try an.actor())
  }

  /// A call that ends without being opened opens nothing to people whom it was not for.
  @Test(arguments: [Proposal.Status.draft, .submitted, .withdrawn])
  func whatWasNeverOpenedStaysWithTheMergedRecord(_ status: Proposal.Status) throws {
    let (source, target) = (
      try world.organisation(.verified, ["name": "Rẫy Số"]),
      try world.organisation(.verified, ["name": "Công ty Rẫy Số"])
    )
    _ = try world.member(.owner, of: source, "mot@example.vn")
    _ = try world.member(.owner, of: target, "hai@example.vn")
    let problem = try world.problem()
    let offer = try world.proposal(of: source, for: problem, submit: status != .draft)
    if status == .withdrawn {
      _ = try registry.moveProposal(offer.id, .withdraw, by: World.member(of: source))
    }
    _ = try registry.moveProblem(
      problem.id.text, .cancel, reason: "Hết nhu cầu", code: "need_gone", by: World.dost)
    _ = try registry.mergeOrganisation(
      source.id.text, try MergeOrder(["into": .string(target.id.text), "reason": "Trùng"]),
      by: World.admin)
    let seen = try registry.proposals(
      problem: nil, organisation: nil, page: PageRequest(limit: 50), by: World.member(of: target))
    #expect(seen.items.isEmpty && seen.total == 0)
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test func aLinkThatAnAdministratorAsksForGoesByMailAlone() throws {
    for actor in [admin, World.admin] {
      let account = try registry.resetAccount(an.email, by: actor)
      #expect(account.email == an.email)
      let told = try #require(try world.notices().last)
      #expect(told.kind == .accountReset && told.audience == .address(an.email, .vi))
    }
    let secret = try world.lastSecret(to: an.email)
    try registry.completePasswordReset(
      ["token": .string(secret), "password": "một câu khác hẳn"], from: an.origin)
    #expect(outcome { () throws(DomainError) in try an.signIn() } == "badCredentials")
  }

  @Test func aNewAccountIsWelcomedByMail() throws {
    let made = try registry.createAccount(
      email: "binh@example.vn", name: "Bình", language: .en, role: .reviewer, by: admin)
    let told = try #require(try world.notices().last)
    #expect(told.kind == .accountWelcome && told.audience == .address("binh@example.vn", .en))
    world.turn(to: "2026-06-07T23:59:59Z")
    try registry.completePasswordReset(
      ["token": JSON(told.values["secret"]), "password": .string(an.password)], from: an.origin)
    #expect(try Person(world, "binh@example.vn").actor().account == made.id)
    // One that was never confirmed is welcomed again.
    _ = try registry.createAccount(
      email: "chi@example.vn", name: "Chi", language: .vi, role: nil, by: admin)
    _ = try registry.resetAccount("chi@example.vn", by: admin)
    #expect(try world.kinds().suffix(2) == [.accountWelcome, .accountWelcome])
  }

  @Test func secretsAreShownOnTheMachineItselfAlone() throws {
    func show(_ actor: Actor) -> [String] {
      [
        outcome { () throws(DomainError) in
          try registry.createAccountByHand(
            email: "chi@example.vn", name: "Chi", language: .vi, role: .dost, by: actor)
        },
        outcome { () throws(DomainError) in try registry.resetAccountByHand(an.email, by: actor) },
      ]
    }
    #expect(show(admin) == ["forbidden", "forbidden"])
    #expect(show(World.dost) == ["forbidden", "forbidden"])
    #expect(show(World.admin) == ["ok", "ok"])
    let told = try #require(try world.notices().last)
    #expect(told.kind == .resetByHand && told.values["secret"] == nil)
    let account = try registry.account(an.email, by: World.admin).account.id
    #expect(told.audience == .account(account))
  }

  /// Whether there is an offer or not: else the refusal would tell of it.
  @Test func noSecretOfAMemberIsShown() throws {
    _ = try own()
    let word = outcome { () throws(DomainError) in
      try registry.resetAccountByHand(an.email, by: World.admin)
    }
    #expect(word == "obstructed belongs_to_organisation")
    _ = try registry.resetAccount(an.email, by: World.admin)
  }

  @Test func aSecretThatWasShownDiesWhenItsPersonJoinsAnOrganisation() throws {
    let (firm, _) = try own()
    let made = try registry.createAccountByHand(
      email: "binh@example.vn", name: "Bình", language: .vi, role: nil, by: World.admin)
    try world.store.write { db throws(DomainError) in
      try db.set(
        Membership(
          account: made.account.id, organisation: firm.id, role: .viewer,
          since: Instant(seconds: World.start)))
    }
    let word = outcome { () throws(DomainError) in
      try registry.completePasswordReset(
        ["token": .string(made.secret), "password": .string(an.password)], from: an.origin)
    }
    #expect(word == "invalid /token ended")
  }

  @Test func aTokenThatAnAdministratorMakesDoesNotReachTheOffersOfPeople() throws {
    let (firm, actor) = try own()
    let problem = try world.problem()
    func offer(_ actor: Actor) throws(DomainError) -> Proposal {
      try registry.createProposal(
        [
          "problem": .string(problem.id.text), "approach": "Dùng cảm biến", "cost_vnd": 1000,
          "duration_months": 6,
        ], by: actor)
    }
    let made = try offer(actor)
    let bytes = Array("%PDF-1.7\nx\n                    \nstartxref\n9\n%%EOF\n".utf8)
    func file(_ actor: Actor) throws(DomainError) -> ID<StoredFile> {
      try registry.addFile(bytes, name: "a.pdf", declared: "application/pdf", by: actor).id
    }
    let (attached, loose) = (try file(actor), try file(actor))
    _ = try registry.attach(attached, to: made.id, expecting: made.version, by: actor)
    let token = try registry.createToken(
      role: .member, organisation: firm.id.text, label: "Kế toán", expiresAt: nil, by: admin)
    let told = try #require(try world.notices().last)
    #expect(told.kind == .tokenMade && told.audience == .organisation(firm.id))
    #expect(told.values["prefix"] == token.token.prefix)
    let system = try registry.actor(secret: token.secret)
    let page = PageRequest(limit: 10)
    let acts: [(String, () throws(DomainError) -> Void)] = [
      ("read", { () throws(DomainError) in _ = try registry.proposal(made.id, by: system) }),
      (
        "withdraw",
        { () throws(DomainError) in
          _ = try registry.moveProposal(made.id, .withdraw, by: system)
        }
      ),
      (
        "history",
        { () throws(DomainError) in
          _ = try registry.history(ofProposal: made.id, page: page, by: system)
        }
      ),
      ("attached", { () throws(DomainError) in _ = try registry.file(attached, by: system) }),
      ("loose", { () throws(DomainError) in _ = try registry.file(loose, by: system) }),
    ]
    for (name, act) in acts { #expect(outcome(act) == "notFound", "\(name)") }
    let listed = try registry.proposals(problem: nil, organisation: nil, page: page, by: system)
    #expect(listed.items.isEmpty && listed.total == 0)
    #expect(outcome { () throws(DomainError) in try offer(system) } == "forbidden")
    // The rest of its organisation is its business.
    #expect(try registry.organisation(firm.id.text, by: system).id == firm.id)
    let handedIn = try file(system)
    #expect(try registry.file(handedIn, by: system).id == handedIn)
    #expect(try registry.proposal(made.id, by: actor).id == made.id)
  }

  /// An organisation that nobody belongs to has nobody but an administrator who knows its token.
  @Test func nobodyProposesByATokenThatAnAdministratorMade() throws {
    let firm = try world.organisation()
    let problem = try world.problem()
    let token = try registry.createToken(
      role: .member, organisation: firm.id.text, label: nil, expiresAt: nil, by: admin)
    let system = try registry.actor(secret: token.secret)
    func offer(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.createProposal(
          ["problem": .string(problem.id.text), "approach": "x"], by: actor)
      }
    }
    #expect(offer(system) == "forbidden")
    // Nor does it bring anybody in, or read what its people or older releases have made.
    let made = try world.proposal(of: firm, for: problem, submit: false)
    #expect(
      outcome { () throws(DomainError) in try registry.proposal(made.id, by: system) } == "notFound"
    )
    #expect(
      outcome { () throws(DomainError) in
        try registry.invite(
          to: firm.id.text, ["email": "moi@example.vn", "role": "owner"], by: system)
      } == "forbidden")
    let partner = try world.organisation(.verified, ["name": "Bên cùng làm"])
    let lead = try world.organisation(.verified, ["name": "Bên đứng đầu"])
    let joint = try registry.createProposal(
      [
        "problem": .string(problem.id.text), "approach": "x",
        "partners": [.string(firm.id.text)],
      ], by: World.member(of: lead))
    #expect(
      outcome { () throws(DomainError) in
        try registry.answerPartnership(in: joint.id, .confirm, by: system)
      } == "notFound")
    // Until somebody owns it.
    let person = try world.person("chu@example.vn")
    let account = try #require(person.account)
    try world.store.write { db throws(DomainError) in
      try db.set(
        Membership(
          account: account, organisation: partner.id, role: .owner,
          since: Instant(seconds: World.start)))
    }
    let owner = Actor(
      name: person.name, role: .member, organisation: partner.id, membership: .owner,
      account: account)
    #expect(offer(owner) == "ok")
  }

  @Test func aTokenOfOnesOwnReachesThemAndIsTold() throws {
    let (firm, actor) = try own()
    let made = try registry.createOwnToken(
      ["scope": "write", "organisation": .string(firm.id.text), "expires_at": "2026-12-31"],
      by: actor)
    let told = try #require(try world.notices().last)
    let account = try #require(actor.account)
    #expect(told.kind == .tokenMade && told.audience == .account(account))
    let problem = try world.problem()
    let token = try registry.actor(secret: made.secret)
    let offer = try registry.createProposal(
      ["problem": .string(problem.id.text), "approach": "x"], by: token)
    #expect(try registry.proposal(offer.id, by: token).id == offer.id)
  }
}
