/// What a record says, as explanations look at it: of each word which word of the query it meets
/// and how it stands among the others; its letters are only looked up where they are shown.
///
/// It is scratch that is filled again for every record.
struct Offer {
  struct Word {
    /// The query's word unit that it meets, -1 for none.
    let unit: Int32
    /// Place among the codes.
    let place: UInt32
    let traits: Traits
  }

  struct Traits: OptionSet {
    let rawValue: UInt8
    /// More than a space or a hyphen stands before it.
    static let parted = Traits(rawValue: 1)
    /// Its letters could be a Vietnamese syllable, which may be part of a longer word.
    static let syllable = Traits(rawValue: 2)
    /// It is a number or a function word.
    static let empty = Traits(rawValue: 4)
    /// It is written in capitals throughout.
    static let capitals = Traits(rawValue: 8)
    /// It has three letters or more.
    static let long = Traits(rawValue: 16)
    /// It is a syllable of a text without marks.
    static let unmarked = Traits(rawValue: 32)
  }

  struct Part {
    let field: MemberField
    let index: Int
    let script: Script
    var words: Range<Int>
    /// Its words and what stands between them.
    var codes: Range<Int>
  }

  private(set) var words: ContiguousArray<Word> = []
  private(set) var parts: ContiguousArray<Part> = []
  private(set) var mentions: ContiguousArray<Reading.Mention> = []
  private var codes: ContiguousArray<UInt32> = []
  /// The identities of words, by code.
  private var names: ContiguousArray<Segment.Name> = []
  private let plainWords: PlainWords

  private static let wordBit: UInt32 = 1 << 31

  /// An empty one; plain words are those that a phrase does not begin or end with.
  init(_ plainWords: PlainWords) { self.plainWords = plainWords }

  /// A text that stands in no segment, compared with a query.
  init(_ reading: Reading, _ query: Query, _ plainWords: PlainWords) {
    self.plainWords = plainWords
    mentions = reading.mentions
    for part in reading.parts {
      parts.append(
        Part(
          field: part.field, index: part.index, script: part.script, words: part.tokens,
          codes: part.tokens))
      for position in part.tokens {
        let token = reading.tokens[position]
        let unit = token.carriesMeaning ? query.words.find(token, part.script) : nil
        var traits = Traits(token.traits, token.foldedLength, part.script)
        if position == part.tokens.lowerBound || Phrasing.isParted(reading.tokens, position) {
          traits.insert(.parted)
        }
        words.append(
          Word(unit: unit.map { Int32($0) } ?? -1, place: UInt32(codes.count), traits: traits))
        codes.append(UInt32(position) | Self.wordBit)
        names.append(Segment.Name(key: token.key(part.script), folded: token.folded))
      }
    }
  }

  /// Reads a record of a segment.
  mutating func read(_ record: Int, of segment: Segment, _ query: QueryWords) {
    words.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    mentions.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
    names = segment.names
    var script = Script.foreign
    var isParted = false
    var isRepeated = false
    let (rows, meanings) = (segment.rows.bytes, segment.codebook.meanings)
    let row = rows.span.extracting(segment.rows.range(record))
    let known = meanings.span
    var position = 0
    while position < row.count {
      let code = row.varint(&position)
      let meaning = known[Int(code)]
      if meaning.isWord {
        var unit: Int32 = -1
        let own = meaning.traits
        if !isRepeated, meaning.length > 1, own.isDisjoint(with: [.number, .stop]),
          let found = query.find(meaning.word)
        {
          unit = query.met[found].unit
        }
        var traits = Traits(own, meaning.length, script)
        if isParted { traits.insert(.parted) }
        isParted = false
        words.append(
          Word(unit: unit, place: UInt32(truncatingIfNeeded: codes.count), traits: traits))
        codes.append(code | Self.wordBit)
        continue
      }
      switch meaning.kind {
      case .gap:
        codes.append(code)
        if meaning.opens { isRepeated = false }
        if meaning.opens || segment.codebook.scalars(code) != 1 { isParted = true }
      case .concept:
        mentions.append(
          Reading.Mention(
            concept: meaning.concept, tokens: words.count..<words.count + meaning.conceptWords,
            part: parts.count - 1))
      case .part:
        close()
        script = meaning.script
        parts.append(
          Part(
            field: meaning.field, index: meaning.index, script: script,
            words: words.count..<words.count, codes: codes.count..<codes.count))
        isParted = true
        isRepeated = false
      case .mark:
        if meaning.mark == .repetition { isRepeated = true }
      }
    }
    close()
  }

  private mutating func close() {
    guard let last = parts.indices.last else { return }
    parts[last].words = parts[last].words.lowerBound..<words.count
    parts[last].codes = parts[last].codes.lowerBound..<codes.count
  }

  /// The identities of a word.
  func name(_ position: Int) -> Segment.Name {
    names[Int(codes[Int(words[position].place)] & ~Self.wordBit)]
  }
}

extension Offer {
  /// Whether a word is sure to begin there, or the text ends.
  ///
  /// A Vietnamese word is mostly of two syllables with a space between, so that a run of equal
  /// syllables may well begin or end inside a word.
  func isEdge(_ position: Int, _ part: Part) -> Bool {
    if position == part.words.lowerBound || position == part.words.upperBound { return true }
    if words[position].traits.contains(.parted) || isWhole(position, part)
      || isWhole(position - 1, part)
      || mentions.contains(where: {
        $0.tokens.lowerBound == position || $0.tokens.upperBound == position
      })
    {
      return true
    }
    // A plain word ends or begins there, and not in the middle of one.
    let own = plainWord(position, part)
    if own.start == position, own.length == 2 { return true }
    let before = plainWord(position - 1, part)
    return before.length == 2 && before.start + 2 == position
  }

  /// Whether a word says nothing of the matter.
  func isPlain(_ position: Int, _ part: Part) -> Bool { plainWord(position, part).length > 0 }

  /// Whether a word belongs to a plain one that can be cut off a phrase: one that is whole.
  func isWholePlainWord(_ position: Int, _ part: Part) -> Bool {
    let length = plainWord(position, part).length
    return length == 2 || length == 1 && part.script == .foreign
  }

  /// Whether it is no syllable that may be half of a word.
  private func isWhole(_ position: Int, _ part: Part) -> Bool {
    let traits = words[position].traits
    return part.script == .foreign || !traits.contains(.syllable) || traits.contains(.empty)
  }

  /// The plain word that covers that place, by its beginning; its length is 0 where there is none.
  ///
  /// Plain words are taken from left to right, so that one begins for certain where the word before
  /// makes none together with this one.
  private func plainWord(_ position: Int, _ part: Part) -> (start: Int, length: Int) {
    var start = position
    while start > part.words.lowerBound, isPlainPair(start - 1, part) { start -= 1 }
    while true {
      let isPair = start + 1 < part.words.upperBound && isPlainPair(start, part)
      if isPair, start + 1 >= position { return (start, 2) }
      if start == position { return (start, isPlainSingle(start) ? 1 : 0) }
      start += isPair ? 2 : 1
    }
  }

  private func isPlainPair(_ position: Int, _ part: Part) -> Bool {
    let (first, second) = (name(position), name(position + 1))
    return part.script == .unmarked
      ? plainWords.isPair(first.folded, second.folded)
      : plainWords.isPair(first.key, second.key)
  }

  private func isPlainSingle(_ position: Int) -> Bool {
    let name = name(position)
    return plainWords.isSingle(
      words[position].traits.contains(.unmarked) ? name.folded : name.key)
  }
}

extension Offer {
  /// The words of a record as they are spelt.
  func phrase(
    _ range: Range<Int>, _ number: Int, of segment: Segment,
    _ text: inout ContiguousArray<UInt8>
  ) -> Phrase {
    let part = parts[number]
    let first = Int(words[range.lowerBound].place)
    let last = Int(words[range.upperBound - 1].place)
    var scalars: UInt32 = 0
    var isAfterWord = false
    for place in part.codes.lowerBound..<first {
      let isWord = codes[place] & Self.wordBit != 0
      if isAfterWord, isWord { scalars &+= 1 }
      scalars &+= segment.codebook.scalars(codes[place] & ~Self.wordBit)
      isAfterWord = isWord
    }
    if isAfterWord { scalars &+= 1 }
    let (length, count) = spell(first..<last + 1, of: segment, into: &text)
    return Phrase(
      text: String(decoding: text[..<length], as: UTF8.self), field: part.field.path(part.index),
      offset: Int(scalars)..<Int(scalars &+ count))
  }

  /// The whole text of a member.
  func text(
    part: Int, of segment: Segment, _ text: inout ContiguousArray<UInt8>
  ) -> String {
    let (length, _) = spell(parts[part].codes, of: segment, into: &text)
    return String(decoding: text[..<length], as: UTF8.self)
  }

  private func spell(
    _ range: Range<Int>, of segment: Segment, into text: inout ContiguousArray<UInt8>
  ) -> (bytes: Int, scalars: UInt32) {
    if text.isEmpty { text.append(0) }
    var length = 0
    var scalars: UInt32 = 0
    var isAfterWord = false
    for place in range {
      let isWord = codes[place] & Self.wordBit != 0
      if isAfterWord, isWord {
        text[length] = 0x20
        length &+= 1
        scalars &+= 1
      }
      scalars &+= segment.codebook.spell(codes[place] & ~Self.wordBit, into: &text, at: &length)
      isAfterWord = isWord
    }
    return (length, scalars)
  }
}

extension Offer.Traits {
  /// What of a word's traits counts here.
  @inline(__always)
  init(_ traits: Token.Traits, _ length: UInt8, _ script: Script) {
    self = []
    if traits.contains(.syllable) {
      insert(.syllable)
      if script == .unmarked { insert(.unmarked) }
    }
    if !traits.isDisjoint(with: [.number, .stop]) { insert(.empty) }
    if traits.contains(.capitals) { insert(.capitals) }
    if length >= 3 { insert(.long) }
  }
}
