import Dispatch
import Domain
import Synchronization

/// The index over one kind of record: a few immutable segments, each with what has been removed
/// from it since.
///
/// Whatever is asked of it depends on the living records alone, never on how they are spread over
/// segments.
struct Index: Sendable {
  /// A segment and what of it is still valid.
  struct Part: Sendable {
    let segment: Segment
    var live: Live
  }

  /// What has been removed from a segment.
  struct Live: Sendable {
    /// One bit a record.
    private var dead: ContiguousArray<UInt64>
    /// Removed records by word and by concept; empty while nothing is removed.
    private var words: ContiguousArray<UInt32> = []
    private var concepts: ContiguousArray<UInt32> = []
    private(set) var count: Int

    init(all segment: Segment) {
      count = segment.records.count
      dead = ContiguousArray(repeating: 0, count: (count + 63) / 64)
    }

    func contains(_ record: Int) -> Bool { dead[record >> 6] & 1 << UInt64(record & 63) == 0 }

    func removedWords(_ word: Int) -> UInt32 { words.isEmpty ? 0 : words[word] }
    func removedConcepts(_ concept: Int) -> UInt32 { concepts.isEmpty ? 0 : concepts[concept] }

    mutating func remove(
      _ record: Int, words gone: [Int], concepts gone2: [Int], of segment: Segment
    ) {
      guard contains(record) else { return }
      dead[record >> 6] |= 1 << UInt64(record & 63)
      count -= 1
      if words.isEmpty {
        words = ContiguousArray(repeating: 0, count: segment.words.count)
        concepts = ContiguousArray(repeating: 0, count: segment.conceptPostings.listCount)
      }
      for word in gone { words[word] += 1 }
      for concept in gone2 { concepts[concept] += 1 }
    }
  }

  /// A word in the dictionary of one part.
  struct WordPlace {
    let part: Int
    let word: Int
  }

  /// A change to one record; without a document it is removed.
  struct Change {
    let id: String
    let document: Document?
  }

  private(set) var parts: [Part] = []

  /// How many records there are.
  var count: Int { parts.reduce(0) { $0 + $1.live.count } }

  /// In how many records a word occurs.
  func frequency(_ word: WordPlace) -> Int {
    let part = parts[word.part]
    return part.segment.wordPostings.count(word.word)
      - Int(part.live.removedWords(word.word))
  }

  /// The words of the dictionaries that a word of a text may stand for: itself; itself in a text
  /// without marks; and where its own text has none, all that look alike.
  func words(like token: Token, _ script: Script, in reading: Reading) -> [WordPlace] {
    var result: [WordPlace] = []
    result.reserveCapacity(2 * parts.count)
    let isLoose = script == .unmarked && token.traits.contains(.syllable)
    for (number, part) in parts.enumerated() {
      let words = part.segment.words
      if isLoose {
        for word in words.alike(reading.letters(token)) {
          result.append(WordPlace(part: number, word: word))
        }
        continue
      }
      if let word = words.find(token.written) { result.append(WordPlace(part: number, word: word)) }
      if script == .marked, token.traits.contains(.syllable),
        let word = words.find(Key.unmarked(token.folded))
      {
        result.append(WordPlace(part: number, word: word))
      }
    }
    return result
  }

  /// In how many records a concept occurs, by itself or through narrower ones.
  func frequency(concept: Int) -> Int {
    parts.reduce(0) { sum, part in
      sum + part.segment.conceptPostings.count(concept)
        - Int(part.live.removedConcepts(concept))
    }
  }

  /// Where the record of that identifier is.
  func find(_ id: String) -> (part: Int, record: Int)? {
    for (number, part) in parts.enumerated() {
      if let record = part.segment.records.position(id), part.live.contains(record) {
        return (number, record)
      }
    }
    return nil
  }

  /// The index after these changes; of several for one identifier the last counts. More records
  /// than a portion are indexed side by side.
  func applying(
    _ changes: [Change], reader: Reader, model: TextModel, portion: Int
  ) -> Index {
    guard !changes.isEmpty else { return self }
    var result = self
    let latest = Self.latest(changes)
    if !parts.isEmpty {
      var scratch = Reading()
      let weigher = Weigher(model: model, lexicon: reader.lexicon)
      for change in latest { result.remove(change.id, weigher, &scratch) }
    }
    for segment in Self.segments(latest.compactMap(\.document), reader, model, portion) {
      result.parts.append(Part(segment: segment, live: Live(all: segment)))
    }
    result.merge(conceptCount: reader.lexicon.concepts.count)
    return result
  }

  /// The last change to each record, sorted by identifier.
  private static func latest(_ changes: [Change]) -> [Change] {
    let order = changes.indices.sorted {
      changes[$0].id == changes[$1].id
        ? $0 < $1 : changes[$0].id.utf8.lexicographicallyPrecedes(changes[$1].id.utf8)
    }
    return order.indices.compactMap { place in
      let change = changes[order[place]]
      let isLast =
        place + 1 == order.count || changes[order[place + 1]].id != change.id
      return isLast ? change : nil
    }
  }

  /// The segments of these documents, built side by side where there are several.
  ///
  /// How the documents are cut depends on them alone, and a segment on nothing but its own, so that
  /// the number of processors makes no difference.
  private static func segments(
    _ documents: [Document], _ reader: Reader, _ model: TextModel, _ portion: Int
  ) -> [Segment] {
    let ranges = ranges(of: documents, portion)
    let built = Mutex([Segment?](repeating: nil, count: ranges.count))
    DispatchQueue.concurrentPerform(iterations: ranges.count) { number in
      let segment = SegmentBuilder.segment(
        documents[ranges[number]], reader: reader, model: model)
      built.withLock { $0[number] = segment }
    }
    return built.withLock { $0.compactMap(\.self) }
  }

  /// Which documents make up each segment: as few segments as can be, of like size.
  private static func ranges(of documents: [Document], _ portion: Int) -> [Range<Int>] {
    let least = (documents.count + portion - 1) / portion
    let size = (documents.count + least - 1) / max(1, least)
    var ranges: [Range<Int>] = []
    var start = 0
    while start < documents.count {
      let end = end(of: documents, from: start, size: size)
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  /// Where the documents of one segment end.
  private static func end(of documents: [Document], from start: Int, size: Int) -> Int {
    var end = start
    var bytes = 0
    while end < documents.count, end - start < size {
      bytes += documents[end].text.count
      if end > start, bytes > Segment.textCapacity { break }
      end += 1
    }
    return end
  }

  private mutating func remove(
    _ id: String, _ weigher: Weigher, _ scratch: inout Reading
  ) {
    guard let (number, record) = find(id) else { return }
    let segment = parts[number].segment
    segment.unpack(record, into: &scratch)
    let weighed = weigher.weigh(scratch)
    parts[number].live.remove(
      record, words: weighed.words.compactMap { segment.words.find($0.key) },
      concepts: weighed.concepts.map(\.concept), of: segment)
  }

  /// Joins parts of like size, smallest first, so that there are only ever a few of them, and
  /// writes a part anew of which more than half is gone.
  ///
  /// A record is copied each time its part has grown by half at least, so that over many changes
  /// each costs a few copies; the rare joining of two large parts takes a tenth of a second.
  private mutating func merge(conceptCount: Int) {
    parts.removeAll { $0.live.count == 0 }
    parts.sort { $0.live.count < $1.live.count }
    var joined = 0
    var sum = 0
    var words = 0
    for part in parts {
      words += part.segment.words.count
      let fits = sum + part.live.count <= Segment.capacity && words <= Meaning.wordLimit
      if joined > 0, !fits || part.live.count > sum * 2 { break }
      sum += part.live.count
      joined += 1
    }
    if joined > 1 { rewrite(..<joined, conceptCount) }
    for number in parts.indices
    where parts[number].live.count * 2 < parts[number].segment.records.count {
      rewrite(number..<number + 1, conceptCount)
    }
  }

  private mutating func rewrite(_ range: some RangeExpression<Int>, _ conceptCount: Int) {
    let range = range.relative(to: parts)
    let segment = SegmentMerge.merged(Array(parts[range]), conceptCount: conceptCount)
    parts.replaceSubrange(range, with: [Part(segment: segment, live: Live(all: segment))])
  }
}
