import Domain
import Matching
import Testing

@Suite struct SlotPlanTests {
  private static func meetings(_ seed: UInt64) -> [MatchDay.Candidate] {
    var random = Seeded(seed: seed)
    var meetings: [MatchDay.Candidate] = []
    for problem in 1...6 {
      for firm in 1...9 where Int.random(in: 0..<3, using: &random) == 0 {
        meetings.append(MatchDayTests.pair("p\(problem)", "f\(firm)", 400_000 + firm))
      }
    }
    return meetings
  }

  @Test(arguments: 0..<60)
  func everyMeetingHasOneSlotAndNoTableIsMissing(_ seed: UInt64) {
    let meetings = Self.meetings(seed)
    let busiest =
      (Dictionary(grouping: meetings, by: \.problem).values.map(\.count)
      + Dictionary(grouping: meetings, by: \.organisation).values.map(\.count)).max() ?? 0
    for tables in [nil, 1, 2, 4, 100] as [Int?] {
      let plan = SlotPlan(meetings, tables: tables)
      #expect(Set(plan.entries.map(\.meeting)) == Set(meetings))
      #expect(plan.entries.count == meetings.count)
      let least = tables.map { (meetings.count + $0 - 1) / $0 } ?? 0
      #expect(plan.slotCount == max(busiest, least))
      #expect(plan.entries.map(\.slot) == plan.entries.map(\.slot).sorted())
      let bySlot = Dictionary(grouping: plan.entries, by: \.slot)
      #expect(Set(bySlot.keys) == Set(0..<plan.slotCount))
      #expect(plan.tableCount == bySlot.values.map(\.count).max() ?? 0)
      if let tables { #expect(plan.tableCount <= tables) }
      for entries in bySlot.values {
        #expect(Set(entries.map(\.meeting.problem)).count == entries.count)
        #expect(Set(entries.map(\.meeting.organisation)).count == entries.count)
      }
    }
  }

  @Test(arguments: 0..<30)
  func theOrderOfTheMeetingsDoesNotMatter(_ seed: UInt64) {
    var random = Seeded(seed: seed)
    let meetings = Self.meetings(seed)
    #expect(
      SlotPlan(meetings.shuffled(using: &random), tables: 3).entries
        == SlotPlan(meetings, tables: 3).entries)
  }

  @Test func noMeetingsNeedNoSlots() {
    let plan = SlotPlan([], tables: 4)
    #expect(plan.entries == [])
    #expect(plan.slotCount == 0)
    #expect(plan.tableCount == 0)
  }

  @Test(arguments: [0, -3])
  func fewerThanOneTableIsOne(_ tables: Int) {
    let meetings = Self.meetings(1)
    #expect(SlotPlan(meetings, tables: tables).slotCount == meetings.count)
  }
}
