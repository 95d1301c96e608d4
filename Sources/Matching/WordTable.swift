/// The dictionary of a segment: words sorted by their bytes, found by identity or by beginning.
///
/// The bytes of a word are its letters without marks, then a byte 1 and what tells the written
/// form apart, or a byte 2 where the word comes from a text without marks. So all words that look
/// alike without marks stand together.
struct WordTable: Sendable {
  private let bytes: ContiguousArray<UInt8>
  private let ends: ContiguousArray<UInt32>
  let keys: ContiguousArray<UInt64>
  /// Open addressing by key: the word's number, and above it eight bits of its key, never 0, by
  /// which most other words are passed over without a look at their keys; 0 where empty.
  private let slots: ContiguousArray<UInt32>

  /// A dictionary of words that are sorted by their bytes.
  init(
    bytes: ContiguousArray<UInt8>, ends: ContiguousArray<UInt32>, keys: ContiguousArray<UInt64>
  ) {
    self.bytes = bytes
    self.ends = ends
    self.keys = keys
    var size = 16
    while size * 3 < keys.count * 4 { size *= 2 }
    var slots = ContiguousArray<UInt32>(repeating: 0, count: size)
    for (number, key) in keys.enumerated() {
      var slot = Int(truncatingIfNeeded: key) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Self.tag(key) | UInt32(number)
    }
    self.slots = slots
  }

  var count: Int { keys.count }

  /// The number of the word of that identity.
  func find(_ key: UInt64) -> Int? {
    var slot = Int(truncatingIfNeeded: key) & (slots.count - 1)
    let tag = Self.tag(key)
    while slots[slot] != 0 {
      if slots[slot] & Self.tagBits == tag {
        let number = Int(slots[slot] & ~Self.tagBits)
        if keys[number] == key { return number }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private static let tagBits: UInt32 = 0xFF00_0000

  @inline(__always)
  private static func tag(_ key: UInt64) -> UInt32 {
    let bits = UInt32(truncatingIfNeeded: key >> 32) & tagBits
    return bits == 0 ? 1 << 24 : bits
  }

  /// The bytes of a word.
  func word(_ number: Int) -> ContiguousArray<UInt8>.SubSequence {
    bytes[Int(number == 0 ? 0 : ends[number - 1])..<Int(ends[number])]
  }

  /// The identity of a word without marks.
  func folded(_ number: Int) -> UInt64 { Key.of(letters(number)) }

  /// The letters of a word without marks.
  func letters(_ number: Int) -> ContiguousArray<UInt8>.SubSequence {
    let word = word(number)
    return word[..<(word.firstIndex { $0 <= 2 } ?? word.endIndex)]
  }

  /// The words whose letters without marks begin so.
  func beginning(_ letters: ContiguousArray<UInt8>.SubSequence) -> Range<Int> {
    let from = firstNotBefore(letters)
    var after = ContiguousArray(letters)
    after.append(0xFF)
    return from..<max(from, firstNotBefore(after[...]))
  }

  /// The words whose letters without marks are these.
  func alike(_ letters: ContiguousArray<UInt8>.SubSequence) -> Range<Int> {
    var last = ContiguousArray(letters)
    last.append(3)
    let from = firstNotBefore(letters)
    return from..<max(from, firstNotBefore(last[...]))
  }

  private func firstNotBefore(_ wanted: ContiguousArray<UInt8>.SubSequence) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if word(middle).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
