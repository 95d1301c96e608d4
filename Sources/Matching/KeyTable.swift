/// Numbers by 64-bit identity.
///
/// Identities are hashes already; hashing them once more, as a dictionary does, took a quarter of
/// the time of building and matching.
struct KeyTable: Sendable {
  /// An identity and one more than its number, side by side, since a look needs both; 0 where the
  /// slot is empty.
  private struct Slot {
    var key: UInt64 = 0
    var value: UInt32 = 0
  }

  private var slots: ContiguousArray<Slot>
  private(set) var count = 0

  /// A table with room for so many entries before it grows.
  init(capacity: Int = 8) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = ContiguousArray(repeating: Slot(), count: size)
  }

  var isEmpty: Bool { count == 0 }

  /// The number of an identity.
  subscript(_ key: UInt64) -> Int? {
    @inline(__always) get {
      let mask = slots.count &- 1
      var place = Self.home(key) & mask
      while true {
        let slot = slots[place]
        if slot.value == 0 { return nil }
        if slot.key == key { return Int(slot.value &- 1) }
        place = (place &+ 1) & mask
      }
    }
  }

  /// Gives an identity a number, in place of one it may have.
  mutating func set(_ key: UInt64, _ number: Int) {
    if (count + 1) * 2 > slots.count { grow() }
    let place = place(key)
    if slots[place].value == 0 { count += 1 }
    slots[place] = Slot(key: key, value: UInt32(number + 1))
  }

  /// Adds an identity; false if it was there.
  mutating func insert(_ key: UInt64) -> Bool {
    if self[key] != nil { return false }
    set(key, 0)
    return true
  }

  mutating func removeAll() {
    guard count > 0 else { return }
    for place in slots.indices { slots[place].value = 0 }
    count = 0
  }

  @inline(__always)
  private static func home(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key ^ (key >> 32)) }

  @inline(__always)
  private func place(_ key: UInt64) -> Int {
    let mask = slots.count &- 1
    var place = Self.home(key) & mask
    while slots[place].value != 0, slots[place].key != key { place = (place &+ 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = slots
    slots = ContiguousArray(repeating: Slot(), count: old.count * 2)
    for slot in old where slot.value != 0 { slots[place(slot.key)] = slot }
  }
}
