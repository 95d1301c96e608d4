/// Where a record says what proves nothing: text pasted in from the query, and bare lists of
/// concepts.
///
/// Such stretches count neither for the record nor against it.
struct Padding {
  private var tokens: Set<Int> = []

  /// Words in a stretch that is compared with the query.
  private static let stretch = 12
  /// How many of them must be the query's.
  private static let alike = 7
  /// Mentions in a stretch that may be a list.
  private static let listed = 12
  /// How many different concepts these must be.
  private static let different = 10
  /// Which share of the words of a list the mentions fill; the densest honest prose reaches 0.72.
  private static let filled = 0.8

  /// None.
  init() {}

  /// What stands word for word in both, and the lists.
  init(_ record: Reading, _ query: Query) {
    addRuns(of: record, query)
    if !tokens.isEmpty { addSentences(of: record, query) }
    addLists(of: record)
  }

  /// Whether the record has none.
  var isEmpty: Bool { tokens.isEmpty }

  /// Whether the word at that position proves nothing.
  func contains(_ position: Int) -> Bool { !tokens.isEmpty && tokens.contains(position) }

  /// Eight words in a row are hardly said twice by chance.
  private mutating func addRuns(of record: Reading, _ query: Query) {
    guard !query.runs.isEmpty else { return }
    for part in record.parts where part.tokens.count >= Query.runLength {
      for start in part.tokens.lowerBound...(part.tokens.upperBound - Query.runLength)
      where query.runs[Query.run(record.tokens, start)] != nil {
        tokens.formUnion(start..<start + Query.runLength)
      }
    }
  }

  /// Who copies at length copies short sentences too; by themselves these may be chance.
  private mutating func addSentences(of record: Reading, _ query: Query) {
    for part in record.parts {
      var start = part.tokens.lowerBound
      var hash = Key.seed
      for position in part.tokens {
        hash = Key.pair(hash, record.tokens[position].folded)
        let next = position + 1
        guard next == part.tokens.upperBound || record.tokens[next].traits.contains(.opens) else {
          continue
        }
        if query.reading.sentences[hash] != nil { tokens.formUnion(start..<next) }
        start = next
        hash = Key.seed
      }
    }
  }

  /// One concept after another with next to nothing between them is no sentence.
  private mutating func addLists(of record: Reading) {
    let mentions = record.mentions
    guard mentions.count >= Self.listed else { return }
    for first in 0...(mentions.count - Self.listed) {
      let stretch = mentions[first..<first + Self.listed]
      let words =
        mentions[first].tokens.lowerBound..<mentions[first + Self.listed - 1].tokens.upperBound
      guard mentions[first].part == mentions[first + Self.listed - 1].part else { continue }
      let named = stretch.reduce(0) { $0 + $1.tokens.count }
      if Double(named) >= Self.filled * Double(words.count),
        Set(stretch.map(\.concept)).count >= Self.different
      {
        tokens.formUnion(words)
      }
    }
  }

  /// Adds the stretches that consist of the query's words, in whatever order and with whatever
  /// between them. For a record that uses more of these words than an answer would: elsewhere
  /// such a stretch may be an honest sentence.
  mutating func addStretches(of record: Reading, _ query: Query) {
    for part in record.parts {
      let telling = part.tokens.filter { record.tokens[$0].carriesMeaning && !contains($0) }
      guard telling.count >= Self.stretch else { continue }
      let isMet = telling.map { query.words.find(record.tokens[$0], part.script) != nil }
      var met = isMet.prefix(Self.stretch - 1).count { $0 }
      for last in (Self.stretch - 1)..<telling.count {
        if isMet[last] { met += 1 }
        let first = last - Self.stretch + 1
        if met >= Self.alike { tokens.formUnion(telling[first]...telling[last]) }
        if isMet[first] { met -= 1 }
      }
    }
  }
}
