import Domain
import Matching
import Storage
import Testing
import UseCases

/// Learning weights, on a register whose outcomes are known.
@Suite struct WeightProposalTests {
  /// Problems with two firms that say the same; one is near, the other further along.
  private func matches(problems: Int, awarded: String) throws -> JudgedMatches {
    let world = try World()
    try world.registry.follow()
    let near = try world.organisation(
      .verified,
      ["description": "Giám sát vườn cà phê bằng cảm biến", "province": "66", "trl": 3])
    let ready = try world.organisation(
      .verified,
      ["description": "Giám sát vườn cà phê bằng cảm biến", "province": "01", "trl": 5])
    let winner = awarded == "near" ? near : ready
    for number in 0..<problems {
      let problem = try world.problem([
        "title": .string("Giám sát vườn cà phê \(number)"), "province": "66",
      ])
      let loser = winner == near ? ready : near
      for (firm, kind) in [
        (winner, "shortlisted"), (winner, "awarded"), (loser, "declined"),
      ] {
        _ = try world.registry.recordOutcome(
          forProblem: problem.id.text,
          ["organisation": .string(firm.id.text), "kind": .string(kind)], by: World.dost)
      }
    }
    return try world.registry.judgedOutcomes(by: World.dost).matches
  }

  @Test func whatIsRightAlreadyIsLeftAsItIs() throws {
    let matches = try matches(problems: 10, awarded: "near")
    #expect(matches.measures(by: .standard).ndcg10 == 1)
    let proposal = try WeightProposal(from: matches, current: .standard)
    #expect(!proposal.isDifferent && !proposal.isGainClear && proposal.gain == 0)
    #expect(proposal.proposed == .standard)
  }

  @Test func whatAlwaysDecidesGainsWeight() throws {
    let matches = try matches(problems: 12, awarded: "ready")
    let proposal = try WeightProposal(from: matches, current: .standard)
    #expect(matches.measures(by: .standard).ndcg10 < 1)
    #expect(matches.measures(by: proposal.proposed).ndcg10 == 1)
    #expect(proposal.isDifferent && proposal.isGainClear)
    let (before, after) = (Weights.standard, proposal.proposed)
    #expect(after[.readiness] / after[.place] > before[.readiness] / before[.place])
    #expect(proposal.folds.map(\.problems).reduce(0, +) == 12)
    #expect(proposal.folds.allSatisfy { $0.problems > 0 })
    #expect(after.text == before.text)
    #expect(after.version.hasPrefix(before.version + "+"))
    #expect(Signal.allCases.allSatisfy { after[$0] > 0 }, "no signal is switched off")
    let again = try WeightProposal(from: matches, current: .standard)
    #expect(again.proposed == after, "the same outcomes, the same proposal")
    // A proposal on top of a proposal keeps its name short, and has nothing more to gain.
    let next = try WeightProposal(from: matches, current: after)
    #expect(next.proposed == after)
  }

  @Test(arguments: [0, 1, 9]) func fromTooFewNothingIsLearnt(_ count: Int) throws {
    let matches = try matches(problems: count, awarded: "near")
    #expect(throws: WeightProposal.Refusal.tooFew(problems: count, needed: 10)) {
      try WeightProposal(from: matches, current: .standard)
    }
  }

  @Test func aCollectionIsLearntFromTheSameWay() throws {
    let evaluation = try Collection.evaluation.get()
    let matches = try evaluation.matches(judgedBy: Collection.judgements())
    let proposal = try WeightProposal(from: matches, current: evaluation.weights)
    #expect(proposal.problems == 12)
    #expect(
      abs(proposal.currentNDCG - matches.measures(by: evaluation.weights).ndcg10) < 1e-9)
    #expect(abs(Signal.allCases.reduce(0) { $0 + proposal.proposed[$1] } - 1) < 1e-9)
    #expect(proposal.proposed[.capability] > 0.2)
    // On what it was fitted to, a proposal is never worse, but for rounding to millionths.
    let (fitted, current) = (
      matches.measures(by: proposal.proposed), matches.measures(by: evaluation.weights)
    )
    #expect(fitted.ndcg10 >= current.ndcg10 - 0.001)
  }
}

@Suite struct RegistryLearningTests {
  @Test func onlyOfficersMeasureAndOnlyVerifiedFirmsCount() throws {
    let world = try World()
    let registry = world.registry
    let (firm, gone) = (try world.organisation(), try world.organisation())
    let problem = try world.problem()
    for (one, kind) in [(firm, "invited"), (firm, "refused"), (gone, "shortlisted")] {
      _ = try registry.recordOutcome(
        forProblem: problem.id.text,
        ["organisation": .string(one.id.text), "kind": .string(kind)], by: World.dost)
    }
    _ = try registry.moveOrganisation(gone.id.text, .suspend, reason: "x", by: World.dost)
    let judged = try registry.judgedOutcomes(by: World.dost)
    #expect(judged.pairs == 1 && judged.pairsLeftOut == 1)
    #expect(judged.matches.judgements.grades == [problem.id.text: [firm.id.text: 1]])
    #expect(judged.weights == .standard)
    for actor in [World.reviewer, World.member(of: firm)] {
      #expect(
        outcome { () throws(DomainError) in try registry.judgedOutcomes(by: actor) }
          == "forbidden")
    }
    #expect(
      outcome { () throws(DomainError) in try registry.judgedOutcomes(by: .anonymous) }
        == "unauthenticated")
  }
}
