/// Joins segments into one without reading their texts again.
enum SegmentMerge {
  private typealias Renumbering = ContiguousArray<UInt16?>

  /// One segment of the living records of these parts, again sorted by identifier.
  static func merged(_ parts: [Index.Part], conceptCount: Int) -> Segment {
    var living: [(part: Int, record: Int)] = []
    for (number, part) in parts.enumerated() {
      for record in 0..<part.segment.records.count where part.live.contains(record) {
        living.append((number, record))
      }
    }
    living.sort {
      parts[$0.part].segment.records.idBytes($0.record)
        .lexicographicallyPrecedes(parts[$1.part].segment.records.idBytes($1.record))
    }
    let tables = parts.map(\.segment.records)
    var records = RecordTable(
      records: living.count, textBytes: tables.reduce(0) { $0 + $1.textBytes },
      members: tables.reduce(0) { $0 + $1.memberCount })
    var numbers = parts.map { Renumbering(repeating: nil, count: $0.segment.records.count) }
    for (new, old) in living.enumerated() {
      records.append(old.record, of: parts[old.part].segment.records)
      numbers[old.part][old.record] = UInt16(new)
    }
    let (words, wordPostings) = words(parts, numbers)
    var conceptPostings = Postings()
    for concept in 0..<conceptCount {
      let sources = parts.indices.map { (part: $0, list: concept) }
      append(
        sources.map { ($0.part, parts[$0.part].segment.conceptPostings, $0.list) }, numbers,
        to: &conceptPostings)
      conceptPostings.endList()
    }
    return Segment(
      records: records, words: words, wordPostings: wordPostings,
      conceptPostings: conceptPostings)
  }

  private static func words(
    _ parts: [Index.Part], _ numbers: [Renumbering]
  ) -> (WordTable, Postings) {
    var next = parts.map { _ in 0 }
    var bytes: ContiguousArray<UInt8> = []
    var ends: ContiguousArray<UInt32> = []
    var keys: ContiguousArray<UInt64> = []
    var postings = Postings()
    while let first = first(parts, next) {
      let table = parts[first].segment.words
      let word = table.word(next[first])
      let key = table.keys[next[first]]
      var sources: [(Int, Postings, Int)] = []
      for part in parts.indices {
        let words = parts[part].segment.words
        guard next[part] < words.count, words.keys[next[part]] == key else { continue }
        sources.append((part, parts[part].segment.wordPostings, next[part]))
        next[part] += 1
      }
      let before = postings.records.count
      append(sources, numbers, to: &postings)
      guard postings.records.count > before else { continue }
      postings.endList()
      bytes.append(contentsOf: word)
      ends.append(UInt32(bytes.count))
      keys.append(key)
    }
    return (WordTable(bytes: bytes, ends: ends, keys: keys), postings)
  }

  /// The part whose next word comes first.
  private static func first(_ parts: [Index.Part], _ next: [Int]) -> Int? {
    var best: Int?
    for part in parts.indices where next[part] < parts[part].segment.words.count {
      if let current = best,
        !parts[part].segment.words.word(next[part])
          .lexicographicallyPrecedes(parts[current].segment.words.word(next[current]))
      {
        continue
      }
      best = part
    }
    return best
  }

  private static func append(
    _ sources: [(part: Int, postings: Postings, list: Int)], _ numbers: [Renumbering],
    to result: inout Postings
  ) {
    var found: [(record: UInt16, impact: UInt8)] = []
    for source in sources {
      for entry in source.postings.range(source.list) {
        if let record = numbers[source.part][Int(source.postings.records[entry])] {
          found.append((record, source.postings.impacts[entry]))
        }
      }
    }
    if sources.count > 1 { found.sort { $0.record < $1.record } }
    for entry in found { result.append(entry.record, entry.impact) }
  }
}
