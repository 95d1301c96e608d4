import Domain

/// The timetable of a match day: in which slot each meeting takes place, so that no firm and no
/// problem is in two at once.
///
/// It has as few slots as there can be: as many as the busiest problem or firm has meetings, and
/// with a limit on tables at least all meetings by tables, rounded up. The slots are equally full
/// but for one meeting, so that also the number of tables is the least for that many slots.
package struct SlotPlan: Sendable {
  /// A meeting and when it is.
  package struct Entry: Sendable, Hashable {
    /// Who meets whom.
    package let meeting: MatchDay.Candidate
    /// The slot, from 0.
    package let slot: Int
  }

  /// The meetings by slot, then by problem and firm identifiers.
  package let entries: [Entry]
  /// How many slots there are; each has a meeting.
  package let slotCount: Int

  /// How many meetings there are at once, at most.
  package var tableCount: Int {
    slotCount > 0 ? (entries.count + slotCount - 1) / slotCount : 0
  }

  /// Gives meetings their slots; the order in which they are given does not matter.
  /// - Parameters:
  ///   - meetings: who meets whom
  ///   - tables: how many meetings there may be at once; nil for any number, below 1 counts as 1
  package init(_ meetings: [MatchDay.Candidate], tables: Int? = nil) {
    let meetings = meetings.sorted(by: Self.precedes)
    let problems = Self.numbers(meetings.map(\.problem))
    let organisations = Self.numbers(meetings.map(\.organisation))
    let pairs = meetings.compactMap { meeting -> (left: Int, right: Int)? in
      guard let problem = problems[meeting.problem],
        let organisation = organisations[meeting.organisation]
      else { return nil }
      return (problem, organisation)
    }
    let tables = max(1, tables ?? .max)
    let least = meetings.count / tables + (meetings.count % tables > 0 ? 1 : 0)
    let colouring = EdgeColouring(pairs, atLeast: least)
    slotCount = colouring.slotCount
    entries = zip(meetings, colouring.slots).map { Entry(meeting: $0, slot: $1) }.sorted {
      $0.slot == $1.slot ? Self.precedes($0.meeting, $1.meeting) : $0.slot < $1.slot
    }
  }

  private static func precedes(_ left: MatchDay.Candidate, _ right: MatchDay.Candidate) -> Bool {
    (left.problem, left.organisation, right.scoreMicros)
      < (right.problem, right.organisation, left.scoreMicros)
  }

  private static func numbers<Record>(_ ids: [ID<Record>]) -> [ID<Record>: Int] {
    Dictionary(uniqueKeysWithValues: zip(Set(ids).sorted(), 0...))
  }
}
