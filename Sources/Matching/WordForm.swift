/// What a run of letters means, wherever it stands.
struct WordForm {
  let written: UInt64
  let folded: UInt64
  /// Where its dictionary bytes start.
  let bytes: UInt32
  let foldedLength: UInt8
  let markLength: UInt8
  private(set) var traits: Token.Traits
  /// Where the forms of concepts go on that begin with it, as written and without marks; -1 where
  /// none does.
  private(set) var entries: (written: Int32, folded: Int32) = (-1, -1)

  /// More of a word tells no more: what comes after is left out of its identity.
  private static let limit = 48

  /// What working a word out needs, filled again for every word.
  struct Scratch {
    fileprivate var letters: ContiguousArray<UInt8> = []
    fileprivate var shapes: ContiguousArray<UInt8> = []
    fileprivate var tones: ContiguousArray<UInt8> = []
  }

  /// Works the word of these bytes out and appends its dictionary bytes.
  static func of(
    _ text: ContiguousArray<UInt8>, _ range: Range<Int>, letters table: Letters, stops: KeyTable,
    scratch: inout Scratch, bytes: inout ContiguousArray<UInt8>
  ) -> WordForm {
    scratch.letters.removeAll(keepingCapacity: true)
    scratch.shapes.removeAll(keepingCapacity: true)
    scratch.tones.removeAll(keepingCapacity: true)
    var uppers = 0
    var digits = 0
    var hasShape = false
    var position = range.lowerBound
    while position < range.upperBound, scratch.letters.count < limit {
      let (value, width) = UTF8Scalar.decode(text, position)
      let letter = table(value)
      if !letter.isNone {
        scratch.letters.append(letter.base)
        scratch.shapes.append(UInt8(ascii: "0") + letter.shape)
        if letter.shape != 0 { hasShape = true }
        if letter.tone != 0 { scratch.tones.append(UInt8(ascii: "a") + letter.tone) }
        if letter.isUpper { uppers += 1 }
        if letter.base <= UInt8(ascii: "9") { digits += 1 }
      } else if table.isLetter(value) {
        // Scripts without an ASCII base: the bytes themselves stand for the letter.
        for byte in text[position..<position + width] {
          scratch.letters.append(byte)
          scratch.shapes.append(UInt8(ascii: "0"))
        }
      }
      position += width
    }
    let isMarked = hasShape || !scratch.tones.isEmpty
    var traits: Token.Traits = []
    if digits == scratch.letters.count { traits.insert(.number) }
    if uppers >= 2, uppers + digits == scratch.letters.count { traits.insert(.capitals) }
    Syllable.unifyY(&scratch.letters, from: 0)
    if digits == 0, Syllable.isPossible(scratch.letters[...]) { traits.insert(.syllable) }
    if !isMarked, digits == 0 { Syllable.stem(&scratch.letters) }
    let start = UInt32(bytes.count)
    bytes.append(contentsOf: scratch.letters)
    let folded = Key.of(scratch.letters)
    var written = folded
    if isMarked {
      traits.insert(.marked)
      // The tones come last, in order: on which vowel one stands makes no difference.
      if hasShape { bytes.append(contentsOf: scratch.shapes) }
      bytes.append(contentsOf: scratch.tones)
      var hash = scratch.letters.reduce(Key.seed) { Key.adding($1, to: $0) }
      hash = Key.adding(1, to: hash)
      for place in Int(start) + scratch.letters.count..<bytes.count {
        hash = Key.adding(bytes[place], to: hash)
      }
      written = Key.mixed(hash)
    }
    if stops[written] != nil { traits.insert(.stop) }
    return WordForm(
      written: written, folded: folded, bytes: start,
      foldedLength: UInt8(scratch.letters.count),
      markLength: UInt8(bytes.count - Int(start) - scratch.letters.count), traits: traits)
  }

  /// The same with more that is known of it.
  func having(
    _ more: Token.Traits, entries: (written: Int32, folded: Int32)
  ) -> WordForm {
    var form = self
    form.traits.formUnion(more)
    form.entries = entries
    return form
  }
}
