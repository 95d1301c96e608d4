extension Reader {
  /// Takes a text apart into words and appends them to the reading.
  ///
  /// A word is a run of letters and digits; an apostrophe between two letters is left out of it
  /// (Cư M'gar). Offsets count Unicode scalars from the start of the range. What a run of bytes
  /// means is worked out once and remembered in the reading, since most words come again.
  static func split(
    _ text: ContiguousArray<UInt8>, _ range: Range<Int>, letters: Letters, stops: KeyTable,
    leads: LexiconMatcher?, opens: Bool, into reading: inout Reading
  ) {
    var word = WordPlace()
    var scalar: UInt32 = 0
    var position = range.lowerBound
    var opening = opens
    func close(_ reading: inout Reading) {
      let identity = Key.mixed(word.hash)
      let number: Int
      let form: WordForm
      if let known = reading.formAt[identity] {
        number = known
        form = reading.forms[known]
      } else {
        let new = WordForm.of(
          text, word.bytes, letters: letters, stops: stops, scratch: &reading.letters,
          bytes: &reading.bytes)
        form = leads.map { $0.leading(new) } ?? new
        number = reading.forms.count
        reading.formAt.set(identity, number)
        reading.forms.append(form)
      }
      reading.tokens.append(
        Token(
          start: word.start, end: word.end, written: form.written, folded: form.folded,
          bytes: form.bytes, foldedLength: form.foldedLength, markLength: form.markLength,
          traits: opening ? form.traits.union(.opens) : form.traits,
          from: UInt32(word.bytes.lowerBound), to: UInt32(word.bytes.upperBound),
          form: UInt32(number)))
      opening = false
      word.clear()
    }
    while position < range.upperBound {
      let (value, width) = UTF8Scalar.decode(text, position)
      let next = position + width
      if letters.isLetter(value) {
        word.add(value, position..<next, scalar)
      } else if isApostrophe(value), word.isOpen, next < range.upperBound,
        letters.isLetter(UTF8Scalar.decode(text, next).value)
      {
        word.add(value, position..<next, scalar)
      } else {
        if word.isOpen { close(&reading) }
        if opens, isSentenceEnd(value), next >= range.upperBound || text[next] <= 0x20 {
          opening = true
        }
      }
      position = next
      scalar += 1
    }
    if word.isOpen { close(&reading) }
  }

  /// Whether a sentence ends in what stands between two words.
  static func opens(_ gap: ContiguousArray<UInt8>.SubSequence) -> Bool {
    zip(gap, gap.dropFirst()).contains { isSentenceEnd(UInt32($0)) && $1 <= 0x20 }
  }

  private static func isApostrophe(_ value: UInt32) -> Bool {
    value == 0x27 || value == 0x2019 || value == 0x2BC
  }

  private static func isSentenceEnd(_ value: UInt32) -> Bool {
    switch value {
    case 0x0A, 0x21, 0x2E, 0x3B, 0x3F: true
    default: false
    }
  }
}

/// Where the word that is being read stands.
private struct WordPlace {
  private(set) var bytes = 0..<0
  private(set) var start: UInt32 = 0
  private(set) var end: UInt32 = 0
  private(set) var hash = Key.seed

  var isOpen: Bool { !bytes.isEmpty }

  @inline(__always)
  mutating func add(_ value: UInt32, _ range: Range<Int>, _ scalar: UInt32) {
    if bytes.isEmpty {
      bytes = range
      start = scalar
    } else {
      bytes = bytes.lowerBound..<range.upperBound
    }
    end = scalar + 1
    hash = Key.adding(scalar: value, to: hash)
  }

  mutating func clear() {
    bytes = 0..<0
    hash = Key.seed
  }
}

/// Reads UTF-8 that is known to be valid.
enum UTF8Scalar {
  /// The scalar that starts there and how many bytes it takes.
  @inline(__always)
  static func decode(
    _ text: ContiguousArray<UInt8>, _ at: Int
  ) -> (value: UInt32, width: Int) {
    let first = UInt32(text[at])
    func next(_ offset: Int) -> UInt32 { UInt32(text[at + offset]) & 0x3F }
    if first < 0x80 { return (first, 1) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | next(1), 2) }
    if first < 0xF0 { return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
    return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
  }
}
