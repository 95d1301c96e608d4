/// What a row says, as text and as a reading.
extension Segment {
  /// A member of a record, such as its description.
  struct MemberText {
    let field: MemberField
    let index: Int
    let text: String
  }

  /// The texts of a record, as they were given.
  func members(_ record: Int) -> [MemberText] {
    var texts = MemberTexts()
    rows.forEach(record) { code in
      let meaning = codebook.meaning(code)
      if meaning.isWord {
        texts.append(word: codebook.spelling(code))
      } else if meaning.kind == .gap {
        texts.append(gap: codebook.spelling(code))
      } else if meaning.kind == .part {
        texts.begin(meaning)
      }
    }
    texts.close()
    return texts.members
  }

  /// Fills the reading with what reading the record's texts again would find.
  func unpack(_ record: Int, into reading: inout Reading) {
    reading.clear()
    var head: Meaning?
    var start = 0
    var scalar: UInt32 = 0
    var isAfterWord = false
    var isOpening = false
    var isRepeated = false
    var isListed = false
    func close(_ reading: inout Reading) {
      guard let head else { return }
      reading.parts.append(
        Reading.Part(
          field: head.field, index: head.index, tokens: start..<reading.tokens.count,
          script: head.script))
    }
    rows.forEach(record) { code in
      let meaning = codebook.meaning(code)
      if meaning.isWord {
        if isAfterWord { scalar &+= 1 }
        var traits = meaning.traits
        if isOpening { traits.insert(.opens) }
        if isRepeated { traits.insert(.repeated) }
        if isListed { traits.insert(.listed) }
        isOpening = false
        isAfterWord = true
        let end = scalar &+ codebook.width(code)
        let word = meaning.word
        let folded = words.folded[word]
        let isUnmarked = head?.script == .unmarked && traits.contains(.syllable)
        reading.tokens.append(
          Token(
            start: scalar, end: end, written: isUnmarked ? folded : words.keys[word],
            folded: folded, bytes: 0, foldedLength: meaning.length, markLength: 0,
            traits: traits))
        scalar = end
        return
      }
      switch meaning.kind {
      case .gap:
        scalar &+= codebook.width(code)
        isAfterWord = false
        if meaning.opens {
          isOpening = true
          isRepeated = false
        }
      case .concept:
        let first = reading.tokens.count
        reading.mentions.append(
          Reading.Mention(
            concept: meaning.concept, tokens: first..<first + meaning.conceptWords,
            part: reading.parts.count))
      case .part:
        close(&reading)
        head = meaning
        start = reading.tokens.count
        scalar = 0
        isAfterWord = false
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
    close(&reading)
  }
}

/// Puts texts together again out of what their codes stand for.
private struct MemberTexts {
  private(set) var members: [Segment.MemberText] = []
  private var head: Meaning?
  private var bytes: [UInt8] = []
  private var isAfterWord = false

  mutating func append(word: ContiguousArray<UInt8>.SubSequence) {
    if isAfterWord { bytes.append(UInt8(ascii: " ")) }
    bytes.append(contentsOf: word)
    isAfterWord = true
  }

  mutating func append(gap: ContiguousArray<UInt8>.SubSequence) {
    bytes.append(contentsOf: gap)
    isAfterWord = false
  }

  mutating func begin(_ part: Meaning) {
    close()
    head = part
    isAfterWord = false
  }

  mutating func close() {
    guard let head else { return }
    members.append(
      Segment.MemberText(
        field: head.field, index: head.index, text: String(decoding: bytes, as: UTF8.self)))
    bytes.removeAll(keepingCapacity: true)
  }
}
