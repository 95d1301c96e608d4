/// A record as it is compared with a query: of each word no more than which word of the query it
/// meets.
///
/// It is scratch that is filled again for every record.
struct Passage {
  struct Word {
    /// Place among the words that meet the query; for one that does not the complement of its
    /// number in the dictionary, which is negative.
    let met: Int32
    /// The query's word unit that it counts for, -1 for none.
    let unit: Int32
    /// Whether a sentence ends before it.
    let opens: Bool
    /// Whether it counts; numbers and function words do not, nor what is said twice or listed.
    let isTelling: Bool
    /// Whether it is a word or a number that the query does not have.
    let isOwn: Bool
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
  /// How many words count.
  private(set) var tellingCount = 0
  /// How many different concepts there are.
  private(set) var conceptCount = 0

  mutating func read(_ record: Int, of segment: Segment, _ query: QueryWords) {
    words.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    mentions.removeAll(keepingCapacity: true)
    tellingCount = 0
    conceptCount = 0
    var isOpening = false
    var isRepeated = false
    var isListed = false
    segment.rows.forEach(record) { code in
      let meaning = segment.codebook.meaning(code)
      if meaning.isWord {
        let isTelling =
          meaning.length > 1 && !isRepeated && !isListed
          && meaning.traits.isDisjoint(with: [.number, .stop])
        if isTelling { tellingCount &+= 1 }
        var met = ~Int32(truncatingIfNeeded: meaning.word)
        var unit: Int32 = -1
        if let found = query.find(meaning.word) {
          met = Int32(truncatingIfNeeded: found)
          if isTelling { unit = query.met[found].unit }
        }
        let isNumber = meaning.traits.contains(.number) && !isRepeated && !isListed
        words.append(
          Word(
            met: met, unit: unit, opens: isOpening, isTelling: isTelling,
            isOwn: met < 0 && (isTelling || isNumber)))
        isOpening = false
        return
      }
      switch meaning.kind {
      case .gap:
        if meaning.opens {
          isOpening = true
          isRepeated = false
        }
      case .concept:
        if isListed { return }
        if !mentions.contains(where: { $0.concept == meaning.concept }) { conceptCount &+= 1 }
        mentions.append(
          Mention(concept: meaning.concept, word: words.count, part: parts.count - 1))
      case .part:
        close()
        parts.append(Part(field: meaning.field, words: words.count..<words.count))
        isOpening = true
        isRepeated = false
        isListed = false
      case .mark:
        switch meaning.mark {
        case .repetition: isRepeated = true
        case .list: isListed = true
        case .listEnd: isListed = false
        }
      }
    }
    close()
  }

  private mutating func close() {
    guard let last = parts.indices.last else { return }
    parts[last].words = parts[last].words.lowerBound..<words.count
  }
}
