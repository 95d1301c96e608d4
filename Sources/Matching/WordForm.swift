/// What a run of letters means, wherever it stands.
struct WordForm {
  let written: UInt64
  let folded: UInt64
  /// Where its dictionary bytes start.
  let bytes: UInt32
  let foldedLength: UInt8
  let markLength: UInt8
  let traits: Token.Traits

  /// More of a word tells no more: what comes after is left out of its identity.
  private static let limit = 48

  /// Works the word of these bytes out and appends its dictionary bytes.
  static func of(
    _ text: ContiguousArray<UInt8>, _ range: Range<Int>, letters table: Letters, stops: KeyTable,
    bytes: inout ContiguousArray<UInt8>
  ) -> WordForm {
    var letters: ContiguousArray<UInt8> = []
    var marks: ContiguousArray<UInt8> = []
    var tones: [UInt8] = []
    var uppers = 0
    var digits = 0
    var position = range.lowerBound
    while position < range.upperBound, letters.count < limit {
      let (value, width) = UTF8Scalar.decode(text, position)
      let letter = table(value)
      if !letter.isNone {
        letters.append(letter.base)
        marks.append(UInt8(ascii: "0") + letter.shape)
        if letter.tone != 0 { tones.append(UInt8(ascii: "a") + letter.tone) }
        if letter.isUpper { uppers += 1 }
        if letter.base <= UInt8(ascii: "9") { digits += 1 }
      } else if table.isLetter(value) {
        // Scripts without an ASCII base: the bytes themselves stand for the letter.
        letters.append(contentsOf: text[position..<position + width])
        marks.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: width))
      }
      position += width
    }
    let hasShape = marks.contains { $0 != UInt8(ascii: "0") }
    let isMarked = hasShape || !tones.isEmpty
    var traits: Token.Traits = []
    if digits == letters.count { traits.insert(.number) }
    if uppers >= 2, uppers + digits == letters.count { traits.insert(.capitals) }
    Syllable.unifyY(&letters, from: 0)
    if Syllable.isPossible(ArraySlice(letters)) { traits.insert(.syllable) }
    if !isMarked, digits == 0 { Syllable.stem(&letters) }
    let folded = Key.of(letters)
    var written = folded
    if isMarked {
      traits.insert(.marked)
      // The tones come last, in order: on which vowel one stands makes no difference.
      marks = (hasShape ? marks : []) + tones
      written = Key.of(letters + [1] + marks)
    } else {
      marks = []
    }
    if stops[written] != nil { traits.insert(.stop) }
    let start = UInt32(bytes.count)
    bytes.append(contentsOf: letters)
    bytes.append(contentsOf: marks)
    return WordForm(
      written: written, folded: folded, bytes: start, foldedLength: UInt8(letters.count),
      markLength: UInt8(marks.count), traits: traits)
  }
}
