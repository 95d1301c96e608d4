@_spi(_Unicode) import Swift

/// How Vietnamese text is brought into one form, compared without marks, and sorted.
package enum Folding {
  /// The text in Unicode normalisation form C, the form in which everything is stored.
  package static func nfc(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy(isComposed) { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text._nfc)
    return String(scalars)
  }

  /// Scalars that form C leaves as they are whatever stands beside them, Vietnamese letters among
  /// them: a quick check that spares most texts the normalisation.
  private static func isComposed(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x300 || (0x1EA0...0x1EF9).contains(scalar.value)
  }

  /// Lower case without any mark: `Cà phê Đắk Lắk` and `ca phe dak lak` fold to the same text.
  ///
  /// Unicode does not decompose đ, so it is folded by hand; everything else follows from
  /// canonical decomposition with combining marks (general category M) left out.
  package static func fold(_ text: String) -> String {
    let lowered = text.lowercased()
    if lowered.utf8.allSatisfy({ $0 < 0x80 }) { return lowered }
    var folded = String.UnicodeScalarView()
    for scalar in lowered._nfd {
      switch scalar {
      case "đ": folded.append("d")
      case "ƀ": folded.append("b")
      default: if !isMark(scalar) { folded.append(scalar) }
      }
    }
    return String(folded)
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    return scalar.properties.generalCategory == .nonspacingMark
  }

  /// Bytes whose plain comparison gives Vietnamese dictionary order.
  ///
  /// Letters first (a ă â b c d đ e ê g … o ô ơ … u ư … y), tones after the whole text (none,
  /// huyền, hỏi, ngã, sắc, nặng), as Vietnamese dictionaries order them.
  package static func sortKey(_ text: String) -> [UInt8] {
    var key: [UInt8] = []
    var tones: [UInt8] = []
    for scalar in text.unicodeScalars {
      let rank = rank(scalar)
      // A letter that is no part of the table, or a mark that stands for itself.
      if rank == 0 { return sortKey(takingApart: text) }
      key.append(UInt8(truncatingIfNeeded: rank >> 8))
      tones.append(UInt8(truncatingIfNeeded: rank))
    }
    key.append(0)
    key += tones
    return key
  }

  /// Letter and tone of a scalar that is a letter by itself, whatever stands beside it; 0 for any
  /// other.
  private static func rank(_ scalar: Unicode.Scalar) -> UInt16 {
    switch scalar.value {
    case 0..<0x300: lowRanks[Int(scalar.value)]
    case 0x1E00..<0x1F00: tallRanks[Int(scalar.value) - 0x1E00]
    default: 0
    }
  }

  private static let lowRanks = ranks(0...0x2FF)
  /// The Vietnamese vowels with two marks among them.
  private static let tallRanks = ranks(0x1E00...0x1EFF)

  private static func ranks(_ range: ClosedRange<UInt32>) -> ContiguousArray<UInt16> {
    ContiguousArray(
      range.map { value in
        let key = Unicode.Scalar(value).map { sortKey(takingApart: String($0)) } ?? []
        return key.count == 3 ? UInt16(key[0]) << 8 | UInt16(key[2]) : 0
      })
  }

  private static func sortKey(takingApart text: String) -> [UInt8] {
    var letters: [UInt8] = []
    var tones: [UInt8] = []
    for scalar in text.lowercased()._nfd {
      if let tone = toneRank[scalar] {
        if !tones.isEmpty { tones[tones.count - 1] = tone }
      } else if let shape = shapeRank[scalar], let last = letters.last, last % 4 == 0, last < 250 {
        letters[letters.count - 1] = last + shape
      } else if let base = strokeBase[scalar] {
        letters.append(letterRank(base) + 1)
        tones.append(1)
      } else if let ascii = scalar.isASCII ? UInt8(scalar.value) : nil {
        letters.append(letterRank(ascii))
        tones.append(1)
      } else if !isMark(scalar) {
        letters.append(250)
        letters.append(contentsOf: String(scalar).utf8.map { min($0, 249) })
        tones.append(1)
      }
    }
    return letters + [0] + tones
  }

  /// Letters with a stroke, which Unicode does not decompose, follow the letter without it.
  private static let strokeBase: [Unicode.Scalar: UInt8] = [
    "đ": UInt8(ascii: "d"), "ƀ": UInt8(ascii: "b"),
  ]

  private static let toneRank: [Unicode.Scalar: UInt8] = [
    "\u{300}": 2, "\u{309}": 3, "\u{303}": 4, "\u{301}": 5, "\u{323}": 6,
  ]

  /// Breve comes before circumflex (ă â); horn is the last shape of o and the only one of u.
  private static let shapeRank: [Unicode.Scalar: UInt8] = [
    "\u{306}": 1, "\u{302}": 2, "\u{31B}": 3,
  ]

  /// Spaces, then signs in the order of ASCII, digits and letters; four places a letter leave
  /// room for shapes.
  private static func letterRank(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): 100 + (byte - UInt8(ascii: "a")) * 4
    case UInt8(ascii: "0")...UInt8(ascii: "9"): 60 + (byte - UInt8(ascii: "0"))
    case 0x21...0x2F: 3 + (byte - 0x21)
    case 0x3A...0x40: 18 + (byte - 0x3A)
    case 0x5B...0x60: 25 + (byte - 0x5B)
    case 0x7B...0x7E: 31 + (byte - 0x7B)
    default: 2
    }
  }
}
