package import Domain
package import Matching
import Storage

/// The register's outcomes as judgements.
package struct JudgedOutcomes: Sendable {
  /// What matching finds today, with what came of the pairs.
  package let matches: JudgedMatches
  /// How many pairs of a problem and an organisation have a grade.
  package let pairs: Int
  /// Pairs that were left out since the organisation is not verified any more.
  package let pairsLeftOut: Int
  /// The weights in force.
  package let weights: Weights
}

extension Registry {
  /// Takes everything that was recorded as grades, see `Outcome.grade`, and matches its problems
  /// again; nothing is stored or changed.
  /// - Throws: `.forbidden` for anybody but officers.
  package func judgedOutcomes(by actor: Actor) throws(DomainError) -> JudgedOutcomes {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.isOfficer else {
      throw .forbidden(action: "outcomes.evaluate", needs: ["dost", "admin"])
    }
    try index.follow()
    let places = places
    let (kinds, problems, left) = try store.read(bulk: true) { db throws(DomainError) in
      let (kinds, left) = try db.verifiedOutcomes(places)
      var problems: [Problem] = []
      for id in kinds.keys {
        if let problem = try db.problem(id, places: places) { problems.append(problem) }
      }
      return (kinds, problems, left)
    }
    let snapshot = index.current
    var grades: [String: [String: Int]] = [:]
    for (problem, pairs) in kinds {
      for (organisation, kinds) in pairs {
        grades[problem.text, default: [:]][organisation.text] = Outcome.grade(of: kinds)
      }
    }
    let found = problems.map { problem in
      (problem.id.text, snapshot.scores(for: problem.statement, limit: Self.rankDepth))
    }
    return JudgedOutcomes(
      matches: JudgedMatches(
        Dictionary(found) { first, _ in first }, Judgements(grades: grades)),
      pairs: grades.values.reduce(0) { $0 + $1.count }, pairsLeftOut: left,
      weights: snapshot.weights)
  }
}

extension Database {
  /// What was recorded by problem and organisation, with how many pairs of organisations that are
  /// not verified were left out.
  fileprivate mutating func verifiedOutcomes(
    _ places: Gazetteer
  ) throws(DomainError) -> ([ID<Problem>: [ID<Organisation>: Set<Outcome.Kind>]], Int) {
    var kinds: [ID<Problem>: [ID<Organisation>: Set<Outcome.Kind>]] = [:]
    var isVerified: [ID<Organisation>: Bool] = [:]
    var leftOut: Set<[String]> = []
    var filter = OutcomeFilter()
    filter.visibleTo = .officer
    var next: (key: SortKey, id: String)?
    repeat {
      let page = try outcomes(filter, PageRequest(limit: 1000, after: next))
      for outcome in page.items {
        if isVerified[outcome.organisation] == nil {
          let record = try organisation(outcome.organisation, places: places)
          isVerified[outcome.organisation] = record?.status == .verified
        }
        if isVerified[outcome.organisation] ?? false {
          kinds[outcome.problem, default: [:]][outcome.organisation, default: []]
            .insert(outcome.kind)
        } else {
          leftOut.insert([outcome.problem.text, outcome.organisation.text])
        }
      }
      next = page.next
    } while next != nil
    return (kinds, leftOut.count)
  }
}
