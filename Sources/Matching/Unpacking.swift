/// What a row says, as a reading with its text.
extension Segment {
  /// Fills the reading with the record's texts and with what reading them again would find.
  func unpack(_ record: Int, into reading: inout Reading) {
    reading.clear()
    // What stands in it beyond the last member is of no meaning.
    var text: ContiguousArray<UInt8> = []
    swap(&text, &reading.text)
    if text.isEmpty { text.append(0) }
    var length = 0
    var head: Meaning?
    var start = (token: 0, byte: 0)
    var scalar: UInt32 = 0
    var isAfterWord = false
    var isOpening = false
    var isRepeated = false
    var isListed = false
    func close(_ reading: inout Reading) {
      guard let head else { return }
      reading.parts.append(
        Reading.Part(
          field: head.field, index: head.index, tokens: start.token..<reading.tokens.count,
          bytes: start.byte..<length, script: head.script))
    }
    rows.forEach(record) { code in
      let meaning = codebook.meaning(code)
      if meaning.isWord {
        if isAfterWord {
          text[length] = 0x20
          length &+= 1
          scalar &+= 1
        }
        var traits = meaning.traits
        if isOpening { traits.insert(.opens) }
        if isRepeated { traits.insert(.repeated) }
        if isListed { traits.insert(.listed) }
        isOpening = false
        isAfterWord = true
        let from = UInt32(truncatingIfNeeded: length)
        let end = scalar &+ codebook.spell(code, into: &text, at: &length)
        let name = names[Int(code)]
        let isUnmarked = head?.script == .unmarked && traits.contains(.syllable)
        reading.tokens.append(
          Token(
            start: scalar, end: end, written: isUnmarked ? name.folded : name.key,
            folded: name.folded, bytes: 0, foldedLength: meaning.length, markLength: 0,
            traits: traits, from: from, to: UInt32(truncatingIfNeeded: length)))
        scalar = end
        return
      }
      switch meaning.kind {
      case .gap:
        scalar &+= codebook.spell(code, into: &text, at: &length)
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
        start = (reading.tokens.count, length)
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
    swap(&text, &reading.text)
  }
}
