/// What a profile says in the query's words without words of its own beside them.
///
/// Who has done a thing tells where, for whom, how much and with what. A copy in pieces, a list of
/// what is asked for and sentences of one pattern do not, however they are spread over the members.
/// A sentence or two may always be so: terse firms write no more. It is scratch that is filled
/// again for every record.
struct Borrowing {
  private struct Sentence {
    let words: Range<Int>
    /// Words of the query.
    let borrowed: Int
    /// Words and numbers that the query does not have and the record has nowhere else.
    var own = 0

    var isBorneOut: Bool { borrowed <= Borrowing.bornePerWord * own }
  }

  /// A word of the record's own in an open-addressing table.
  private struct Slot {
    /// The record it was written for; what another one left is free.
    var stamp: UInt32 = 0
    var word: Int32 = 0
    /// Where it was said first; -1 once it is said again.
    var sentence: Int32 = 0
  }

  /// Words of the query that one word of its own bears out in a sentence.
  private static let bornePerWord = 2
  /// Different words of the query that sentences with nothing to bear them out may have together;
  /// of the profiles that were judged to fit none has more than 19, of the firms of the
  /// demonstration none more than 27 but long ones.
  private static let words = 28.0
  /// Which share of its different words a longer profile may have there; those of the
  /// demonstration have 28 of 100 and 30 of 96.
  private static let share = 0.4
  /// Different concepts that the query names and such sentences may name together; of the profiles
  /// that were judged to fit none names more than 3, of the firms of the demonstration 5.
  private static let concepts = 6.0
  /// How fast doubt grows beyond that.
  private static let steepness = 3.0
  /// From there on such sentences are left out as well.
  private static let severe = 2.0
  /// Who has copied so many words in long stretches, and of whose other words half or more stand in
  /// sentences without any word of their own, is believed no such sentence; of honest ones none
  /// copied more than 9 or came near the half.
  private static let copied = 3 * Query.runLength

  private var sentences: ContiguousArray<Sentence> = []
  private var slots = ContiguousArray(repeating: Slot(), count: 256)
  /// The slots of this record.
  private var taken: ContiguousArray<Int> = []
  private var stamp: UInt32 = 0
  private var unitsSeen: ContiguousArray<UInt32>
  private var conceptsSeen: ContiguousArray<UInt32>
  /// Whether the query names a concept, not only what is broader than or related to one.
  private let isNamed: ContiguousArray<Bool>
  /// Whether it has copied in long stretches and in pieces.
  private var isCopy = false
  /// 1 for a profile that may be honest, more for one that borrows more.
  private(set) var doubt = 1.0

  init(_ query: Query) {
    unitsSeen = ContiguousArray(repeating: 0, count: query.words.units.count)
    conceptsSeen = ContiguousArray(repeating: 0, count: query.concepts.count)
    isNamed = ContiguousArray(query.concepts.lazy.map { !$0.mentions.isEmpty })
  }

  /// Looks at a profile that meets so many of the query's words, but for what was pasted in; a
  /// problem says what it says in its owner's words.
  mutating func read(
    _ passage: Passage, meeting met: Int, of query: Query, without padding: Padding
  ) {
    sentences.removeAll(keepingCapacity: true)
    doubt = 1
    isCopy = false
    let isPadded = padding.count >= Self.copied
    // Most records cannot exceed any bound.
    guard
      met > Int(Self.words) || isPadded || namesMany(passage, query),
      passage.parts.first?.field == .name
    else { return }
    prepare(passage.wordCount)
    for part in passage.parts where !part.field.isName { read(part, passage, padding) }
    for slot in taken where slots[slot].sentence >= 0 {
      sentences[Int(slots[slot].sentence)].own += 1
    }
    measure(passage, met, query, padding)
    if isPadded { isCopy = 2 * inPieces(passage, padding) >= met + taken.count }
  }

  /// Whether a profile names more of the concepts that the query names than sentences with nothing
  /// to bear them out may.
  private mutating func namesMany(_ passage: Passage, _ query: Query) -> Bool {
    guard passage.mentions.count > Int(Self.concepts) else { return false }
    stamp += 1
    var concepts = 0
    for mention in passage.mentions {
      let unit = Int(query.conceptAt[mention.concept])
      guard unit >= 0, isNamed[unit], conceptsSeen[unit] != stamp else { continue }
      conceptsSeen[unit] = stamp
      concepts += 1
    }
    return concepts > Int(Self.concepts)
  }

  /// The sentences to leave out.
  var unborne: [Range<Int>] {
    doubt >= Self.severe || isCopy
      ? sentences.filter { !$0.isBorneOut }.map(\.words) : []
  }

  private mutating func read(_ part: Passage.Part, _ passage: Passage, _ padding: Padding) {
    var start = part.words.lowerBound
    var borrowed = 0
    func close(_ end: Int) {
      sentences.append(Sentence(words: start..<end, borrowed: borrowed))
      start = end
      borrowed = 0
    }
    for position in part.words {
      let word = passage.words[position]
      if word.opens, position > start { close(position) }
      if padding.contains(position) { continue }
      if word.unit >= 0 {
        borrowed += 1
      } else if word.isOwn {
        note(~word.met)
      }
    }
    close(part.words.upperBound)
  }

  private mutating func prepare(_ words: Int) {
    taken.removeAll(keepingCapacity: true)
    stamp += 1
    guard slots.count < words * 2 else { return }
    var size = slots.count
    while size < words * 2 { size *= 2 }
    slots = ContiguousArray(repeating: Slot(), count: size)
  }

  /// Notes a word of the record's own. One that is said again bears nothing out: so do the words
  /// of a pattern.
  private mutating func note(_ word: Int32) {
    let mask = slots.count - 1
    var slot = (Int(word) &* 0x9E37_79B9) >> 7 & mask
    while slots[slot].stamp == stamp {
      if slots[slot].word == word {
        slots[slot].sentence = -1
        return
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = Slot(stamp: stamp, word: word, sentence: Int32(sentences.count))
    taken.append(slot)
  }

  /// How many different words of the query stand in sentences that have none of their own.
  private func inPieces(_ passage: Passage, _ padding: Padding) -> Int {
    var units: Set<Int32> = []
    for sentence in sentences where sentence.own == 0 {
      for position in sentence.words where !padding.contains(position) {
        units.insert(passage.words[position].unit)
      }
    }
    return units.subtracting([-1]).count
  }

  private mutating func measure(
    _ passage: Passage, _ met: Int, _ query: Query, _ padding: Padding
  ) {
    var words = 0
    var concepts = 0
    var next = 0
    for sentence in sentences where !sentence.isBorneOut {
      for position in sentence.words where !padding.contains(position) {
        let unit = Int(passage.words[position].unit)
        guard unit >= 0, unitsSeen[unit] != stamp else { continue }
        unitsSeen[unit] = stamp
        words += 1
      }
      while next < passage.mentions.count,
        passage.mentions[next].word < sentence.words.lowerBound
      { next += 1 }
      while next < passage.mentions.count,
        passage.mentions[next].word < sentence.words.upperBound
      {
        let mention = passage.mentions[next]
        next += 1
        let unit = Int(query.conceptAt[mention.concept])
        guard unit >= 0, isNamed[unit], conceptsSeen[unit] != stamp,
          !padding.contains(mention.word)
        else { continue }
        conceptsSeen[unit] = stamp
        concepts += 1
      }
    }
    let limit = max(Self.words, Self.share * Double(met + taken.count))
    let excess = max(Double(words) / limit, Double(concepts) / Self.concepts) - 1
    doubt = 1 + max(0, excess) * Self.steepness
  }
}
