/// Where a record says what proves nothing since it was pasted in from the query.
///
/// Such stretches count neither for the record nor against it.
struct Padding {
  private var positions: Set<Int> = []

  /// Words in a stretch that is compared with the query.
  private static let stretch = 12
  /// How many of them must be the query's.
  private static let alike = 7

  /// Whether the record has none.
  var isEmpty: Bool { positions.isEmpty }

  /// How many words prove nothing.
  var count: Int { positions.count }

  /// Whether the word at that position proves nothing.
  @inline(__always)
  func contains(_ position: Int) -> Bool { !positions.isEmpty && positions.contains(position) }

  /// What stands word for word in both: eight words in a row are hardly said twice by chance.
  ///
  /// Few records have eight words of the query in a row at all, so that little is compared.
  mutating func findRuns(in passage: Passage, _ query: Query, _ met: QueryWords) {
    if !positions.isEmpty { positions.removeAll() }
    guard !query.runs.isEmpty else { return }
    for part in passage.parts {
      var length = 0
      for position in part.words {
        length = passage.words[position].met >= 0 ? length + 1 : 0
        guard length >= Query.runLength else { continue }
        let run = position - Query.runLength + 1...position
        let hash = run.reduce(Key.seed) {
          Key.pair($0, met.met[Int(passage.words[$1].met)].folded)
        }
        if query.runs[hash] != nil { positions.formUnion(run) }
      }
    }
    if !positions.isEmpty { addSentences(of: passage, query, met) }
  }

  /// Who copies at length copies short sentences too; by themselves these may be chance.
  private mutating func addSentences(of passage: Passage, _ query: Query, _ met: QueryWords) {
    for part in passage.parts {
      var start = part.words.lowerBound
      var hash: UInt64? = Key.seed
      for position in part.words {
        let word = passage.words[position].met
        hash = word >= 0 ? hash.map { Key.pair($0, met.met[Int(word)].folded) } : nil
        let next = position + 1
        guard next == part.words.upperBound || passage.words[next].opens else { continue }
        if let hash, query.reading.sentences[hash] != nil { positions.formUnion(start..<next) }
        start = next
        hash = Key.seed
      }
    }
  }

  /// Adds these sentences.
  mutating func add(_ sentences: [Range<Int>]) {
    for sentence in sentences { positions.formUnion(sentence) }
  }

  /// Adds the stretches that consist of the query's words, in whatever order and with whatever
  /// between them. For a record that uses more of these words than an answer would: elsewhere
  /// such a stretch may be an honest sentence.
  mutating func addStretches(of passage: Passage) {
    for part in passage.parts {
      let telling = part.words.filter { passage.words[$0].isTelling && !contains($0) }
      guard telling.count >= Self.stretch else { continue }
      let isMet = telling.map { passage.words[$0].unit >= 0 }
      var met = isMet.prefix(Self.stretch - 1).count { $0 }
      for last in (Self.stretch - 1)..<telling.count {
        if isMet[last] { met += 1 }
        let first = last - Self.stretch + 1
        if met >= Self.alike { positions.formUnion(telling[first]...telling[last]) }
        if isMet[first] { met -= 1 }
      }
    }
  }
}
