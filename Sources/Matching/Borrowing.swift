/// What a record says in the query's words without words of its own beside them.
///
/// Who has done a thing tells where, for whom, how much and with what. A copy in pieces, a list of
/// what is asked for and sentences of one pattern do not, however they are spread over the members.
/// It is scratch that is filled again for every record.
struct Borrowing {
  private struct Sentence {
    let words: Range<Int>
    /// Words of the query.
    let borrowed: Int
    /// Words and numbers that the query does not have and the record has nowhere else.
    var own = 0

    /// Words of the query beyond what its own words bear out.
    var rest: Int { max(0, borrowed - Borrowing.bornePerWord * own) }
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
  /// What a short profile may say that bears nothing out: a phrase, a terse list of products.
  private static let allowed = 7.0
  /// Which share of its words a longer one may; of the judged profiles that fit none has more.
  private static let allowedShare = 0.35
  /// How fast doubt grows beyond that.
  private static let steepness = 3.0
  /// Beyond so many words such sentences are left out, whatever stands beside them.
  private static let most = 20

  private var sentences: ContiguousArray<Sentence> = []
  private var slots = ContiguousArray(repeating: Slot(), count: 256)
  /// The slots of this record.
  private var taken: ContiguousArray<Int> = []
  private var stamp: UInt32 = 0
  /// Words that count; those of its own once each.
  private var telling = 0
  /// Words of the query that nothing bears out.
  private var rest = 0

  /// Looks at a profile, but for what was pasted in; a problem says what it says in its owner's
  /// words.
  mutating func read(_ passage: Passage, without padding: Padding) {
    sentences.removeAll(keepingCapacity: true)
    telling = 0
    rest = 0
    guard passage.parts.first?.field == .name else { return }
    prepare(passage.words.count)
    for part in passage.parts where !part.field.isName {
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
          telling += 1
          borrowed += 1
        } else if word.isOwn {
          if note(~word.met), word.isTelling { telling += 1 }
        }
      }
      close(part.words.upperBound)
    }
    for slot in taken {
      let sentence = slots[slot].sentence
      if sentence >= 0 { sentences[Int(sentence)].own += 1 }
    }
    rest = sentences.reduce(0) { $0 + $1.rest }
  }

  private mutating func prepare(_ words: Int) {
    taken.removeAll(keepingCapacity: true)
    stamp += 1
    guard slots.count < words * 2 else { return }
    var size = slots.count
    while size < words * 2 { size *= 2 }
    slots = ContiguousArray(repeating: Slot(), count: size)
  }

  /// Notes a word of the record's own, and returns whether it is new. One that is said again bears
  /// nothing out: so do the words of a pattern.
  private mutating func note(_ word: Int32) -> Bool {
    let mask = slots.count - 1
    var slot = (Int(word) &* 0x9E37_79B9) >> 7 & mask
    while slots[slot].stamp == stamp {
      if slots[slot].word == word {
        slots[slot].sentence = -1
        return false
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = Slot(stamp: stamp, word: word, sentence: Int32(sentences.count))
    taken.append(slot)
    return true
  }

  /// 1 for a profile that may be honest, more for one that borrows more.
  var doubt: Double {
    let limit = max(Self.allowed, Self.allowedShare * Double(telling))
    return 1 + max(0, Double(rest) / limit - 1) * Self.steepness
  }

  /// The sentences that nothing bears out, where they are too many.
  var unborne: [Range<Int>] {
    rest > Self.most ? sentences.filter { $0.rest > 0 }.map(\.words) : []
  }
}
