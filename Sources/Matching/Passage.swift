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

  /// The words of the record; what stands behind them is of no meaning.
  private(set) var words: ContiguousArray<Word> = []
  private(set) var wordCount = 0
  private(set) var parts: ContiguousArray<Part> = []
  private(set) var mentions: ContiguousArray<Mention> = []
  /// What the codes of the record mean; what stands behind them is of no meaning.
  private var meanings: ContiguousArray<Meaning> = []
  /// How many words count.
  private(set) var tellingCount = 0
  /// How many different concepts there are.
  private(set) var conceptCount = 0

  mutating func read(_ record: Int, of segment: Segment, _ query: QueryWords) {
    parts.removeAll(keepingCapacity: true)
    mentions.removeAll(keepingCapacity: true)
    tellingCount = 0
    conceptCount = 0
    let meanings = takeMeanings(record, of: segment)
    var words = takeWords(atLeast: meanings.count)
    var written = words.mutableSpan
    let known = meanings.list.span
    // A record is gone through with nothing but local variables, which stay in the processor.
    var count = 0
    var telling = 0
    var isOpening = false
    var isRepeated = false
    var isListed = false
    for place in 0..<meanings.count {
      let meaning = known[place]
      if meaning.isWord {
        let counts = !isRepeated && !isListed
        let isTelling =
          counts && meaning.length > 1 && meaning.traits.isDisjoint(with: [.number, .stop])
        telling &+= isTelling ? 1 : 0
        var met = ~Int32(truncatingIfNeeded: meaning.word)
        var unit: Int32 = -1
        if let found = query.find(meaning.word) {
          met = Int32(truncatingIfNeeded: found)
          if isTelling { unit = query.met[found].unit }
        }
        written[count] = Word(
          met: met, unit: unit, opens: isOpening, isTelling: isTelling,
          isOwn: met < 0 && (isTelling || counts && meaning.traits.contains(.number)))
        count &+= 1
        isOpening = false
        continue
      }
      switch meaning.kind {
      case .gap:
        if meaning.opens {
          isOpening = true
          isRepeated = false
        }
      case .concept:
        if !isListed { add(meaning.concept, at: count) }
      case .part:
        close(count)
        parts.append(Part(field: meaning.field, words: count..<count))
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
    close(count)
    self.meanings = meanings.list
    self.words = words
    wordCount = count
    tellingCount = telling
  }

  /// What the codes of a record mean, and how many they are.
  ///
  /// All are looked up before any is looked at: where to go on depends on what one means, and
  /// look-ups that nothing depends on wait for the memory together.
  private mutating func takeMeanings(
    _ record: Int, of segment: Segment
  ) -> (list: ContiguousArray<Meaning>, count: Int) {
    var list: ContiguousArray<Meaning> = []
    swap(&list, &meanings)
    let (rows, known) = (segment.rows.bytes, segment.codebook.meanings)
    let codes = rows.span.extracting(segment.rows.range(record))
    // A code takes a byte at least.
    if list.count < codes.count {
      list.append(contentsOf: repeatElement(known[0], count: codes.count - list.count))
    }
    let meanings = known.span
    var written = list.mutableSpan
    var place = 0
    var count = 0
    while place < codes.count {
      written[count] = meanings[Int(codes.varint(&place))]
      count &+= 1
    }
    return (list, count)
  }

  /// The list to write the words of the next record into; each takes a code.
  private mutating func takeWords(atLeast codes: Int) -> ContiguousArray<Word> {
    var words: ContiguousArray<Word> = []
    swap(&words, &self.words)
    let none = Word(met: -1, unit: -1, opens: false, isTelling: false, isOwn: false)
    words.append(contentsOf: repeatElement(none, count: max(0, codes - words.count)))
    return words
  }

  private mutating func add(_ concept: Int, at word: Int) {
    if !mentions.contains(where: { $0.concept == concept }) { conceptCount &+= 1 }
    mentions.append(Mention(concept: concept, word: word, part: parts.count - 1))
  }

  private mutating func close(_ end: Int) {
    guard let last = parts.indices.last else { return }
    parts[last].words = parts[last].words.lowerBound..<end
  }
}
