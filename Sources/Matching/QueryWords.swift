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
    /// The most that the pairs it may stand in are worth, half of each.
    var pairs: Double
  }

  private(set) var met: ContiguousArray<Met> = []
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
    let pairs = pairBounds(query)
    var places: [(place: Index.WordPlace, bound: Double)] = []
    var seen = KeyTable()
    for part in query.reading.parts {
      for position in part.tokens {
        let token = query.reading.tokens[position]
        let key = token.key(part.script)
        guard seen.insert(Key.mixed(key &+ UInt64(part.script.rawValue))) else { continue }
        let bound = pairs[key] ?? 0
        for place in index.words(like: token, part.script, in: query.reading) {
          places.append((place, bound))
        }
      }
    }
    var tables = index.parts.map { _ in QueryWords(room: places.count) }
    for (place, bound) in places {
      tables[place.part].add(
        place.word, bound, index.parts[place.part].segment.words, query)
    }
    return tables
  }

  /// For each word of the query half of what the pairs are worth that it stands in.
  private static func pairBounds(_ query: Query) -> [UInt64: Double] {
    var bounds: [UInt64: Double] = [:]
    for unit in query.pairs.units {
      for place in [unit.places[0], unit.places[0] + 1] {
        bounds[query.reading.tokens[place].key(unit.script), default: 0] += unit.weight / 2
      }
    }
    return bounds
  }

  private mutating func add(
    _ word: Int, _ pairs: Double, _ dictionary: WordTable, _ query: Query
  ) {
    if let known = find(word) {
      met[known].pairs += pairs
      return
    }
    let (key, folded) = (dictionary.keys[word], dictionary.folded[word])
    let unit = query.words.find(key: key, folded: folded).map { Int32($0) } ?? -1
    met.append(Met(word: word, unit: unit, key: key, folded: folded, pairs: pairs))
    var slot = Self.hash(word) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = UInt64(word) << 32 | UInt64(met.count)
  }

  @inline(__always)
  private static func hash(_ word: Int) -> Int { (word &* 0x9E37_79B9) >> 7 }

  /// The place in `met` of a word of the segment.
  @inline(__always)
  func find(_ word: Int) -> Int? {
    var slot = Self.hash(word) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return nil }
      if Int(entry >> 32) == word { return Int(entry & 0xFFFF_FFFF) &- 1 }
      slot = (slot &+ 1) & mask
    }
  }
}
