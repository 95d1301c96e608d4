import Domain
import Storage
import Testing
import UseCases

/// Officers with a tie of their own decide nothing on what it concerns.
@Suite struct ImpartialOfficersTests {
  private typealias Act = (name: String, body: () throws(DomainError) -> Void)

  private static func officer(
    _ world: World, of organisation: Organisation, _ name: String = "kiemnhiem",
    ending: Bool = false
  ) throws -> Actor {
    let account = try world.account("\(name)@dost.example.vn", role: .dost)
    try world.bind(account, to: organisation, ending: ending)
    return ReviewScene.person(account)
  }

  /// Who is needed for an act instead; what came of it where nobody else is.
  private static func needed(_ body: () throws(DomainError) -> Void) -> String {
    do {
      try body()
      return "ok"
    } catch {
      guard case .forbidden(_, let needs) = error else { return word(error) }
      return needs.joined(separator: " ")
    }
  }

  private static func steps(_ registry: Registry, _ name: String, _ actor: Actor) -> [Act] {
    var acts: [Act] = [
      (
        "criteria",
        { () throws(DomainError) in
          _ = try registry.setReviewPlan(of: name, ReviewScene.criteria, by: actor)
        }
      ),
      (
        "extend",
        { () throws(DomainError) in
          _ = try registry.extendProblem(
            name, ["deadline": "2026-07-31", "reason": "x"], by: actor)
        }
      ),
      (
        "amend",
        { () throws(DomainError) in
          _ = try registry.amendProblem(
            name, ["changes": ["title": "Tên khác"], "reason": "x"], expecting: 1, by: actor)
        }
      ),
    ]
    for event in [
      Problem.Event.suspend, .resume, .close, .cancel, .review, .award, .noAward, .start, .solve,
      .fail,
    ] {
      acts.append(
        (
          event.rawValue,
          { () throws(DomainError) in
            _ = try registry.moveProblem(name, event, reason: "x", by: actor)
          }
        ))
    }
    return acts
  }

  @Test(arguments: [false, true]) func whoIsTiedToAProposerMovesNoOpenedProblem(
    hasLeft: Bool
  ) throws {
    let scene = try ReviewScene()
    let actor = try Self.officer(scene.world, of: scene.firms[1], ending: hasLeft)
    for act in Self.steps(scene.registry, scene.name, actor) {
      #expect(Self.needed(act.body) == "impartial", "\(act.name)")
    }
    let free = ReviewScene.person(try scene.world.account("ranh@dost.example.vn", role: .dost))
    _ = try scene.registry.moveProblem(scene.name, .cancel, reason: "x", code: "other", by: free)
  }

  /// Of offers under seal only those are told by a refusal who know of them anyway.
  @Test func whoBelongsToAProposerMovesNoProblemUnderSeal() throws {
    let world = try World()
    let firm = try world.organisation()
    let problem = try world.problem()
    let actor = try Self.officer(world, of: firm)
    let former = try Self.officer(world, of: firm, "cu", ending: true)
    func set(_ actor: Actor) -> String {
      Self.needed { () throws(DomainError) in
        _ = try world.registry.setReviewPlan(of: problem.id.text, ReviewScene.criteria, by: actor)
      }
    }
    #expect(set(actor) == "ok", "nothing is handed in")
    _ = try world.proposal(of: firm, for: problem)
    for act in Self.steps(world.registry, problem.id.text, actor)
    where act.name != "amend" {
      #expect(Self.needed(act.body) == "impartial", "\(act.name)")
    }
    let version = try world.registry.problem(problem.id.text, by: World.dost).version
    #expect(
      Self.needed { () throws(DomainError) in
        _ = try world.registry.amendProblem(
          problem.id.text, ["changes": ["title": "Tên khác"], "reason": "x"], expecting: version,
          by: actor)
      } == "impartial")
    #expect(set(former) == "ok")
  }

  /// Nor do they say what rivals are told or who is asked to come, or touch any record of the
  /// register: to refuse it for rivals alone would tell who these are.
  @Test(arguments: [false, true]) func whoIsTiedToAProposerWeakensNoRival(isOpened: Bool) throws {
    let world = try World()
    let registry = world.registry
    let names = ["Nhà", "Đối thủ", "Người ngoài"]
    let firms = try names.map {
      try world.organisation(
        .verified, ["name": .string($0), "email": $0 == "Nhà" ? "cty@dost.example.vn" : .null])
    }
    let problem = try world.problem()
    for firm in firms.prefix(2) { _ = try world.proposal(of: firm, for: problem) }
    let question = try registry.askQuestion(
      about: problem.id.text, ["text": "Có điện không?"], by: World.member(of: firms[1]))
    let owner = try world.member(.owner, of: firms[1], "chu@example.vn")
    if isOpened { try world.open(problem) }
    let tied = try Self.officer(world, of: firms[0])
    let tiedAdmin = Actor(name: tied.name, role: .admin, account: tied.account)
    let free = ReviewScene.person(try world.account("ranh@dost.example.vn", role: .dost))
    // Which address stands in a record is its owner's to say, and keeps nobody from the register.
    let named = ReviewScene.person(try world.account("cty@dost.example.vn", role: .dost))
    func move(_ event: Organisation.Event, _ number: Int, _ actor: Actor) -> String {
      Self.needed { () throws(DomainError) in
        _ = try registry.moveOrganisation(
          firms[number].id.text, event, reason: "x", by: actor)
      }
    }
    func rename(_ number: Int, _ actor: Actor) -> String {
      Self.needed { () throws(DomainError) in
        let version = try registry.organisation(firms[number].id.text, by: actor).version
        _ = try registry.updateOrganisation(
          firms[number].id.text, patch: ["technologies": []], expecting: version, by: actor)
      }
    }
    func answer(_ actor: Actor) -> String {
      Self.needed { () throws(DomainError) in
        _ = try registry.answerQuestion(question.id, ["answer": "Có."], by: actor)
      }
    }
    func invite(_ actor: Actor) -> String {
      Self.needed { () throws(DomainError) in
        _ = try registry.recordOutcome(
          forProblem: problem.id.text,
          ["organisation": .string(firms[2].id.text), "kind": "invited"], by: actor)
      }
    }
    func lock(_ actor: Actor) -> String {
      Self.needed { () throws(DomainError) in
        _ = try registry.changeAccount(
          owner.account?.text ?? "", try Account.Change(["status": "disabled", "reason": "x"]),
          expecting: 1, by: actor)
      }
    }
    #expect(answer(tied) == "impartial" && invite(tied) == "impartial")
    for number in 1...2 {
      #expect(move(.suspend, number, tied) == "impartial")
      #expect(move(.withdraw, number, tied) == "impartial")
      #expect(rename(number, tied) == "impartial")
      #expect(try registry.isBarred(tied, towards: firms[number].id))
    }
    #expect(lock(tiedAdmin) == "impartial")
    #expect(rename(2, named) == "ok")
    #expect(answer(free) == "ok" && move(.suspend, 1, free) == "ok")
  }

  /// Whom somebody else takes out of the register is told, and reads why.
  @Test func nobodyIsWithdrawnWithoutAWord() throws {
    let world = try World()
    let firm = try world.organisation(.verified, ["name": "Có Người"])
    let imported = try world.organisation(.verified, ["name": "Chưa Có Người"])
    _ = try world.member(.owner, of: firm, "chu@example.vn")
    func withdraw(_ record: Organisation, _ reason: String?) -> String {
      outcome { () throws(DomainError) in
        try world.registry.moveOrganisation(
          record.id.text, .withdraw, reason: reason, by: World.dost)
      }
    }
    #expect(withdraw(firm, nil) == "invalid /reason missing")
    #expect(withdraw(firm, "\u{200B}") == "invalid /reason missing")
    #expect(withdraw(firm, "Đã giải thể") == "ok")
    let told = try #require(try world.notices().last)
    #expect(told.kind == .organisationWithdrawn && told.audience == .organisation(firm.id))
    #expect(withdraw(imported, nil) == "ok")
  }

  @Test(arguments: [0, 1]) func whoIsTiedToAProposerDecidesNothingOnTheWork(_ tied: Int) throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    let engagement = try scene.award()
    let registry = scene.registry
    let terms: JSON = ["title": "Lắp đặt", "due": "2026-09-30"]
    let free = ReviewScene.person(try scene.world.account("ranh@dost.example.vn", role: .dost))
    let made = try registry.addMilestone(to: engagement.id, terms, by: free).engagement
    let milestone = try #require(made.milestones.first).id
    let actor = try Self.officer(scene.world, of: scene.firms[tied])
    var acts: [Act] = [
      (
        "add",
        { () throws(DomainError) in
          _ = try registry.addMilestone(to: engagement.id, terms, by: actor)
        }
      ),
      (
        "change",
        { () throws(DomainError) in
          _ = try registry.updateMilestone(
            milestone, of: engagement.id, patch: ["title": "Khác"], expecting: made.version,
            by: actor)
        }
      ),
      (
        "remove",
        { () throws(DomainError) in
          _ = try registry.removeMilestone(
            milestone, of: engagement.id, expecting: made.version, by: actor)
        }
      ),
      (
        "outcome",
        { () throws(DomainError) in
          _ = try registry.updateEngagement(
            engagement.id, patch: ["outcome": "Tốt"], expecting: made.version, by: actor)
        }
      ),
      (
        "create",
        { () throws(DomainError) in
          _ = try registry.createEngagement(
            [
              "problem": .string(scene.name),
              "organisation": .string(scene.firms[tied].id.text),
            ], by: actor)
        }
      ),
    ]
    for event in [Engagement.Event.complete, .terminate] {
      acts.append(
        (
          event.rawValue,
          { () throws(DomainError) in
            _ = try registry.moveEngagement(engagement.id, event, reason: "x", by: actor)
          }
        ))
    }
    _ = try registry.submitMilestone(
      milestone, of: engagement.id, ["text": "Xong"], by: World.member(of: scene.firms[0]))
    for event in [Milestone.Event.accept, .return] {
      acts.append(
        (
          event.rawValue,
          { () throws(DomainError) in
            _ = try registry.judgeMilestone(
              milestone, of: engagement.id, event, reason: "x", by: actor)
          }
        ))
    }
    for act in acts {
      #expect(Self.needed(act.body) == "impartial", "\(act.name)")
    }
    _ = try registry.judgeMilestone(milestone, of: engagement.id, .accept, by: free)
  }

  @Test(arguments: [false, true]) func whoIsTiedToAnOrganisationVerifiesNothingOfIt(
    hasLeft: Bool
  ) throws {
    let world = try World()
    let registry = world.registry
    let waiting = try world.organisation(.submitted)
    let actor = try Self.officer(world, of: waiting, ending: hasLeft)
    func move(_ event: Organisation.Event, _ actor: Actor) -> String {
      Self.needed { () throws(DomainError) in
        _ = try registry.moveOrganisation(waiting.id.text, event, reason: "x", by: actor)
      }
    }
    #expect(move(.verify, actor) == "impartial")
    #expect(move(.return, actor) == "impartial")
    let free = ReviewScene.person(try world.account("ranh@dost.example.vn", role: .dost))
    #expect(move(.verify, free) == "ok")
    #expect(move(.suspend, actor) == "impartial")
    let name = waiting.id.text
    let owner = try world.member(.owner, of: waiting, "chu@example.vn")
    let version = try registry.organisation(name, by: owner).version
    let changed = try registry.updateOrganisation(
      name, patch: ["name": "Công ty Tên Mới"], expecting: version, by: owner
    ).record
    #expect(changed.registration.pending != nil)
    for isAccepted in [true, false] {
      #expect(
        Self.needed { () throws(DomainError) in
          _ = try registry.decideRevision(
            of: name, isAccepted: isAccepted, reason: "x", by: actor)
        } == "impartial")
    }
    #expect(
      Self.needed { () throws(DomainError) in
        _ = try registry.updateOrganisation(
          name, patch: ["name": "Công ty Tên Mới"], expecting: changed.version, by: actor)
      } == "impartial", "which takes the same change over without a decision")
    for isRecognised in [true, false] {
      #expect(
        Self.needed { () throws(DomainError) in
          _ = try registry.recognise(
            .startupInnovative, of: name, isRecognised: isRecognised, reason: "x", by: actor)
        } == "impartial")
    }
    _ = try registry.decideRevision(of: name, isAccepted: true, reason: nil, by: free)
  }

  @Test func whoIsTiedToAnOrganisationDecidesNoClaimOnIt() throws {
    let world = try World()
    let firm = try world.organisation()
    let an = try world.person()
    let claim = try world.registry.claim(firm.id.text, ["grounds": "Tôi là chủ"], by: an)
    func decide(_ event: Claim.Event, _ actor: Actor) -> String {
      Self.needed { () throws(DomainError) in
        _ = try world.registry.moveClaim(claim.id, event, reason: "x", by: actor)
      }
    }
    let actor = try Self.officer(world, of: firm)
    let promoted = Actor(name: an.name, role: .dost, account: an.account)
    for event in [Claim.Event.accept, .refuse] {
      #expect(decide(event, actor) == "impartial")
      #expect(decide(event, promoted) == "impartial", "on what they claim themselves")
    }
    let free = ReviewScene.person(try world.account("ranh@dost.example.vn", role: .dost))
    #expect(decide(.accept, free) == "ok")
  }
}
