/// What a row says, as a reading with its text.
extension Segment {
  /// Fills the reading with the record's texts and with what reading them again would find.
  func unpack(_ record: Int, into reading: inout Reading) {
    reading.clear()
    reading.text.removeAll(keepingCapacity: true)
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
          bytes: start.byte..<reading.text.count, script: head.script))
    }
    rows.forEach(record) { code in
      let meaning = codebook.meaning(code)
      if meaning.isWord {
        if isAfterWord {
          reading.text.append(0x20)
          scalar &+= 1
        }
        var traits = meaning.traits
        if isOpening { traits.insert(.opens) }
        if isRepeated { traits.insert(.repeated) }
        if isListed { traits.insert(.listed) }
        isOpening = false
        isAfterWord = true
        let from = UInt32(reading.text.count)
        let end = scalar &+ codebook.spell(code, into: &reading.text)
        let name = names[Int(code)]
        let isUnmarked = head?.script == .unmarked && traits.contains(.syllable)
        reading.tokens.append(
          Token(
            start: scalar, end: end, written: isUnmarked ? name.folded : name.key,
            folded: name.folded, bytes: 0, foldedLength: meaning.length, markLength: 0,
            traits: traits, from: from, to: UInt32(reading.text.count)))
        scalar = end
        return
      }
      switch meaning.kind {
      case .gap:
        scalar &+= codebook.spell(code, into: &reading.text)
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
        start = (reading.tokens.count, reading.text.count)
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
