/// Joins segments into one without reading their texts again.
struct SegmentMerge {
  private let parts: [Index.Part]
  /// The living records, sorted by identifier.
  private let living: [(part: Int, record: Int)]
  /// The new number of each record of each part, nil for one that is gone.
  private let numbers: [ContiguousArray<UInt16?>]
  /// Whether a living record has the code, by part.
  private let isUsed: [ContiguousArray<Bool>]
  /// The new number of each word of each part.
  private var order: [ContiguousArray<UInt32>]

  /// One segment of the living records of these parts, again sorted by identifier.
  static func merged(_ parts: [Index.Part], conceptCount: Int) -> Segment {
    var merge = SegmentMerge(parts)
    let (words, wordPostings) = merge.joinWords()
    let (codebook, rows) = merge.joinRows(wordCount: words.count)
    return Segment(
      records: merge.joinRecords(), rows: rows, codebook: codebook, words: words,
      wordPostings: wordPostings, conceptPostings: merge.joinConcepts(conceptCount))
  }

  private init(_ parts: [Index.Part]) {
    self.parts = parts
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
    var numbers = parts.map {
      ContiguousArray<UInt16?>(repeating: nil, count: $0.segment.records.count)
    }
    for (new, old) in living.enumerated() { numbers[old.part][old.record] = UInt16(new) }
    isUsed = parts.map { part in
      var used = ContiguousArray(repeating: false, count: part.segment.codebook.count)
      for record in 0..<part.segment.records.count where part.live.contains(record) {
        part.segment.rows.forEach(record) { used[Int($0)] = true }
      }
      return used
    }
    order = parts.map { ContiguousArray(repeating: 0, count: $0.segment.words.count) }
    self.numbers = numbers
    self.living = living
  }

  private func joinRecords() -> RecordTable {
    var records = RecordTable(capacity: living.count)
    for old in living { records.append(old.record, of: parts[old.part].segment.records) }
    records.trim()
    return records
  }

  /// The words that living records have, and their postings.
  private mutating func joinWords() -> (WordTable, Postings) {
    let used = zip(parts, isUsed).map { part, isUsed in
      var words = ContiguousArray(repeating: false, count: part.segment.words.count)
      for code in isUsed.indices where isUsed[code] {
        let meaning = part.segment.codebook.meaning(UInt32(code))
        if meaning.isWord { words[meaning.word] = true }
      }
      return words
    }
    var next = parts.map { _ in 0 }
    var bytes: ContiguousArray<UInt8> = []
    var ends: ContiguousArray<UInt32> = []
    var keys: ContiguousArray<UInt64> = []
    var postings = Postings()
    while let first = first(next) {
      let table = parts[first].segment.words
      let word = table.word(next[first])
      let key = table.keys[next[first]]
      var sources: [(part: Int, list: Int)] = []
      for part in parts.indices {
        let words = parts[part].segment.words
        guard next[part] < words.count, words.keys[next[part]] == key else { continue }
        if used[part][next[part]] { sources.append((part, next[part])) }
        next[part] += 1
      }
      guard !sources.isEmpty else { continue }
      for source in sources { order[source.part][source.list] = UInt32(keys.count) }
      postings.append(
        joined(sources.map { (parts[$0.part].segment.wordPostings, $0.part, $0.list) }))
      bytes.append(contentsOf: word)
      ends.append(UInt32(bytes.count))
      keys.append(key)
    }
    postings.trim()
    return (
      WordTable(
        bytes: ContiguousArray(exactly: bytes), ends: ContiguousArray(exactly: ends),
        keys: ContiguousArray(exactly: keys)), postings
    )
  }

  private func joinConcepts(_ count: Int) -> Postings {
    var postings = Postings()
    for concept in 0..<count {
      postings.append(
        joined(parts.indices.map { (parts[$0].segment.conceptPostings, $0, concept) }))
    }
    postings.trim()
    return postings
  }

  /// The part whose next word comes first.
  private func first(_ next: [Int]) -> Int? {
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

  private func joined(
    _ sources: [(postings: Postings, part: Int, list: Int)]
  ) -> [Postings.Entry] {
    var found: [Postings.Entry] = []
    for source in sources {
      source.postings.forEach(source.list) { record, impact in
        if let record = numbers[source.part][record] { found.append((record, impact)) }
      }
    }
    if sources.count > 1 { found.sort { $0.record < $1.record } }
    return found
  }

  /// The rows in codes of their own, each spelling of a word again with one code.
  private func joinRows(wordCount: Int) -> (Codebook, Rows) {
    var writer = RowWriter(capacity: 0)
    var known = KeyTable()
    let codes = parts.indices.map { part in
      let book = parts[part].segment.codebook
      var codes = ContiguousArray<UInt32>(repeating: 0, count: book.count)
      for old in codes.indices where isUsed[part][old] {
        var meaning = book.meaning(UInt32(old))
        if meaning.isWord { meaning = meaning.numbered(Int(order[part][meaning.word])) }
        let spelling = book.spelling(UInt32(old))
        let identity = Key.mixed(Key.of(spelling) ^ UInt64(meaning.bits))
        if let code = known[identity] {
          codes[old] = UInt32(code)
        } else {
          codes[old] = writer.define(meaning, spelling)
          known.set(identity, Int(codes[old]))
        }
      }
      return codes
    }
    for old in living {
      parts[old.part].segment.rows.forEach(old.record) { writer.append(codes[old.part][Int($0)]) }
      writer.endRow()
    }
    return writer.finish(words: ContiguousArray(0..<UInt32(wordCount)))
  }
}
