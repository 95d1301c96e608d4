import Domain
import Testing

@Suite struct StateMachineTests {
  /// "state event → state: parties", with an exclamation mark where a reason is owed.
  static let organisation: Set<String> = [
    "draft submit → submitted: admin dost owner", "returned submit → submitted: admin dost owner",
    "submitted verify → verified: admin dost", "submitted return → returned: admin dost !",
    "verified suspend → suspended: admin dost !", "suspended verify → verified: admin dost",
    "draft withdraw → withdrawn: admin dost owner",
    "submitted withdraw → withdrawn: admin dost owner",
    "returned withdraw → withdrawn: admin dost owner",
    "verified withdraw → withdrawn: admin dost owner",
    "suspended withdraw → withdrawn: admin dost owner",
  ]

  static let problem: Set<String> = [
    "draft submit → submitted: admin dost owner", "draft publish → published: admin clock dost",
    "submitted return → draft: admin dost !", "submitted publish → published: admin clock dost",
    "published close → closed: admin clock dost", "published suspend → suspended: admin dost !",
    "suspended resume → published: admin dost", "closed review → reviewing: admin dost",
    "reviewing award → awarded: admin dost", "awarded start → in_progress: admin dost",
    "in_progress solve → solved: admin dost", "in_progress fail → failed: admin dost !",
    "closed no_award → no_award: admin dost", "reviewing no_award → no_award: admin dost",
    "draft cancel → cancelled: admin dost", "submitted cancel → cancelled: admin dost",
    "published cancel → cancelled: admin dost", "suspended cancel → cancelled: admin dost",
    "closed cancel → cancelled: admin dost", "reviewing cancel → cancelled: admin dost",
    "awarded cancel → cancelled: admin dost", "in_progress cancel → cancelled: admin dost",
  ]

  static let proposal: Set<String> = [
    "draft submit → submitted: owner", "draft withdraw → withdrawn: owner",
    "withdrawn reopen → draft: owner",
    "submitted withdraw → withdrawn: owner", "submitted admit → admissible: admin dost",
    "submitted reject → inadmissible: admin dost !",
    "admissible shortlist → shortlisted: admin dost !",
    "admissible decline → declined: admin dost !", "shortlisted select → selected: admin dost !",
    "shortlisted decline → declined: admin dost !",
  ]

  @Test func organisationsLiveAsWrittenDown() {
    check(
      Organisation.lifecycle, Self.organisation, start: .draft, ends: [.withdrawn])
  }

  @Test func partnershipsLiveAsWrittenDown() {
    check(
      Partnership.lifecycle,
      [
        "asked confirm → confirmed: owner", "asked refuse → refused: owner",
        "confirmed refuse → refused: owner",
      ], start: .asked, ends: [.refused])
  }

  @Test func problemsLiveAsWrittenDown() {
    check(
      Problem.lifecycle, Self.problem, start: .draft,
      ends: [.solved, .failed, .noAward, .cancelled])
  }

  static let document: Set<String> = [
    "draft issue → issued: admin dost", "issued supersede → superseded: admin dost",
  ]

  static let question: Set<String> = [
    "asked answer → answered: admin dost", "answered answer → answered: admin dost",
    "asked decline → declined: admin dost !", "asked withdraw → withdrawn: owner",
  ]

  @Test func documentsLiveAsWrittenDown() {
    check(IssuingDocument.lifecycle, Self.document, start: .draft, ends: [.superseded])
  }

  @Test func reportsLiveAsWrittenDown() {
    check(
      IssuedReport.lifecycle,
      [
        "issued publish → published: admin dost", "issued supersede → superseded: admin dost",
        "published supersede → superseded: admin dost",
      ], start: .issued, ends: [.superseded])
  }

  @Test func questionsLiveAsWrittenDown() {
    check(
      Question.lifecycle, Self.question, start: .asked, ends: [.declined, .withdrawn])
  }

  @Test func proposalsLiveAsWrittenDown() {
    check(
      Proposal.lifecycle, Self.proposal, start: .draft,
      ends: [.inadmissible, .selected, .declined])
  }

  @Test func introductionsLiveAsWrittenDown() {
    check(
      Introduction.lifecycle,
      [
        "requested accept → accepted: recipient", "requested refuse → refused: recipient !",
        "requested withdraw → withdrawn: requester", "requested expire → expired: clock",
      ], start: .requested, ends: [.accepted, .refused, .withdrawn, .expired])
  }

  @Test func cohortsLiveAsWrittenDown() {
    check(
      Cohort.lifecycle,
      [
        "draft announce → announced: admin dost owner",
        "announced start → running: admin dost owner",
        "running finish → finished: admin dost owner",
        "draft cancel → cancelled: admin dost owner !",
        "announced cancel → cancelled: admin dost owner !",
        "running cancel → cancelled: admin dost owner !",
      ], start: .draft, ends: [.finished, .cancelled])
  }

  @Test func applicationsLiveAsWrittenDown() {
    check(
      Application.lifecycle,
      [
        "draft submit → submitted: requester", "draft withdraw → withdrawn: requester",
        "submitted withdraw → withdrawn: requester",
        "shortlisted withdraw → withdrawn: requester",
        "accepted withdraw → withdrawn: requester",
        "submitted shortlist → shortlisted: recipient", "submitted accept → accepted: recipient",
        "shortlisted accept → accepted: recipient",
        "submitted decline → declined: recipient !",
        "shortlisted decline → declined: recipient !",
        "accepted join → joined: recipient requester", "joined graduate → graduated: recipient",
        "joined leave → left: recipient requester !",
      ], start: .draft, ends: [.withdrawn, .declined, .graduated, .left])
  }

  @Test func requestsToMentorsLiveAsWrittenDown() {
    check(
      MentorRequest.lifecycle,
      [
        "requested accept → accepted: recipient", "requested decline → declined: recipient !",
        "requested withdraw → withdrawn: requester", "accepted withdraw → withdrawn: requester",
        "accepted complete → done: recipient requester",
      ], start: .requested, ends: [.declined, .withdrawn, .done])
  }

  @Test func reviewsLiveAsWrittenDown() {
    check(
      Review.lifecycle,
      [
        "assigned declare → declared: reviewer", "declared score → scored: reviewer",
        "scored score → scored: reviewer", "scored lock → locked: reviewer",
        "assigned recuse → recused: admin dost reviewer !",
        "declared recuse → recused: admin dost reviewer !",
        "scored recuse → recused: admin dost reviewer !", "locked recuse → recused: admin dost !",
        "assigned bar → barred: clock", "declared bar → barred: clock",
        "scored bar → barred: clock", "locked bar → barred: clock",
        "assigned waive → waived: admin dost !", "declared waive → waived: admin dost !",
        "scored waive → waived: admin dost !",
      ], start: .assigned, ends: [.recused, .barred, .waived])
  }

  @Test func engagementsAndMilestonesLiveAsWrittenDown() {
    check(
      Engagement.lifecycle,
      [
        "active complete → completed: admin dost", "active terminate → terminated: admin dost !",
      ], start: .active, ends: [.completed, .terminated])
    check(
      Milestone.lifecycle,
      [
        "planned submit → submitted: owner", "returned submit → submitted: owner",
        "submitted accept → accepted: admin dost", "submitted return → returned: admin dost !",
      ], start: .planned, ends: [.accepted])
  }

  /// Tries every event from every state as every set of at most two parties, with and without a
  /// reason, against the table of this file.
  private func check<State: Code, Event: Code>(
    _ machine: StateMachine<State, Event>, _ written: Set<String>, start: State, ends: Set<State>
  ) {
    #expect(Set(machine.transitions.map(Self.line)) == written)
    #expect(machine.transitions.count == written.count)
    var reached: Set<State> = [start]
    for _ in State.allCases {
      for row in machine.transitions where reached.contains(row.from) { reached.insert(row.to) }
    }
    #expect(reached == Set(State.allCases))
    #expect(Set(State.allCases).subtracting(machine.transitions.map(\.from)) == ends)

    let single = Party.allCases.map { Set([$0]) }
    let parties = single + [[], [.owner, .reviewer], [.owner, .dost], [.reviewer, .clock]]
    for state in State.allCases {
      for event in Event.allCases {
        for party in parties {
          checkStep(machine, event, state, party)
        }
      }
    }
  }

  private func checkStep<State: Code, Event: Code>(
    _ machine: StateMachine<State, Event>, _ event: Event, _ state: State, _ parties: Set<Party>
  ) {
    let rows = machine.transitions.filter { $0.event == event }
    let row = rows.first { $0.from == state }
    let everyone = rows.reduce(into: Set<Party>()) { $0.formUnion($1.by) }
    let mayEver = !everyone.isDisjoint(with: parties)
    let mayNow = row.map { !$0.by.isDisjoint(with: parties) } ?? false
    for reason in [nil, "", " \n", "vì thiếu hồ sơ"] {
      let outcome = Result { () throws(DomainError) -> State in
        try machine.target(of: event, from: state, as: parties, reason: reason)
      }
      let name = "\(machine.aggregate) \(state) \(event) \(parties) \(reason ?? "-")"
      switch outcome {
      case .success(let target):
        #expect(mayNow && row?.to == target, "\(name)")
        #expect(row?.needsReason == false || reason == "vì thiếu hồ sơ", "\(name)")
      case .failure(.forbidden(let action, let needs)):
        #expect(action == "\(machine.aggregate).\(event.rawValue)")
        #expect(!mayEver || (row != nil && !mayNow), "\(name)")
        #expect(needs == (row?.by ?? everyone).map(\.rawValue).sorted(), "\(name)")
      case .failure(.refused(let refusal)):
        #expect(mayEver && row == nil, "\(name)")
        #expect(refusal.aggregate == machine.aggregate)
        #expect(refusal.event == event.rawValue && refusal.state == state.rawValue)
        #expect(Set(refusal.allowedFrom) == Set(rows.map(\.from.rawValue)), "\(name)")
        #expect(refusal.allowedBy == everyone.map(\.rawValue).sorted(), "\(name)")
      case .failure(.invalid(let faults)):
        #expect(mayNow && row?.needsReason == true && reason != "vì thiếu hồ sơ", "\(name)")
        #expect(keys(faults) == ["/reason missing"])
      case .failure(let error):
        Issue.record("\(name): \(error)")
      }
    }
    #expect(machine.events(from: state, as: parties).contains(event) == mayNow)
  }

  private static func line<State: Code, Event: Code>(_ row: Transition<State, Event>) -> String {
    let parties = row.by.map(\.rawValue).sorted().joined(separator: " ")
    return "\(row.from.rawValue) \(row.event.rawValue) → \(row.to.rawValue): \(parties)"
      + (row.needsReason ? " !" : "")
  }
}
