/// Numbers by 64-bit identity.
///
/// Identities are hashes already; hashing them once more, as a dictionary does, took a quarter of
/// the time of building and matching.
struct KeyTable: Sendable {
  private var keys: ContiguousArray<UInt64>
  /// One more than the number, 0 where the slot is empty.
  private var values: ContiguousArray<UInt32>
  private(set) var count = 0

  /// A table with room for so many entries before it grows.
  init(capacity: Int = 8) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    keys = ContiguousArray(repeating: 0, count: size)
    values = ContiguousArray(repeating: 0, count: size)
  }

  var isEmpty: Bool { count == 0 }

  /// The number of an identity.
  subscript(_ key: UInt64) -> Int? {
    @inline(__always) get {
      let value = values[slot(key)]
      return value == 0 ? nil : Int(value - 1)
    }
  }

  /// Gives an identity a number, in place of one it may have.
  mutating func set(_ key: UInt64, _ number: Int) {
    if (count + 1) * 2 > keys.count { grow() }
    let slot = slot(key)
    if values[slot] == 0 { count += 1 }
    keys[slot] = key
    values[slot] = UInt32(number + 1)
  }

  /// Adds an identity; false if it was there.
  mutating func insert(_ key: UInt64) -> Bool {
    if self[key] != nil { return false }
    set(key, 0)
    return true
  }

  mutating func removeAll() {
    guard count > 0 else { return }
    for slot in values.indices { values[slot] = 0 }
    count = 0
  }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key ^ (key >> 32)) & mask
    while values[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = ContiguousArray(repeating: 0, count: oldKeys.count * 2)
    values = ContiguousArray(repeating: 0, count: oldKeys.count * 2)
    for old in oldKeys.indices where oldValues[old] != 0 {
      let slot = slot(oldKeys[old])
      keys[slot] = oldKeys[old]
      values[slot] = oldValues[old]
    }
  }
}
