import Domain
import Testing

/// Who sees what of a review, in every state.
@Suite struct ReviewTests {
  static let own = Actor(name: "r", role: .reviewer, account: ID("a"))
  static let colleague = Actor(name: "s", role: .reviewer, account: ID("b"))
  /// Whoever has lost the role reviews nothing any more.
  static let former = Actor(name: "f", role: nil, account: ID("a"))
  static let actors = [own, colleague, former] + VisibilityTests.actors

  private func review(_ status: Review.Status, locked: Bool = false) -> Review {
    Review(
      id: ID("v"), problem: ID("p"), proposal: ID("o"), reviewer: ID("a"), status: status,
      createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0),
      lockedAt: locked || status == .locked ? Instant(seconds: 1) : nil)
  }

  @Test(arguments: Review.Status.allCases) func itIsKnownToItsReviewerAndOfficers(
    _ status: Review.Status
  ) {
    for actor in Self.actors {
      let record = review(status)
      let isOwn = actor == Self.own
      #expect(Visibility.sees(actor, record) == (isOwn || actor.isOfficer), "\(actor.name)")
      let atWork = [.declared, .scored, .locked].contains(status)
      #expect(Visibility.seesMaterial(actor, of: record) == (isOwn && atWork), "\(actor.name)")
      #expect(
        Visibility.seesScores(actor, of: record)
          == ((isOwn && atWork) || (actor.isOfficer && status == .locked)), "\(actor.name)")
      for isBlind in [false, true] {
        var plan = RankingTests.plan
        plan.isBlindToSolver = isBlind
        let named = (atWork || status == .assigned) && !isBlind
        #expect(
          Visibility.seesSolver(actor, of: record, plan) == ((isOwn && named) || actor.isOfficer),
          "\(actor.name)")
      }
    }
  }

  @Test func scoresThatWereGivenStayWithOfficersAfterTheReviewerStoodAside() {
    let record = review(.recused, locked: true)
    #expect(!Visibility.seesScores(Self.own, of: record))
    #expect(Visibility.seesScores(VisibilityTests.dost, of: record))
  }

  @Test func partiesAreThePersonAndOfficers() {
    let record = review(.assigned)
    #expect(Self.own.parties(towards: record) == [.reviewer])
    #expect(Self.colleague.parties(towards: record) == [])
    #expect(VisibilityTests.reviewer.parties(towards: record) == [], "a token is no person")
    #expect(VisibilityTests.dost.parties(towards: record) == [.dost])
  }

  @Test func theLogTellsNoDraft() {
    var record = review(.scored)
    record.scorecard = Scorecard(
      scores: [Scorecard.Score(criterion: "fit", points: Hundredths(777), remark: "qzbimat")])
    #expect(!record.audited(by: RankingTests.plan).compact.contains("7.77"))
    record.lockedAt = Instant(seconds: 1)
    #expect(record.audited(by: RankingTests.plan).compact.contains("qzbimat"))
  }

  @Test func feedbackWaitsForTheDecision() {
    let now = Instant(seconds: 0)
    for status in Problem.Status.allCases {
      let problem = Problem(
        id: ID("p"), status: status, createdAt: now, updatedAt: now,
        statement: ProblemStatement(title: "x"))
      let proposal = Proposal(
        id: ID("o"), problem: ID("p"), organisation: VisibilityTests.own, status: .declined,
        createdAt: now, updatedAt: now)
      let isDecided = [.awarded, .inProgress, .solved, .failed, .noAward].contains(status)
      for actor in VisibilityTests.actors {
        let expected = actor.isOfficer || (actor == VisibilityTests.member && isDecided)
        #expect(
          Visibility.seesFeedback(actor, on: proposal, isDecided: problem.status.isDecided)
            == expected,
          "\(actor.name) \(status)")
      }
    }
  }
}
