package import Domain
package import Matching
import Storage

/// A record that matches, as the actor may see it, with the reasons.
package struct MatchedRecord<Record: Sendable>: Sendable {
  /// The record.
  package let record: Record
  /// The reasons.
  package let match: Match<Record>
}

/// A relevant record that a hard limit bars, as the actor may see it.
package struct ExcludedRecord<Record: Sendable>: Sendable {
  /// The record.
  package let record: Record
  /// The limits.
  package let exclusion: Exclusion<Record>
}

/// A ranked list with its records.
package struct MatchList<Record: Sendable>: Sendable {
  /// The admissible ones, best first.
  package let matches: [MatchedRecord<Record>]
  /// The relevant but barred ones.
  package let excluded: [ExcludedRecord<Record>]
  /// The weights it was made with.
  package let weightsVersion: String
}

extension Registry {
  /// Who could solve a problem of the register.
  package func solvers(
    forProblem name: String, limit: Int, kinds: Set<OrganisationKind>?, by actor: Actor
  ) throws(DomainError) -> (problem: Problem, list: MatchList<Organisation>) {
    let problem = try problem(name, by: actor)
    return (
      problem,
      try solvers(for: problem.statement, limit: limit, kinds: kinds, by: actor)
    )
  }

  /// Who could solve a problem that is not stored.
  package func solvers(
    for json: JSON, limit: Int, kinds: Set<OrganisationKind>?, by actor: Actor
  ) throws(DomainError) -> (list: MatchList<Organisation>, notes: [Note]) {
    let (statement, notes) = try ProblemStatement.read(json, places: places)
    return (try solvers(for: statement, limit: limit, kinds: kinds, by: actor), notes)
  }

  private func solvers(
    for statement: ProblemStatement, limit: Int, kinds: Set<OrganisationKind>?, by actor: Actor
  ) throws(DomainError) -> MatchList<Organisation> {
    let found = index.current.solvers(for: statement, limit: limit, kinds: kinds)
    let (places, matched) = (places, Set(found.matches.map(\.subject)))
    let (ids, today) = (found.matches.map(\.subject) + found.excluded.map(\.subject), clock())
    let records = try store.read { db throws(DomainError) in
      var records: [ID<Organisation>: Organisation] = [:]
      for id in ids {
        // Somebody may have been suspended since the index last looked, or a day begun on which a
        // legal class counts no longer.
        guard let record = try db.organisation(id, places: places), record.status == .verified
        else { continue }
        if matched.contains(id), statement.bars(record.counting(on: today.dayInVietnam).profile) {
          continue
        }
        records[id] = self.show(record, to: actor)
      }
      return records
    }
    return MatchList(found, records)
  }

  /// The open problems that an organisation could solve; it need not be verified to see them.
  package func problems(
    forOrganisation name: String, limit: Int, by actor: Actor
  ) throws(DomainError) -> (organisation: Organisation, list: MatchList<Problem>) {
    let organisation = try organisation(name, by: actor)
    let now = clock()
    let found = index.current.problems(
      for: organisation.profile.counting(on: now.dayInVietnam), limit: limit, now: now)
    let (places, ids) = (places, found.matches.map(\.subject) + found.excluded.map(\.subject))
    let records = try store.read { db throws(DomainError) in
      var records: [ID<Problem>: Problem] = [:]
      for id in ids {
        if let record = try db.problem(id, places: places), Visibility.sees(actor, record) {
          records[id] = record
        }
      }
      return records
    }
    return (organisation, MatchList(found, records))
  }

  /// What the search box finds in the public register.
  package func search(_ query: SearchQuery) -> SearchResults {
    index.current.search(query)
  }
}

extension ProblemStatement {
  /// Whether a hard requirement bars an organisation.
  fileprivate func bars(_ profile: OrganisationProfile) -> Bool {
    required.contains { if case .failed = $0.verdict(on: profile) { true } else { false } }
  }
}

extension MatchList {
  fileprivate init(_ found: Matches<Record>, _ records: [ID<Record>: Record]) {
    matches = found.matches.compactMap { match in
      records[match.subject].map { MatchedRecord(record: $0, match: match) }
    }
    excluded = found.excluded.compactMap { exclusion in
      records[exclusion.subject].map { ExcludedRecord(record: $0, exclusion: exclusion) }
    }
    weightsVersion = found.weightsVersion
  }
}
