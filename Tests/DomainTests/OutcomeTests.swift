import Domain
import Testing

@Suite struct OutcomeTests {
  private static let standing = Outcome.Standing(
    rank: 2, scoreMicros: 612_345, weightsVersion: "2026-1")

  private func outcome(_ kind: Outcome.Kind, note: String? = "ghi chú") -> Outcome {
    Outcome(
      id: ID("1"), problem: ID("p"), organisation: ID("o"), kind: kind, at: Instant(seconds: 0),
      by: "token:x", note: note, standing: Self.standing)
  }

  @Test(
    arguments: [
      ([], 0), ([.invited], 1), ([.invited, .refused], 1), ([.shortlisted], 2),
      ([.invited, .shortlisted], 2), ([.shortlisted, .declined], 2), ([.declined], 0),
      ([.invited, .declined], 0), ([.awarded], 3), ([.invited, .shortlisted, .awarded], 3),
    ] as [(Set<Outcome.Kind>, Int)])
  func gradesFollowFromWhatHappened(_ kinds: Set<Outcome.Kind>, _ grade: Int) {
    #expect(Outcome.grade(of: kinds) == grade)
  }

  /// What DOST may record after what; each row of the expectation is one state.
  @Test func theOrderIsHeld() {
    let expected: [Outcome.State: [Outcome.Kind]] = [
      .none: [.invited, .shortlisted, .declined],
      .invited: [.refused, .shortlisted, .declined, .awarded],
      .refused: [.shortlisted, .declined, .awarded], .shortlisted: [.declined, .awarded],
      .declined: [], .awarded: [],
    ]
    for state in Outcome.State.allCases {
      let possible = Outcome.lifecycle.events(from: state, as: [.dost])
      #expect(Set(possible) == Set(expected[state] ?? []), "\(state)")
      let own = Outcome.lifecycle.events(from: state, as: [.owner])
      #expect(own == (state == .invited ? [.refused] : []), "\(state)")
      #expect(Outcome.lifecycle.events(from: state, as: [.reviewer, .clock]).isEmpty)
    }
    for row in Outcome.lifecycle.transitions {
      #expect(row.to.rawValue == row.event.rawValue)
    }
  }

  @Test(
    arguments: [
      ([], .none), ([.invited], .invited), ([.invited, .refused], .refused),
      ([.refused, .shortlisted, .invited], .shortlisted), ([.shortlisted, .declined], .declined),
      ([.declined, .awarded], .awarded),
    ] as [(Set<Outcome.Kind>, Outcome.State)])
  func theStateIsTheFurthest(_ kinds: Set<Outcome.Kind>, _ state: Outcome.State) {
    #expect(Outcome.State(after: kinds) == state)
  }

  @Test func stepsOfProposalsThatDecide() {
    let decided = Proposal.Event.allCases.filter { Outcome.kind(of: $0) != nil }
    #expect(decided == [.shortlist, .select, .decline])
  }

  @Test func allMistakesAreTold() {
    let error = #expect(throws: DomainError.self) {
      try Outcome.Input(["kind": "hired", "note": 3, "rank": 1, "extra": 0])
    }
    guard case .invalid(let faults) = error else { return }
    #expect(
      Set(faults.map { "\($0.path) \($0.rule.rawValue)" }) == [
        "/kind not_accepted", "/note wrong_type", "/rank read_only", "/extra unknown_member",
        "/organisation missing",
      ])
    let accepted = faults.first { $0.path == "/kind" }?.accepted
    #expect(accepted == "invited, refused, shortlisted, declined, awarded")
    #expect(throws: DomainError.self) { try Outcome.Input([]) }
    #expect(throws: DomainError.self) {
      try Outcome.Input([
        "organisation": "o", "kind": "invited",
        "note": .string(String(repeating: "x", count: 2001)),
      ])
    }
  }

  @Test func officersSeeAllAndTheFirmItsOwnPart() {
    let dost = Actor(name: "d", role: .dost)
    let member = Actor(name: "m", role: .member, organisation: ID("o"))
    for kind in Outcome.Kind.allCases {
      let record = outcome(kind)
      #expect(record.seen(by: dost).json == record.json)
      let seen = record.seen(by: member).json
      #expect(seen["by"] == nil)
      #expect((seen["note"] != nil) == (kind == .refused))
      #expect(seen["rank"] == 2)
      #expect(seen["score"] == .number(0.612345))
      #expect(seen["weights_version"] == "2026-1")
    }
    #expect(outcome(.invited, note: nil).json["note"] == nil)
  }
}
