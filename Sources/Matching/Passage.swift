/// A record as it is compared with a query: of each word no more than which word of the query it
/// meets.
///
/// It is scratch that is filled again for every record.
struct Passage {
  struct Word {
    /// Place among the words that meet the query, -1 for one that does not.
    let met: Int32
    let traits: Token.Traits
    let isLong: Bool

    /// Whether a sentence ends before it.
    var opens: Bool { traits.contains(.opens) }

    /// Whether it counts; numbers and function words do not, nor does what is said twice.
    var carriesMeaning: Bool {
      isLong && traits.isDisjoint(with: [.number, .stop, .repeated])
    }
  }

  struct Part {
    let field: MemberField
    var words: Range<Int>
  }

  struct Mention {
    let concept: Int
    /// Position of the first word.
    let word: Int
    /// Position of its member in `parts`.
    let part: Int
  }

  private(set) var words: ContiguousArray<Word> = []
  private(set) var parts: ContiguousArray<Part> = []
  private(set) var mentions: ContiguousArray<Mention> = []
  /// How many words carry meaning.
  private(set) var meaningCount = 0
  /// How many different concepts there are.
  private(set) var conceptCount = 0

  mutating func read(_ record: Int, of segment: Segment, _ query: QueryWords) {
    words.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    mentions.removeAll(keepingCapacity: true)
    meaningCount = 0
    conceptCount = 0
    var isOpening = false
    var isRepeated = false
    segment.rows.forEach(record) { code in
      let meaning = segment.codebook.meaning(code)
      if meaning.isWord {
        var traits = meaning.traits
        if isOpening { traits.insert(.opens) }
        if isRepeated { traits.insert(.repeated) }
        isOpening = false
        let word = Word(
          met: query.find(meaning.word).map { Int32(truncatingIfNeeded: $0) } ?? -1,
          traits: traits, isLong: meaning.length > 1)
        if word.carriesMeaning { meaningCount &+= 1 }
        words.append(word)
        return
      }
      switch meaning.kind {
      case .gap:
        if meaning.opens {
          isOpening = true
          isRepeated = false
        }
      case .concept:
        if !mentions.contains(where: { $0.concept == meaning.concept }) { conceptCount &+= 1 }
        mentions.append(
          Mention(concept: meaning.concept, word: words.count, part: parts.count - 1))
      case .part:
        close()
        parts.append(Part(field: meaning.field, words: words.count..<words.count))
        isOpening = true
        isRepeated = false
      case .repetition: isRepeated = true
      }
    }
    close()
  }

  private mutating func close() {
    guard let last = parts.indices.last else { return }
    parts[last].words = parts[last].words.lowerBound..<words.count
  }
}
