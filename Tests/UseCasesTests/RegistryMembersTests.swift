import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryMembersTests {
  let world: World
  let firm: Organisation
  let owner: Actor
  var registry: Registry { world.registry }

  init() throws {
    world = try World()
    firm = try world.organisation()
    owner = try world.member(.owner, of: firm)
  }

  private func invite(
    _ email: String, _ role: String = "editor", by actor: Actor? = nil
  ) throws(DomainError) -> Invitation {
    try registry.invite(
      to: firm.id.text, ["email": .string(email), "role": .string(role)], by: actor ?? owner)
  }

  private func accept(_ secret: String, by actor: Actor) throws(DomainError) -> Member {
    try registry.acceptInvitation(["token": .string(secret)], by: actor)
  }

  @Test func whoeverRegistersOwns() throws {
    let person = try world.person("binh@example.vn")
    let made = try registry.createOrganisation(
      ["kind": "startup", "name": "Mới"], by: person
    ).record
    #expect(try world.roles(in: made) == ["binh@example.vn owner"])
  }

  @Test func anInvitationIsAcceptedOnceByItsAddress() throws {
    let invitation = try invite("Binh@Example.VN")
    #expect(invitation.email == "binh@example.vn")
    #expect(invitation.expiresAt.seconds - invitation.createdAt.seconds == 14 * 86_400)
    let secret = try world.lastSecret(to: "binh@example.vn")
    let other = try world.person("chi@example.vn")
    #expect(outcome { () throws(DomainError) in try accept(secret, by: other) } == "forbidden")
    let binh = try world.person("binh@example.vn")
    #expect(try accept(secret, by: binh).membership.role == .editor)
    let again = outcome { () throws(DomainError) in try accept(secret, by: binh) }
    #expect(again == "invalid /token ended")
    #expect(try world.roles(in: firm) == ["an@example.vn owner", "binh@example.vn editor"])
    #expect(try registry.invitations(to: firm.id.text, by: owner).isEmpty)
    #expect(try world.told([.memberJoined]) == ["member_joined organisation \(firm.id)"])
  }

  @Test func anInvitationEndsToTheSecond() throws {
    _ = try invite("binh@example.vn")
    let secret = try world.lastSecret(to: "binh@example.vn")
    let binh = try world.person("binh@example.vn")
    world.turn(to: "2026-06-15T00:00:00Z")
    let late = outcome { () throws(DomainError) in try accept(secret, by: binh) }
    #expect(late == "invalid /token ended")
    world.turn(to: "2026-06-14T23:59:59Z")
    #expect(outcome { () throws(DomainError) in try accept(secret, by: binh) } == "ok")
  }

  @Test func endedInvitationsAreTakenAway() throws {
    _ = try invite("binh@example.vn")
    world.turn(to: "2026-06-15T00:00:00Z")
    try registry.keepTime()
    let left = try world.store.read { db throws(DomainError) in
      try db.invitations(to: firm.id, at: Instant(seconds: 0)).count
    }
    #expect(left == 0)
  }

  @Test func anotherInvitationTakesThePlaceOfTheFirst() throws {
    _ = try invite("binh@example.vn", "owner")
    let first = try world.lastSecret(to: "binh@example.vn")
    let second = try invite("binh@example.vn", "viewer")
    let binh = try world.person("binh@example.vn")
    #expect(
      outcome { () throws(DomainError) in try accept(first, by: binh) } == "invalid /token ended")
    #expect(try registry.invitations(to: firm.id.text, by: owner) == [second])
    try registry.withdrawInvitation(second.id, to: firm.id.text, by: owner)
    let secret = try world.lastSecret(to: "binh@example.vn")
    #expect(
      outcome { () throws(DomainError) in try accept(secret, by: binh) } == "invalid /token ended")
    #expect(
      outcome { () throws(DomainError) in
        try registry.withdrawInvitation(second.id, to: firm.id.text, by: owner)
      } == "notFound")
  }

  @Test func mailToOneAddressIsThrottled() throws {
    for _ in 0..<3 { _ = try invite("binh@example.vn") }
    let word = outcome { () throws(DomainError) in try invite("binh@example.vn") }
    #expect(word.hasPrefix("throttled"))
  }

  @Test func onlyOwnersInviteAndNobodyTwice() throws {
    let editor = try world.member(.editor, of: firm, "editor@example.vn")
    let viewer = try world.member(.viewer, of: firm, "viewer@example.vn")
    let stranger = try world.member(.owner, of: try world.organisation(), "la2@example.vn")
    for (actor, word) in [
      (editor, "forbidden"), (viewer, "forbidden"), (stranger, "forbidden"),
      (World.dost, "forbidden"), (Actor.anonymous, "unauthenticated"),
      // Only where nobody is left who could.
      (World.admin, "forbidden"),
    ] {
      #expect(
        outcome { () throws(DomainError) in try invite("moi@example.vn", by: actor) } == word,
        "\(actor.name)")
    }
    #expect(
      outcome { () throws(DomainError) in try invite("editor@example.vn") } == "conflict email")
    #expect(
      outcome { () throws(DomainError) in try invite("x", "chief") }
        == "invalid /email bad_format, /role not_accepted")
  }

  /// Locking the owner, or a token that stands in for the people, is no way in.
  @Test func administratorsBringNobodyToWhoIsThere() throws {
    var standIn = World.member(of: firm)
    standIn.isStandIn = true
    #expect(
      outcome { () throws(DomainError) in try invite("moi@example.vn", by: standIn) }
        == "forbidden")
    let account = try #require(owner.account)
    try world.store.write { db throws(DomainError) in
      guard var locked = try db.account(account) else { return }
      locked.status = .disabled
      locked.version += 1
      try db.update(locked)
    }
    #expect(
      outcome { () throws(DomainError) in try invite("moi@example.vn", by: World.admin) }
        == "forbidden")
  }

  /// Where nobody owns it any more, whoever is brought in waits until nothing can be under seal,
  /// whether it has anything or not.
  @Test(arguments: [false, true]) func whatIsSealedWaitsForNobodyBroughtIn(
    _ hasProposal: Bool
  ) throws {
    let account = try #require(owner.account)
    let problem = try world.problem()
    if hasProposal { _ = try world.proposal(of: firm, for: problem) }
    try world.store.write { db throws(DomainError) in
      _ = try db.endMembership(of: account, in: firm.id)
    }
    func bring() -> String {
      outcome { () throws(DomainError) in try invite("moi@example.vn", "owner", by: World.admin) }
    }
    #expect(bring() == "obstructed sealed_to_newcomers")
    let claim = try registry.claim(
      firm.id.text, ["grounds": "Giám đốc mới"], by: try world.person("binh@example.vn"))
    func grant() -> String {
      outcome { () throws(DomainError) in
        try registry.moveClaim(claim.id, .accept, by: World.dost)
      }
    }
    #expect(grant() == "obstructed sealed_to_newcomers")
    world.turn(to: "2026-07-02")
    #expect(grant() == "obstructed sealed_to_newcomers", "closed and not opened yet")
    try world.open(problem)
    #expect(bring() == "ok" && grant() == "ok")
  }

  /// What an administrator sent while nobody owned it ends with the first owner.
  @Test func invitationsOfAnAdministratorEndWhenSomebodyOwnsIt() throws {
    let imported = try world.organisation(.verified, ["name": "Nhập Từ Tệp"])
    func bring(_ email: String) throws -> (String, Actor) {
      _ = try registry.invite(
        to: imported.id.text, ["email": .string(email), "role": "owner"], by: World.admin)
      return (try world.lastSecret(to: email), try world.person(email))
    }
    for role in ["editor", "viewer"] as [JSON] {
      #expect(
        outcome { () throws(DomainError) in
          try registry.invite(
            to: imported.id.text, ["email": "khac@example.vn", "role": role], by: World.admin)
        } == "invalid /role not_accepted")
    }
    let (real, spy) = (try bring("that@example.vn"), try bring("la@example.vn"))
    _ = try world.problem()
    #expect(try accept(real.0, by: real.1).membership.role == .owner)
    let own = World.actor(try #require(real.1.account), .owner, of: imported.id)
    #expect(try registry.invitations(to: imported.id.text, by: own).isEmpty)
    #expect(
      outcome { () throws(DomainError) in try accept(spy.0, by: spy.1) } == "invalid /token ended")
    // What the owner sends stays whoever else comes to own it.
    for (email, role) in [("hai@example.vn", "owner"), ("ba@example.vn", "viewer")] {
      _ = try registry.invite(
        to: imported.id.text, ["email": .string(email), "role": .string(role)], by: own)
    }
    for email in ["hai@example.vn", "ba@example.vn"] {
      let secret = try world.lastSecret(to: email)
      let person = try world.person(email)
      #expect(outcome { () throws(DomainError) in try accept(secret, by: person) } == "ok")
    }
  }

  /// What an administrator sent before a call waits for the seal as what they would send now.
  @Test func anInvitationIsAskedAgainWhenItIsAccepted() throws {
    let account = try #require(owner.account)
    _ = try world.member(.editor, of: firm, "bien@example.vn")
    try world.store.write { db throws(DomainError) in
      _ = try db.endMembership(of: account, in: firm.id)
    }
    _ = try invite("la@example.vn", "owner", by: World.admin)
    let (secret, person) = (
      try world.lastSecret(to: "la@example.vn"), try world.person("la@example.vn")
    )
    func come() -> String { outcome { () throws(DomainError) in try accept(secret, by: person) } }
    let problem = try world.problem(["deadline": "2026-06-05"])
    #expect(come() == "obstructed sealed_to_newcomers")
    try world.open(problem, at: "2026-06-06")
    #expect(come() == "ok")
  }

  /// An administrator's token reaches no proposals, so a record that was made by one has none.
  @Test func whatAProgramRegisteredIsClaimedWhileCallsAreOpen() throws {
    let made = try world.organisation(.verified, ["name": "Do Máy Đăng Ký"])
    _ = try registry.createToken(
      role: .member, organisation: made.id.text, label: nil, expiresAt: nil, by: World.admin)
    _ = try world.problem()
    let claim = try registry.claim(
      made.id.text, ["grounds": "Giám đốc"], by: try world.person("binh@example.vn"))
    let invited = outcome { () throws(DomainError) in
      try registry.invite(
        to: made.id.text, ["email": "moi@example.vn", "role": "owner"], by: World.admin)
    }
    #expect(invited == "ok")
    #expect(try registry.moveClaim(claim.id, .accept, by: World.dost).status == .accepted)
  }

  /// To whom nobody has ever belonged has nothing of its own under seal; what it was asked before is
  /// not for whoever is let in from outside.
  @Test func whoComesFirstIsAskedAnew() throws {
    let imported = try world.organisation(.verified, ["name": "Nhập Từ Tệp"])
    let problem = try world.problem()
    let draft = try registry.createProposal(
      [
        "problem": .string(problem.id.text), "approach": "x", "cost_vnd": 1,
        "duration_months": 1, "partners": [.string(imported.id.text)],
      ], by: owner)
    let person = try world.person("binh@example.vn")
    let claim = try registry.claim(imported.id.text, ["grounds": "Giám đốc"], by: person)
    _ = try registry.moveClaim(claim.id, .accept, by: World.dost)
    let newcomer = World.actor(try #require(person.account), .owner, of: imported.id)
    func read() -> String {
      outcome { () throws(DomainError) in try registry.proposal(draft.id, by: newcomer) }
    }
    #expect(read() == "notFound")
    let own = try registry.proposal(draft.id, by: owner)
    #expect(own.partnerships.map(\.status) == [.refused])
    _ = try registry.updateProposal(
      draft.id, patch: ["approach": "y"], expecting: own.version, by: owner)
    #expect(read() == "ok")
  }

  @Test func membersAreForMembersAndOfficers() throws {
    let viewer = try world.member(.viewer, of: firm, "viewer@example.vn")
    let stranger = try world.member(.owner, of: try world.organisation(), "la@example.vn")
    for (actor, word) in [
      (owner, "ok"), (viewer, "ok"), (World.dost, "ok"), (World.admin, "ok"),
      (stranger, "forbidden"), (World.reviewer, "forbidden"), (Actor.anonymous, "unauthenticated"),
    ] {
      let members = outcome { () throws(DomainError) in
        try registry.members(of: firm.id.text, by: actor)
      }
      let invitations = outcome { () throws(DomainError) in
        try registry.invitations(to: firm.id.text, by: actor)
      }
      #expect(members == word && invitations == word, "\(actor.name)")
    }
    let draft = try world.organisation(.draft)
    #expect(
      outcome { () throws(DomainError) in
        try registry.members(of: draft.id.text, by: stranger)
      } == "notFound")
  }

  @Test func theLastOwnerCanNeitherLeaveNorBeLowered() throws {
    guard let account = owner.account else { return }
    let id = firm.id.text
    func lower() -> String {
      outcome { () throws(DomainError) in
        try registry.changeMember(account, of: id, to: .editor, by: owner)
      }
    }
    func leave() -> String {
      outcome { () throws(DomainError) in
        try registry.endMembership(of: account, in: id, by: owner)
      }
    }
    #expect(lower() == "lastHolder owner" && leave() == "lastHolder owner")
    #expect(try world.roles(in: firm) == ["an@example.vn owner"])
    let second = try world.member(.owner, of: firm, "binh@example.vn")
    #expect(lower() == "ok")
    guard let other = second.account else { return }
    #expect(
      outcome { () throws(DomainError) in
        try registry.endMembership(of: other, in: id, by: second)
      } == "lastHolder owner")
    let lowered = World.actor(account, .editor, of: firm.id)
    #expect(
      outcome { () throws(DomainError) in
        try registry.endMembership(of: other, in: id, by: lowered)
      } == "forbidden")
    try registry.endMembership(of: account, in: id, by: lowered)
    #expect(try world.roles(in: firm) == ["binh@example.vn owner"])
    #expect(
      outcome { () throws(DomainError) in
        try registry.endMembership(of: account, in: id, by: second)
      } == "notFound")
  }

  @Test func oneWhoIsDisabledOwnsNothingAnyMore() throws {
    let second = try world.member(.owner, of: firm, "binh@example.vn")
    guard let account = owner.account, let other = second.account else { return }
    try world.store.write { db throws(DomainError) in
      guard var disabled = try db.account(other) else { return }
      disabled.status = .disabled
      disabled.version += 1
      try db.update(disabled)
    }
    #expect(
      outcome { () throws(DomainError) in
        try registry.endMembership(of: account, in: firm.id.text, by: owner)
      } == "lastHolder owner")
  }

  /// Everything that an organisation can do, as somebody who may only read.
  @Test func aViewerChangesNothing() throws {
    let viewer = try world.member(.viewer, of: firm, "viewer@example.vn")
    let agency = try world.organisation(.verified, ["kind": "agency", "name": "Sở Ví Dụ"])
    let clerk = try world.member(.viewer, of: agency, "clerk@example.vn")
    let fund = try world.organisation(
      .verified,
      [
        "kind": "fund", "name": "Quỹ", "description": "x",
        "fund": ["fund_kind": "venture_capital", "thesis": "x", "open": true],
      ])
    let analyst = try world.member(.viewer, of: fund, "analyst@example.vn")
    let problem = try world.problem()
    let proposal = try world.proposal(of: firm, for: problem, submit: false)
    let id = firm.id.text
    func refused<Result>(_ name: String, _ act: () throws(DomainError) -> Result) {
      #expect(outcome(act) == "forbidden", "\(name)")
    }
    refused("update") { () throws(DomainError) in
      try registry.updateOrganisation(id, patch: ["trl": 1], expecting: 3, by: viewer)
    }
    refused("withdraw") { () throws(DomainError) in
      try registry.moveOrganisation(id, .withdraw, by: viewer)
    }
    refused("confirm") { () throws(DomainError) in
      try registry.confirmRecord(of: id, by: viewer)
    }
    refused("revision") { () throws(DomainError) in
      try registry.withdrawRevision(of: id, by: viewer)
    }
    refused("proposal") { () throws(DomainError) in
      try registry.createProposal(["problem": .string(problem.id.text)], by: viewer)
    }
    refused("proposal update") { () throws(DomainError) in
      try registry.updateProposal(
        proposal.id, patch: ["trl": 2], expecting: 1, by: viewer)
    }
    refused("submit") { () throws(DomainError) in
      try registry.moveProposal(proposal.id, .submit, by: viewer)
    }
    refused("question") { () throws(DomainError) in
      try registry.askQuestion(about: problem.id.text, ["text": "?"], by: viewer)
    }
    refused("file") { () throws(DomainError) in
      try registry.addFile(
        SampleFiles.bytes(.pdf), name: "a.pdf", declared: "application/pdf", by: viewer)
    }
    refused("problem") { () throws(DomainError) in
      try registry.createProblem(["title": "x"], by: clerk)
    }
    refused("introduction") { () throws(DomainError) in
      try registry.createIntroduction(["to": .string(id), "message": "x"], by: analyst)
    }
    refused("watch") { () throws(DomainError) in
      try registry.startWatching(id, byFund: fund.id.text, actor: analyst)
    }
    refused("investment") { () throws(DomainError) in
      try registry.createInvestment(
        ofFund: fund.id.text, ["name": "x", "date": "2026-01-01"], by: analyst)
    }
    refused("saved search") { () throws(DomainError) in
      try registry.createSavedSearch(
        ["name": "x", "kind": "search", "query": [:], "alert": "daily"], by: analyst)
    }
  }
}
