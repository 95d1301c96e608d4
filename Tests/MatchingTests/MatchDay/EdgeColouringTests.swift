import Matching
import Testing

@Suite struct EdgeColouringTests {
  private typealias Pairs = [(left: Int, right: Int)]

  private static func sample(_ seed: UInt64) -> Pairs {
    var random = Seeded(seed: seed)
    let left = Int.random(in: 1...8, using: &random)
    let right = Int.random(in: 1...8, using: &random)
    return (0..<Int.random(in: 0...60, using: &random)).map { _ in
      (Int.random(in: 0..<left, using: &random), Int.random(in: 0..<right, using: &random))
    }
  }

  private static func most(_ pairs: Pairs) -> Int {
    let left = Dictionary(grouping: pairs, by: \.left).values.map(\.count).max() ?? 0
    let right = Dictionary(grouping: pairs, by: \.right).values.map(\.count).max() ?? 0
    return max(left, right)
  }

  @Test(arguments: 0..<200)
  func nobodyIsInTwoMeetingsAtOnceAndNoSlotIsTooMany(_ seed: UInt64) {
    let pairs = Self.sample(seed)
    // The slots asked for: none, some, more than there are meetings.
    for least in [0, 5, pairs.count, pairs.count + 3] {
      let colouring = EdgeColouring(pairs, atLeast: least)
      #expect(colouring.slotCount == max(Self.most(pairs), least))
      #expect(colouring.slots.count == pairs.count)
      #expect(colouring.slots.allSatisfy { (0..<colouring.slotCount).contains($0) })
      let bySlot = Dictionary(grouping: pairs.indices) { colouring.slots[$0] }
      for meetings in bySlot.values {
        #expect(Set(meetings.map { pairs[$0].left }).count == meetings.count)
        #expect(Set(meetings.map { pairs[$0].right }).count == meetings.count)
      }
      let sizes = (0..<colouring.slotCount).map { bySlot[$0]?.count ?? 0 }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(sizes)")
    }
  }

  @Test func theSameTwoMayMeetSeveralTimes() {
    let colouring = EdgeColouring([(0, 0), (0, 0), (0, 0)])
    #expect(colouring.slotCount == 3)
    #expect(Set(colouring.slots) == [0, 1, 2])
  }

  @Test func everybodyWithEverybodyNeedsNoMoreSlotsThanPeople() {
    let pairs = (0..<7).flatMap { left in (0..<7).map { (left: left, right: $0) } }
    let colouring = EdgeColouring(pairs)
    #expect(colouring.slotCount == 7)
    #expect((0..<7).allSatisfy { slot in colouring.slots.count { $0 == slot } == 7 })
  }

  @Test func noMeetingsNeedNoSlots() {
    #expect(EdgeColouring([]).slotCount == 0)
    #expect(EdgeColouring([]).slots == [])
  }
}
