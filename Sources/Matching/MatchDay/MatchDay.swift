package import Domain

/// Who meets whom on a match day: the pitch meetings of firms with problems that make the most of
/// the scores within the limits, with nobody left out who could be placed.
///
/// The objective, each part before the next:
/// 1. as many firms as possible have a meeting;
/// 2. the scores of all meetings add up to as much as possible;
/// 3. of schedules equal in both, the one that has the first pair in the order of problem and
///    then firm identifiers; of those, the one that has the second pair; and so on.
///
/// So the schedule depends on the candidates as a set, never on their order.
///
/// *Fairness.* A firm with a candidate that counts stays without a meeting only if **no schedule
/// within the limits gives it one while every firm that has a meeting keeps one**: such a schedule
/// would serve one firm more, against part 1. In particular no firm gives up a second meeting
/// without need: if firm A is without and B has two or more, then no exchange, however long, can
/// take a meeting from B and place A.
///
/// *How.* A flow: source → problem (the problem's limit), problem → firm (1, the score as gain),
/// firm → sink twice: one first unit with a bonus of more than all scores together, and the
/// firm's limit less one further units without. A flow that serves one firm more therefore always
/// beats one that does not, and among flows that serve equally many the bonus is the same, so the
/// scores decide. Only the first unit has the bonus, and the cheapest flow always uses it first.
package struct MatchDay: Sendable {
  /// A pair that may meet.
  package struct Candidate: Sendable, Hashable {
    /// The problem.
    package let problem: ID<Problem>
    /// The firm, or whoever else would solve it.
    package let organisation: ID<Organisation>
    /// How well they match, 0 to 1,000,000.
    package let scoreMicros: Int

    /// A pair and its score.
    package init(problem: ID<Problem>, organisation: ID<Organisation>, scoreMicros: Int) {
      self.problem = problem
      self.organisation = organisation
      self.scoreMicros = scoreMicros
    }
  }

  /// How much there may be of what.
  package struct Limits: Sendable, Equatable {
    /// The most meetings of one firm; none at all when below 1.
    package let meetingsPerFirm: Int
    /// The most meetings of one problem; none at all when below 1.
    package let meetingsPerProblem: Int
    /// The least score of a meeting, in millionths; a score of 0 never makes one.
    package let thresholdMicros: Int

    /// The least score where nobody says another: that of a match which fits in part.
    package static let usualThresholdMicros = Summary.steps.partial

    /// Limits of a day.
    package init(
      meetingsPerFirm: Int, meetingsPerProblem: Int,
      thresholdMicros: Int = Self.usualThresholdMicros
    ) {
      self.meetingsPerFirm = meetingsPerFirm
      self.meetingsPerProblem = meetingsPerProblem
      self.thresholdMicros = thresholdMicros
    }
  }

  /// The meetings in the order of problem and firm identifiers.
  package let meetings: [Candidate]
  /// Firms with a score that counts for whom there is no room, in the order of identifiers.
  package let organisationsWithout: [ID<Organisation>]
  /// Problems with a score that counts for which no meeting is left, in the order of identifiers.
  package let problemsWithout: [ID<Problem>]

  /// The sum of the scores of all meetings, in millionths.
  package var totalMicros: Int { meetings.reduce(0) { $0 + $1.scoreMicros } }

  /// Plans a day. Of a pair that is given several times the best score counts.
  package init(_ candidates: [Candidate], limits: Limits) {
    let pairs = Self.counting(candidates, from: max(1, limits.thresholdMicros))
    let problems = Self.order(pairs.map(\.problem))
    let organisations = Self.order(pairs.map(\.organisation))
    if limits.meetingsPerFirm < 1 || limits.meetingsPerProblem < 1 {
      meetings = []
    } else {
      let flows = MinCostFlow(Self.network(pairs, problems, organisations, limits)).flows
      meetings = zip(pairs, flows).filter { $0.1 > 0 }.map(\.0)
    }
    let busyProblems = Set(meetings.map(\.problem))
    let busyOrganisations = Set(meetings.map(\.organisation))
    problemsWithout = problems.filter { !busyProblems.contains($0) }
    organisationsWithout = organisations.filter { !busyOrganisations.contains($0) }
  }

  /// The pairs' arcs come first, so that equal schedules are told apart by them.
  private static func network(
    _ pairs: [Candidate], _ problems: [ID<Problem>], _ organisations: [ID<Organisation>],
    _ limits: Limits
  ) -> FlowNetwork {
    let problemNodes = numbers(problems, from: 1)
    let organisationNodes = numbers(organisations, from: 1 + problems.count)
    var network = FlowNetwork(nodeCount: problems.count + organisations.count + 2)
    var bonus = 1
    for pair in pairs {
      guard let problem = problemNodes[pair.problem],
        let organisation = organisationNodes[pair.organisation]
      else { continue }
      network.addArc(from: problem, to: organisation, capacity: 1, cost: -pair.scoreMicros)
      bonus += pair.scoreMicros
    }
    for node in 1..<(1 + problems.count) {
      network.addArc(from: 0, to: node, capacity: limits.meetingsPerProblem, cost: 0)
    }
    let sink = network.nodeCount - 1
    for node in (1 + problems.count)..<sink {
      network.addArc(from: node, to: sink, capacity: 1, cost: -bonus)
      network.addArc(from: node, to: sink, capacity: limits.meetingsPerFirm - 1, cost: 0)
    }
    return network
  }

  private static func counting(_ candidates: [Candidate], from least: Int) -> [Candidate] {
    let sorted = candidates.filter { $0.scoreMicros >= least }.sorted {
      ($0.problem, $0.organisation, $1.scoreMicros) < ($1.problem, $1.organisation, $0.scoreMicros)
    }
    var pairs: [Candidate] = []
    for pair in sorted {
      if let last = pairs.last, last.problem == pair.problem,
        last.organisation == pair.organisation
      {
        continue
      }
      pairs.append(pair)
    }
    return pairs
  }

  private static func order<Record>(_ ids: [ID<Record>]) -> [ID<Record>] { Set(ids).sorted() }

  private static func numbers<Record>(
    _ ids: [ID<Record>], from first: Int
  ) -> [ID<Record>: Int] {
    Dictionary(uniqueKeysWithValues: zip(ids, first...))
  }
}
