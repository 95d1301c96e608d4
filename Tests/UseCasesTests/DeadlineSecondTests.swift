import Domain
import Storage
import Testing
import UseCases

/// The deadline itself is the last second in which proposers act; from the next one on officers do.
/// There is none in which both can.
@Suite struct DeadlineSecondTests {
  /// What comes of each act the second before the deadline, in its second and the second after.
  static let table: [(act: String, before: String, at: String, after: String)] = [
    ("create", "ok", "ok", "deadlinePassed"),
    ("submit", "ok", "ok", "deadlinePassed"),
    ("withdraw", "ok", "ok", "deadlinePassed"),
    ("reopen", "ok", "ok", "deadlinePassed"),
    ("confirm", "ok", "ok", "deadlinePassed"),
    ("ask", "ok", "ok", "deadlinePassed"),
    ("extend", "ok", "ok", "deadlinePassed"),
    ("close", "invalid /reason_code missing", "invalid /reason_code missing", "ok"),
    ("open", "refused published", "refused published", "ok"),
    ("open after an early close", "tooEarly", "tooEarly", "ok"),
    ("the clock", "published", "published", "closed"),
  ]

  private static let seconds = [
    "2026-06-30T16:59:58Z", "2026-06-30T16:59:59Z", "2026-06-30T17:00:00Z",
  ]

  @Test(arguments: table) func aSecondBelongsToOneSide(
    _ row: (act: String, before: String, at: String, after: String)
  ) throws {
    for (second, expected) in zip(Self.seconds, [row.before, row.at, row.after]) {
      #expect(try come(of: row.act, at: second) == expected, "\(row.act) \(second)")
    }
  }

  private func come(of act: String, at second: String) throws -> String {
    let world = try World()
    let registry = world.registry
    let (firm, partner) = (try world.organisation(), try world.organisation())
    let problem = try world.problem()
    let (member, name) = (World.member(of: firm), problem.id.text)
    func turn() { world.turn(to: second) }
    func move(_ proposal: Proposal, _ event: Proposal.Event) -> String {
      outcome { () throws(DomainError) in
        try registry.moveProposal(proposal.id, event, by: member)
      }
    }
    func close(_ code: String? = nil) -> String {
      outcome { () throws(DomainError) in
        try registry.moveProblem(
          name, .close, reason: code == nil ? nil : "lý do", code: code, by: World.dost)
      }
    }
    func open() -> String {
      outcome { () throws(DomainError) in try registry.openProposals(for: name, by: World.dost) }
    }
    switch act {
    case "create":
      turn()
      return outcome { () throws(DomainError) in
        try world.proposal(of: firm, for: problem, submit: false)
      }
    case "submit":
      let draft = try world.proposal(of: firm, for: problem, submit: false)
      turn()
      return move(draft, .submit)
    case "withdraw":
      let handedIn = try world.proposal(of: firm, for: problem)
      turn()
      return move(handedIn, .withdraw)
    case "reopen":
      let handedIn = try world.proposal(of: firm, for: problem)
      _ = try registry.moveProposal(handedIn.id, .withdraw, by: member)
      turn()
      return move(handedIn, .reopen)
    case "confirm":
      let draft = try registry.createProposal(
        [
          "problem": .string(name), "approach": "x", "cost_vnd": 1, "duration_months": 6,
          "partners": [.string(partner.id.text)],
        ], by: member)
      turn()
      return outcome { () throws(DomainError) in
        try registry.answerPartnership(in: draft.id, .confirm, by: World.member(of: partner))
      }
    case "ask":
      turn()
      return outcome { () throws(DomainError) in
        try registry.askQuestion(about: name, ["text": "Có điện không?"], by: member)
      }
    case "extend":
      turn()
      return outcome { () throws(DomainError) in
        try registry.extendProblem(
          name, ["deadline": "2026-07-31", "reason": "cần thêm thời gian"], by: World.dost)
      }
    case "close":
      turn()
      return close()
    case "open":
      _ = try world.proposal(of: firm, for: problem)
      turn()
      _ = close()
      return open()
    case "open after an early close":
      _ = try world.proposal(of: firm, for: problem)
      world.turn(to: "2026-06-20")
      #expect(close(CloseReason.allCases.first?.rawValue) == "ok")
      turn()
      return open()
    default:
      turn()
      try registry.keepTime()
      return try registry.problem(name, by: World.dost).status.rawValue
    }
  }
}
