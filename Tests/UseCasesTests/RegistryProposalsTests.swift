import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryProposalsTests {
  let world: World
  let firm: Organisation
  var registry: Registry { world.registry }
  var member: Actor { World.member(of: firm) }

  init() throws {
    world = try World()
    firm = try world.organisation()
  }

  private func create(_ problem: Problem, _ patch: JSON = [:], by actor: Actor? = nil) -> String {
    outcome { () throws(DomainError) in
      try registry.createProposal(
        JSON.object(JSONObject([("problem", .string(problem.id.text))])).merging(patch),
        by: actor ?? member)
    }
  }

  private func move(
    _ proposal: Proposal, _ event: Proposal.Event, _ reason: String? = nil, by actor: Actor
  ) -> String {
    outcome { () throws(DomainError) in
      try registry.moveProposal(proposal.id, event, reason: reason, by: actor)
    }
  }

  private func listed(_ actor: Actor, _ problem: Problem) throws -> (
    total: Int, ids: [ID<Proposal>]
  ) {
    let page = try registry.proposals(
      problem: problem.code, organisation: nil, page: PageRequest(limit: 10), by: actor)
    return (page.total, page.items.map(\.id))
  }

  @Test(
    arguments: [
      (["min_trl": 6], ["trl": 5], "ineligible"), (["min_trl": 6], ["trl": 6], "ok"),
      (["min_trl": 6], [:], "ok"), (["legal": "large"], [:], "ineligible"),
      (["legal": "large"], ["legal": ["large"]], "ok"),
      (["province": "01"], [:], "ineligible"),
      (["founded_before": 2020], ["founded": 2020], "ineligible"),
      (["min_employees": 10], ["employees": 9], "ineligible"),
    ] as [(JSON, JSON, String)])
  func whoFailsARequirementIsToldBeforeWriting(_ row: (JSON, JSON, String)) throws {
    let firm = try world.organisation(.verified, row.1)
    let problem = try world.problem(["required": [row.0]])
    #expect(create(problem, by: World.member(of: firm)) == row.2)
  }

  @Test func ineligibilitySaysWhatWasFound() throws {
    let firm = try world.organisation(.verified, ["trl": 5])
    let problem = try world.problem([
      "required": [["min_trl": 6], ["legal": "large"], ["province": "66"]]
    ])
    #expect(
      throws: DomainError.ineligible([
        UnmetRequirement(requirement: .minTRL(6), found: "5"),
        UnmetRequirement(requirement: .legal(.large), found: ""),
      ])
    ) {
      try registry.createProposal(
        ["problem": .string(problem.id.text)], by: World.member(of: firm))
    }
  }

  @Test func whoFailsARequirementLaterCannotSubmit() throws {
    let firm = try world.organisation(.verified, ["trl": 6])
    let problem = try world.problem(["required": [["min_trl": 6]]])
    let draft = try world.proposal(of: firm, for: problem, submit: false)
    _ = try registry.updateOrganisation(
      firm.id.text, patch: ["trl": 5], expecting: firm.version, by: World.member(of: firm))
    #expect(move(draft, .submit, by: World.member(of: firm)) == "ineligible")
  }

  @Test func oneLiveProposalForAProblem() throws {
    let problem = try world.problem()
    let first = try world.proposal(of: firm, for: problem)
    #expect(
      throws: DomainError.conflict(
        field: "problem", value: problem.code ?? "", holder: first.id.text)
    ) {
      try registry.createProposal(["problem": .string(problem.id.text)], by: member)
    }
    #expect(move(first, .withdraw, by: member) == "ok")
    let second = try world.proposal(of: firm, for: problem)
    #expect(second.id != first.id)
    #expect(create(problem) == "conflict problem")
    #expect(try world.proposal(of: firm, for: try world.problem()).status == .submitted)
  }

  @Test func theSealHoldsUntilTheDeadlineEverywhere() throws {
    let problem = try world.problem()
    let sealed = try world.proposal(of: firm, for: problem)
    let rival = try world.organisation()
    let withdrawn = try world.proposal(of: rival, for: problem)
    #expect(move(withdrawn, .withdraw, by: World.member(of: rival)) == "ok")
    let third = try world.organisation()
    let draft = try world.proposal(of: third, for: problem, submit: false)
    for time in ["2026-06-02", "2026-06-30"] {
      world.turn(to: time)
      for officer in [World.dost, World.admin] {
        for proposal in [sealed, withdrawn, draft] {
          #expect(
            outcome { () throws(DomainError) in try registry.proposal(proposal.id, by: officer) }
              == "notFound")
        }
        #expect(try listed(officer, problem).total == 0)
        #expect(try listed(officer, problem).ids == [])
      }
      #expect(try listed(member, problem).ids == [sealed.id])
      #expect(try listed(World.member(of: third), problem).ids == [draft.id])
      #expect(try listed(World.reviewer, problem).total == 0)
    }
    world.turn(to: "2026-06-30T17:00:00Z")
    #expect(try listed(World.dost, problem).total == 0, "opening is an act of its own")
    try world.open(problem)
    for officer in [World.dost, World.admin] {
      #expect(try listed(officer, problem).total == 1)
      #expect(try listed(officer, problem).ids == [sealed.id])
      let opened = try registry.proposal(sealed.id, by: officer)
      #expect(opened.offer == sealed.offer && opened.openedAt != nil)
      for proposal in [withdrawn, draft] {
        #expect(
          outcome { () throws(DomainError) in try registry.proposal(proposal.id, by: officer) }
            == "notFound")
      }
    }
    #expect(try listed(World.member(of: rival), problem).ids == [withdrawn.id])
    #expect(try listed(World.reviewer, problem).total == 0)
  }

  @Test func withoutADeadlineClosingLetsThemBeOpened() throws {
    let problem = try world.problem(["deadline": nil])
    let proposal = try world.proposal(of: firm, for: problem)
    world.turn(to: "2030-01-01")
    #expect(try listed(World.dost, problem).total == 0)
    try world.open(problem, at: "2030-01-02")
    #expect(try listed(World.dost, problem).ids == [proposal.id])
    #expect(create(problem) == "refused closed")
  }

  @Test func nothingIsTakenAfterTheDeadline() throws {
    let problem = try world.problem()
    let draft = try world.proposal(of: firm, for: problem, submit: false)
    let rival = World.member(of: try world.organisation())
    world.turn(to: "2026-06-30")
    #expect(create(problem, by: rival) == "ok")
    world.turn(to: "2026-06-30T17:00:00Z")
    #expect(move(draft, .submit, by: member) == "deadlinePassed")
    let late = World.member(of: try world.organisation())
    #expect(create(problem, by: late) == "deadlinePassed")
  }

  @Test func onlyAPublishedProblemTakesProposals() throws {
    #expect(create(try world.problem(publish: false)) == "notFound")
    let problem = try world.problem()
    let draft = try world.proposal(of: firm, for: problem, submit: false)
    _ = try registry.moveProblem(problem.id.text, .suspend, reason: "x", by: World.dost)
    #expect(create(problem) == "refused suspended")
    #expect(move(draft, .submit, by: member) == "refused suspended")
  }

  @Test func submittingAsksForWhatIsMissing() throws {
    let problem = try world.problem()
    let draft = try registry.createProposal(["problem": .string(problem.code ?? "")], by: member)
    #expect(draft.status == .draft && draft.submittedAt == nil)
    #expect(
      move(draft, .submit, by: member)
        == "invalid /approach missing, /cost_vnd missing, /duration_months missing")
  }

  @Test func onlyAVerifiedOrganisationSubmits() throws {
    let young = try world.organisation(.draft)
    let draft = try world.proposal(of: young, for: try world.problem(), submit: false)
    #expect(move(draft, .submit, by: World.member(of: young)) == "refused draft")
  }

  @Test(
    arguments: [
      ([:], "invalid /problem missing"), (["problem": 7], "invalid /problem wrong_type"),
      (["problem": "none"], "notFound"),
      (["problem": "none", "trl": 10], "invalid /trl out_of_range"),
      (["problem": "x", "organisation": "other"], "invalid /organisation not_accepted"),
      (["trl": 0, "cost": 1], "invalid /problem missing, /trl out_of_range, /cost unknown_member"),
      ([], "invalid /problem missing,  wrong_type"),
    ] as [(JSON, String)]) func badProposalsAreRefused(_ row: (JSON, String))
  {
    let word = outcome { () throws(DomainError) in try registry.createProposal(row.0, by: member) }
    #expect(word == row.1)
  }

  @Test func partnersAreVerifiedOthersAndNamedOnce() throws {
    let (partner, draft) = (try world.organisation(), try world.organisation(.draft))
    let problem = try world.problem()
    let partners: JSON = [
      "partners": .array(
        ["none", draft.id.text, firm.id.text, partner.id.text, partner.id.text].map(JSON.string))
    ]
    #expect(
      create(problem, partners)
        == "invalid /partners/0 not_found, /partners/1 not_found, /partners/2 not_found, /partners/4 repeated"
    )
    #expect(create(problem, ["partners": [.string(partner.id.text)]]) == "ok")
  }

  @Test func onlyADraftIsChangedAndByItsVersion() throws {
    let problem = try world.problem()
    let draft = try world.proposal(of: firm, for: problem, submit: false)
    func change(_ patch: JSON, _ version: Int?) -> String {
      outcome { () throws(DomainError) in
        try registry.updateProposal(draft.id, patch: patch, expecting: version, by: member)
      }
    }
    #expect(change(["trl": 7], nil) == "versionRequired 1")
    #expect(change(["trl": 7], 3) == "stale 1")
    #expect(change(["trl": 7], 1) == "ok")
    #expect(change(["trl": 7], 2) == "ok")
    #expect(change(["problem": "x"], 2) == "invalid /problem read_only")
    #expect(change(["status": "selected"], 2) == "invalid /status read_only")
    #expect(change(["cost_vnd": nil], 2) == "ok")
    #expect(try registry.proposal(draft.id, by: member).offer?.costVND == nil)
    #expect(change(["cost_vnd": 5], 3) == "ok")
    #expect(move(draft, .submit, by: member) == "ok")
    #expect(change(["trl": 8], 5) == "refused submitted")
  }

  @Test func repeatingARequestWithItsKeyMakesNothingMore() throws {
    let problem = try world.problem()
    let key = IdempotencyKey(actor: member.name, key: "k", fingerprint: [1])
    let json: JSON = ["problem": .string(problem.id.text)]
    let first = try registry.createProposal(json, by: member, key: key)
    #expect(try registry.createProposal(json, by: member, key: key) == first)
  }

  @Test func aProposalGoesItsWay() throws {
    let problem = try world.problem()
    let proposal = try world.proposal(of: firm, for: problem)
    #expect(proposal.submittedAt?.seconds == World.start)
    try world.open(problem)
    #expect(move(proposal, .select, by: World.dost) == "refused submitted")
    #expect(move(proposal, .reject, by: World.dost) == "invalid /reason missing")
    for event in [Proposal.Event.admit, .shortlist, .select] {
      #expect(move(proposal, event, "lý do", by: World.dost) == "ok")
    }
    #expect(try registry.proposal(proposal.id, by: World.dost).status == .selected)
    // Its proposer is told with the award.
    #expect(try registry.proposal(proposal.id, by: member).status == .shortlisted)
  }

  /// Feedback is owed to every proposer, so the reason that is asked for must be kept somewhere.
  @Test func theReasonOfARefusalIsKept() throws {
    let problem = try world.problem()
    let proposal = try world.proposal(of: firm, for: problem)
    try world.open(problem)
    #expect(move(proposal, .reject, "ly-do-7f3a", by: World.dost) == "ok")
    #expect(try world.bytes().contains(text: "ly-do-7f3a"))
  }
}
