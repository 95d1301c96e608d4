package import Domain
package import Matching
import Storage

/// What a match day is to be like.
package struct MatchDayRequest: Sendable {
  /// Problems by public code, identifier or id of their import; empty for all that are open.
  package var problems: [String] = []
  /// How many meetings there may be, and from what score on.
  package var limits: MatchDay.Limits
  /// How many solvers of each problem are considered.
  package var candidates = 50
  /// How many meetings there may be at once; nil for any number.
  package var tables: Int?
  /// When the first slot begins; nil where that is not known yet.
  package var start: Instant?
  /// How long a slot is.
  package var slotMinutes = 20

  /// A request with the usual 50 candidates and 20 minutes.
  package init(limits: MatchDay.Limits) { self.limits = limits }
}

/// The schedule of a match day, with the records as everybody may see them.
package struct MatchDaySchedule: Sendable {
  /// A pitch meeting.
  package struct Meeting: Sendable {
    /// The slot, from 1.
    package let slot: Int
    /// When it begins and ends, if the day's start is known.
    package let time: (start: Instant, end: Instant)?
    /// Whose problem it is about.
    package let problem: Problem
    /// Who pitches.
    package let organisation: Organisation
    /// How well they match, in millionths.
    package let scoreMicros: Int
  }

  /// The meetings by slot, then by problem code and organisation identifier.
  package let meetings: [Meeting]
  /// How many slots there are.
  package let slotCount: Int
  /// How many meetings there are at once, at most.
  package let tableCount: Int
  /// The sum of all scores, in millionths.
  package let totalMicros: Int
  /// Solvers with a score over the threshold for whom there is no room.
  package let organisationsWithout: [Organisation]
  /// Problems for which nobody comes: no score over the threshold, or no firm has room.
  package let problemsWithout: [Problem]
  /// The weights that the scores were made with.
  package let weightsVersion: String
}

extension Registry {
  /// Plans the pitch meetings of a match day; nothing is stored.
  ///
  /// Only officers may: the list tells who is thought how fit for what.
  /// - Throws: `.unauthenticated`, `.forbidden`, `.notFound` for a problem that is not there.
  package func matchDay(_ request: MatchDayRequest, by actor: Actor) throws(DomainError)
    -> MatchDaySchedule
  {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.isOfficer else {
      throw .forbidden(action: "match_day.plan", needs: ["dost", "admin"])
    }
    let problems = try problems(of: request, by: actor)
    let snapshot = index.current
    var candidates: [MatchDay.Candidate] = []
    for problem in problems {
      let found = snapshot.solvers(for: problem.statement, limit: request.candidates)
      candidates += found.matches.map {
        MatchDay.Candidate(
          problem: problem.id, organisation: $0.subject, scoreMicros: $0.scoreMicros)
      }
    }
    let organisations = try verified(Set(candidates.map(\.organisation)))
    let day = MatchDay(
      candidates.filter { organisations[$0.organisation] != nil }, limits: request.limits)
    let plan = SlotPlan(day.meetings, tables: request.tables)
    let byID = Dictionary(problems.map { ($0.id, $0) }) { first, _ in first }
    let busy = Set(day.meetings.map(\.problem))
    let meetings = plan.entries.compactMap { entry -> MatchDaySchedule.Meeting? in
      guard let problem = byID[entry.meeting.problem],
        let organisation = organisations[entry.meeting.organisation]
      else { return nil }
      return MatchDaySchedule.Meeting(
        slot: entry.slot + 1, time: request.time(ofSlot: entry.slot), problem: problem,
        organisation: organisation, scoreMicros: entry.meeting.scoreMicros)
    }
    return MatchDaySchedule(
      meetings: meetings.sorted { $0.order < $1.order },
      slotCount: plan.slotCount, tableCount: plan.tableCount, totalMicros: day.totalMicros,
      organisationsWithout: day.organisationsWithout.compactMap { organisations[$0] },
      problemsWithout: problems.filter { !busy.contains($0.id) },
      weightsVersion: snapshot.weights.version)
  }

  /// The problems that are asked for, each once; those that are open where none is named.
  private func problems(of request: MatchDayRequest, by actor: Actor) throws(DomainError)
    -> [Problem]
  {
    var found: [Problem] = []
    for name in request.problems {
      let problem = try problem(name, by: actor)
      if !found.contains(where: { $0.id == problem.id }) { found.append(problem) }
    }
    if !request.problems.isEmpty { return found }
    let (places, now) = (places, clock())
    return try store.read(bulk: true) { db throws(DomainError) in
      var open: [Problem] = []
      var last = ""
      while true {
        let page = try db.problems(salvagedAfter: last, limit: 1000, places: places)
        open += page.records.filter { $0.isOpen(at: now) }
        guard let end = page.last else { return open }
        last = end
      }
    }
  }

  /// Those that still are verified, since somebody may have been suspended since the index last
  /// looked, as everybody may see them.
  private func verified(_ ids: Set<ID<Organisation>>) throws(DomainError)
    -> [ID<Organisation>: Organisation]
  {
    let places = places
    return try store.read(bulk: true) { db throws(DomainError) in
      var records: [ID<Organisation>: Organisation] = [:]
      for id in ids {
        if let record = try db.organisation(id, places: places), record.status == .verified {
          records[id] = record.seen(by: .anonymous)
        }
      }
      return records
    }
  }
}

extension MatchDaySchedule.Meeting {
  fileprivate var order: (Int, String, String) {
    (slot, problem.code ?? problem.id.text, organisation.id.text)
  }
}

extension MatchDayRequest {
  fileprivate func time(ofSlot slot: Int) -> (start: Instant, end: Instant)? {
    start.map { start in
      let length = Int64(slotMinutes) * 60
      let begin = start + Int64(slot) * length
      return (begin, begin + length)
    }
  }
}
