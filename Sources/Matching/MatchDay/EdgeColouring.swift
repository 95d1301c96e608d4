/// Puts meetings of two sides into slots so that nobody is in two at once, in as few slots as
/// there can be, and as evenly as can be.
///
/// *As few as there can be.* Nobody can do with fewer slots than meetings, and König (1916)
/// proved that the most that anybody has is enough where every meeting is between two sides: the
/// next meeting of u and v takes a slot `a` that u has free; if v is busy then, v has some slot
/// `b` free, and along the chain of meetings from v that alternate between `a` and `b` the two are
/// swapped. The chain cannot end at u: it comes to u's side only over meetings in slot `a`, which
/// u has free.
///
/// *As evenly as can be* (de Werra 1971). The meetings of two slots make chains and circles that
/// alternate between them. While one slot has two meetings more than the other, some chain has
/// one more of the first than of the second, and swapping it brings them closer. In the end no
/// slot has more than one meeting more than another, so `slotCount` slots hold at most
/// `meetings / slotCount`, rounded up, each.
package struct EdgeColouring: Sendable {
  /// The slot of each meeting, from 0, in the order in which the meetings were given.
  package private(set) var slots: [Int]
  /// How many slots there are: the most that anybody has, or more where more were asked for.
  package let slotCount: Int

  private let pairs: [(left: Int, right: Int)]
  private let leftCount: Int

  /// Gives every meeting a slot; the same two may meet several times.
  /// - Parameters:
  ///   - pairs: who meets whom, each side numbered from 0
  ///   - least: use at least so many slots
  package init(_ pairs: [(left: Int, right: Int)], atLeast least: Int = 0) {
    self.pairs = pairs
    leftCount = pairs.reduce(0) { max($0, $1.left + 1) }
    let personCount = leftCount + pairs.reduce(0) { max($0, $1.right + 1) }
    var counts = [Int](repeating: 0, count: personCount)
    for pair in pairs {
      counts[pair.left] += 1
      counts[leftCount + pair.right] += 1
    }
    let most = counts.max() ?? 0
    slotCount = max(most, least)
    slots = [Int](repeating: 0, count: pairs.count)
    colour(most)
    level()
  }

  private func people(_ meeting: Int) -> (left: Int, right: Int) {
    (pairs[meeting].left, leftCount + pairs[meeting].right)
  }

  private func other(_ person: Int, in meeting: Int) -> Int {
    let (left, right) = people(meeting)
    return person == left ? right : left
  }

  /// König's proof, meeting by meeting.
  private mutating func colour(_ most: Int) {
    /// What a person does in a slot, by `person * most + slot`.
    var diary: [Int: Int] = [:]
    diary.reserveCapacity(2 * pairs.count)
    func freeSlot(_ person: Int) -> Int {
      var slot = 0
      while diary[person * most + slot] != nil { slot += 1 }
      return slot
    }
    for meeting in pairs.indices {
      let (left, right) = people(meeting)
      let (wanted, spare) = (freeSlot(left), freeSlot(right))
      if diary[right * most + wanted] != nil {
        var chain: [Int] = []
        var (person, slot) = (right, wanted)
        while let next = diary[person * most + slot] {
          chain.append(next)
          person = other(person, in: next)
          slot = slot == wanted ? spare : wanted
        }
        for link in chain {
          let (one, two) = people(link)
          diary[one * most + slots[link]] = nil
          diary[two * most + slots[link]] = nil
        }
        for link in chain {
          let (one, two) = people(link)
          slots[link] = slots[link] == wanted ? spare : wanted
          diary[one * most + slots[link]] = link
          diary[two * most + slots[link]] = link
        }
      }
      slots[meeting] = wanted
      diary[left * most + wanted] = meeting
      diary[right * most + wanted] = meeting
    }
  }

  /// Takes meetings from the fullest slot to the emptiest until they differ by one at most.
  private mutating func level() {
    var held = [[Int]](repeating: [], count: slotCount)
    for (meeting, slot) in slots.enumerated() { held[slot].append(meeting) }
    while let full = held.indices.max(by: { held[$0].count < held[$1].count }),
      let empty = held.indices.min(by: { held[$0].count < held[$1].count }),
      held[full].count - held[empty].count >= 2
    {
      var moves = (held[full].count - held[empty].count) / 2
      for chain in chains(held[full], held[empty]) where moves > 0 {
        for link in chain { slots[link] = slots[link] == full ? empty : full }
        moves -= 1
      }
      let meetings = (held[full] + held[empty]).sorted()
      held[full] = meetings.filter { slots[$0] == full }
      held[empty] = meetings.filter { slots[$0] == empty }
    }
  }

  /// The chains that alternate between two slots and have one more of the first.
  private func chains(_ first: [Int], _ second: [Int]) -> [[Int]] {
    let firstOf = diary(first)
    let secondOf = diary(second)
    var chains: [[Int]] = []
    var seen: Set<Int> = []
    for meeting in first where !seen.contains(meeting) {
      let (left, right) = people(meeting)
      // A chain of this kind begins and ends with somebody who is free in the second slot.
      guard let end = [left, right].first(where: { secondOf[$0] == nil }) else { continue }
      var chain: [Int] = []
      var (person, isFirst) = (end, true)
      while let next = (isFirst ? firstOf : secondOf)[person] {
        chain.append(next)
        person = other(person, in: next)
        isFirst.toggle()
      }
      seen.formUnion(chain)
      if !chain.count.isMultiple(of: 2) { chains.append(chain) }
    }
    return chains
  }

  private func diary(_ meetings: [Int]) -> [Int: Int] {
    var diary: [Int: Int] = [:]
    for meeting in meetings {
      diary[people(meeting).left] = meeting
      diary[people(meeting).right] = meeting
    }
    return diary
  }
}
