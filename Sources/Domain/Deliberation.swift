/// Everything that was said and decided about the proposals for one problem, at one moment.
package struct Deliberation: Sendable {
  /// The problem.
  package let problem: Problem
  /// The document under which it was published.
  package let document: IssuingDocument?
  /// By what was judged.
  package let plan: ReviewPlan
  /// The act that opened the proposals.
  package let opening: Opening
  /// The proposals in the order of the ranking, then those that are not ranked.
  package let cases: [Case]
  /// What was done to the problem, the first first.
  package let acts: [ProblemAct]
  /// The names of the people among those who acted, by how acts name them (`account:ID`).
  package let people: [String: String]
  /// When this was put together.
  package let at: Instant

  /// One proposal.
  package struct Case: Sendable {
    /// The proposal with its offer.
    package let proposal: Proposal
    /// Who leads it.
    package let organisation: String
    /// Its partners' names.
    package let partners: [String]
    /// Its reviews with the names of the reviewers.
    package let reviews: [(review: Review, reviewer: String)]
    /// Every version of the consensus.
    package let consensus: [Consensus]
    /// What its proposer is told.
    package let feedback: Feedback?
    /// What was decided about it, the first first.
    package let decisions: [Decision]
    /// Where it stands; nil for one that was found inadmissible.
    package private(set) var standing: Ranking.Standing?

    /// Puts a case together.
    package init(
      proposal: Proposal, organisation: String, partners: [String],
      reviews: [(review: Review, reviewer: String)], consensus: [Consensus],
      feedback: Feedback?, decisions: [Decision]
    ) {
      self.proposal = proposal
      self.organisation = organisation
      self.partners = partners
      self.reviews = reviews
      self.consensus = consensus
      self.feedback = feedback
      self.decisions = decisions
    }

    fileprivate mutating func stand(_ standing: Ranking.Standing) { self.standing = standing }

    /// The reviews that count.
    package var counted: [(review: Review, reviewer: String)] { reviews.filter(\.review.counts) }
  }

  /// Who acted, as people read it.
  package func name(of actor: String) -> String { people[actor] ?? actor }

  /// Puts it together and ranks the cases.
  package init(
    problem: Problem, document: IssuingDocument?, plan: ReviewPlan, opening: Opening,
    cases: [Case], acts: [ProblemAct], people: [String: String] = [:], at now: Instant
  ) {
    let admissible = cases.filter { $0.proposal.status != .inadmissible }
    let ranking = Ranking(
      admissible.map {
        Ranking.Entry(
          proposal: $0.proposal.id, cost: $0.proposal.offer?.costVND,
          cards: $0.counted.map(\.review.scorecard), consensus: $0.consensus.last?.scorecard)
      }, by: plan)
    var ordered: [Case] = []
    for standing in ranking.standings {
      guard var found = admissible.first(where: { $0.proposal.id == standing.proposal }) else {
        continue
      }
      found.stand(standing)
      ordered.append(found)
    }
    self.problem = problem
    self.document = document
    self.plan = plan
    self.opening = opening
    self.people = people
    self.cases = ordered + cases.filter { $0.proposal.status == .inadmissible }
    self.acts = acts
    at = now
  }

  /// Whether nobody owes a review and every admissible proposal has a consensus.
  package var isComplete: Bool {
    cases.filter { $0.standing != nil }.allSatisfy { entry in
      !entry.consensus.isEmpty && !entry.reviews.contains { $0.review.status.isOwed }
    }
  }

  /// The ranking as it stands in the API.
  package var rankingJSON: JSON {
    [
      "problem": .string(problem.id.text),
      "criteria": .array(plan.criteria.map(\.json)),
      "complete": .bool(isComplete),
      "items": .array(cases.map { .object(JSONObject(json($0, whole: false))) }),
    ]
  }

  /// The minutes as data.
  package var minutesJSON: JSON {
    var members: [(String, JSON)] = [
      ("problem", .string(problem.id.text))
    ]
    members.add("code", problem.code)
    members.append(("title", .string(problem.statement.title)))
    members.append(("status", .string(problem.status.rawValue)))
    members.add("mechanism", problem.statement.mechanism?.rawValue)
    if let document { members.append(("document", document.json)) }
    members.append(("not_a_tender_decision", true))
    members.append(("made_at", .string(at.description)))
    members.append(("plan", plan.json))
    members.append(
      (
        "opening",
        [
          "at": .string(opening.at.description), "by": .string(opening.by),
          "total": JSON(opening.proposals.count),
        ]
      ))
    members.append(("complete", .bool(isComplete)))
    members.append(
      ("items", .array(cases.map { .object(JSONObject(json($0, whole: true))) })))
    members.append(("acts", .array(acts.map(\.json))))
    return .object(JSONObject(members))
  }

  private func json(_ entry: Case, whole: Bool) -> [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("proposal", .string(entry.proposal.id.text)),
      ("organisation", .string(entry.proposal.organisation.text)),
      ("organisation_name", .string(entry.organisation)),
    ]
    members.add("cost_vnd", entry.proposal.offer?.costVND)
    members.append(("status", .string(entry.proposal.status.rawValue)))
    members.add("status_reason", entry.proposal.statusReason)
    if let standing = entry.standing { members += standing.members }
    members.append(
      (
        "reviews",
        .array(
          entry.reviews.map { review, name in
            var record = review.members(by: plan, scores: review.lockedAt != nil, solver: true)
              .filter {
                ![
                  "problem", "proposal", "blind_to_solver", "created_at", "updated_at", "version",
                ].contains($0.0)
              }
            record.insert(("reviewer_name", .string(name)), at: 2)
            return .object(JSONObject(record))
          })
      ))
    if let consensus = entry.consensus.last {
      members.append(("consensus", consensus.json(by: plan)))
    }
    if whole {
      if !entry.partners.isEmpty {
        members.append(("partner_names", .array(entry.partners.map(JSON.string))))
      }
      members.append(
        ("consensus_versions", .array(entry.consensus.map { $0.json(by: plan) })))
      if let feedback = entry.feedback { members.append(("feedback", feedback.json)) }
      members.append(("decisions", .array(entry.decisions.map(\.json))))
    }
    return members
  }
}

extension Ranking.Standing {
  /// Where a proposal stands, as it stands in the API.
  fileprivate var members: [(String, JSON)] {
    var members: [(String, JSON)] = []
    members.add("rank", rank)
    members.append(("tied", .bool(isTied)))
    members.append(("thin", .bool(isThin)))
    members.add("decided_by", decidedBy?.text)
    members.append(("counted", JSON(totals.count)))
    for (name, value) in [
      ("score", score), ("mean", mean), ("min", min), ("max", max), ("deviation", deviation),
    ] {
      if let value { members.append((name, value.json)) }
    }
    return members
  }
}
