/// The words of a query in the dictionary of one segment: which of its words meet which word of
/// the query.
struct QueryWords {
  /// A word of the segment that meets the query.
  struct Met {
    let word: Int
    /// The query's word unit, -1 for a word without meaning.
    let unit: Int32
    /// Its identities as it is written and without marks.
    let key: UInt64
    let folded: UInt64
  }

  private(set) var met: ContiguousArray<Met> = []
  /// A bit for each of some 4,000 classes of words: most words of a record are seen not to meet the
  /// query in these few bytes, which stay close to the processor.
  private var classes = ContiguousArray<UInt64>(repeating: 0, count: 64)
  /// Open addressing by word number: the word and one more than its place in `met`.
  private var slots: ContiguousArray<UInt64>
  private var mask: Int

  private init(room: Int) {
    var size = 64
    while size < room * 4 { size *= 2 }
    slots = ContiguousArray(repeating: 0, count: size)
    mask = size - 1
  }

  /// One table for each part of the index.
  static func tables(_ query: Query, _ index: Index) -> [QueryWords] {
    // A word without marks is the same on both sides.
    var places: [(place: Index.WordPlace, folded: UInt64)] = []
    var seen = KeyTable()
    for part in query.reading.parts {
      for position in part.tokens {
        let token = query.reading.tokens[position]
        let identity = Key.mixed(token.key(part.script) &+ UInt64(part.script.rawValue))
        guard seen.insert(identity) else { continue }
        if let unit = query.words.find(own: token, part.script) {
          for place in query.dictionaryWords[unit] { places.append((place, token.folded)) }
        } else {
          for place in index.words(like: token, part.script, in: query.reading) {
            places.append((place, token.folded))
          }
        }
      }
    }
    var tables = index.parts.map { _ in QueryWords(room: places.count) }
    for (place, folded) in places {
      tables[place.part].add(
        place.word, index.parts[place.part].segment.words.keys[place.word], folded, query)
    }
    return tables
  }

  private mutating func add(
    _ word: Int, _ key: UInt64, _ folded: UInt64, _ query: Query
  ) {
    guard find(word) == nil else { return }
    let unit = query.words.find(key: key, folded: folded).map { Int32($0) } ?? -1
    met.append(Met(word: word, unit: unit, key: key, folded: folded))
    classes[Self.hash(word) >> 6 & 63] |= 1 << UInt64(Self.hash(word) & 63)
    var slot = Self.hash(word) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = UInt64(word) << 32 | UInt64(met.count)
  }

  @inline(__always)
  private static func hash(_ word: Int) -> Int { (word &* 0x9E37_79B9) >> 7 }

  /// The place in `met` of a word of the segment.
  @inline(__always)
  func find(_ word: Int) -> Int? {
    let hash = Self.hash(word)
    if classes[hash >> 6 & 63] & 1 << UInt64(hash & 63) == 0 { return nil }
    var slot = hash & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return nil }
      if Int(entry >> 32) == word { return Int(entry & 0xFFFF_FFFF) &- 1 }
      slot = (slot &+ 1) & mask
    }
  }
}
