/// Texts in small letters, as `String.lowercased` gives them.
///
/// The letters of Vietnamese and its neighbours come from a table; the way through the properties of
/// Unicode took a tenth of the time of explaining a match.
enum SmallLetters {
  /// The UTF-8 of a text in small letters, with the same on either side of it.
  static func of(_ text: String, within frame: [UInt8] = []) -> [UInt8] {
    let bytes = text.utf8Span.span
    var result = frame
    result.reserveCapacity(bytes.count + 2 * frame.count)
    var position = 0
    while position < bytes.count {
      let (scalar, width) = scalar(bytes, position)
      let small = small(scalar)
      if small == 0 { return frame + Array(text.lowercased().utf8) + frame }
      append(small, to: &result)
      position += width
    }
    result += frame
    return result
  }

  /// Whether two texts differ in nothing but capitals.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    let (one, other) = (left.utf8Span.span, right.utf8Span.span)
    var (place, otherPlace) = (0, 0)
    while place < one.count, otherPlace < other.count {
      let (first, second) = (scalar(one, place), scalar(other, otherPlace))
      let (own, its) = (small(first.value), small(second.value))
      if own == 0 || its == 0 { return of(left) == of(right) }
      if own != its { return false }
      place += first.width
      otherPlace += second.width
    }
    return place == one.count && otherPlace == other.count
  }

  @inline(__always)
  private static func small(_ scalar: Int) -> UInt16 {
    scalar < low.count ? low[scalar] : tall(scalar)
  }

  /// One of at most three bytes, 0xFFFF for any other.
  @inline(__always)
  private static func scalar(_ bytes: Span<UInt8>, _ at: Int) -> (value: Int, width: Int) {
    let first = Int(bytes[at])
    if first < 0x80 { return (first, 1) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | Int(bytes[at + 1]) & 0x3F, 2) }
    guard first < 0xF0 else { return (0xFFFF, 4) }
    return (
      (first & 0x0F) << 12 | (Int(bytes[at + 1]) & 0x3F) << 6 | Int(bytes[at + 2]) & 0x3F, 3
    )
  }

  private static func append(_ scalar: UInt16, to bytes: inout [UInt8]) {
    func rest(_ shift: UInt16) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
    if scalar < 0x80 {
      bytes.append(UInt8(scalar))
    } else if scalar < 0x800 {
      bytes.append(UInt8(0xC0 | scalar >> 6))
      bytes.append(rest(0))
    } else {
      bytes.append(UInt8(0xE0 | scalar >> 12))
      bytes.append(rest(6))
      bytes.append(rest(0))
    }
  }

  private static func tall(_ scalar: Int) -> UInt16 {
    switch scalar {
    case 0x1E00...0x1EFF: return additional[scalar - 0x1E00]
    // Dashes, quotation marks, signs of money.
    case 0x2010...0x205F, 0x20A0...0x20BF: return UInt16(scalar)
    default: return 0
    }
  }

  /// U+0000 to U+02FF; 0 where there is no one small letter.
  private static let low = table(0...0x2FF)
  /// U+1E00 to U+1EFF.
  private static let additional = table(0x1E00...0x1EFF)

  private static func table(_ range: ClosedRange<UInt16>) -> ContiguousArray<UInt16> {
    ContiguousArray(
      range.map { value in
        let small = Unicode.Scalar(value)?.properties.lowercaseMapping.unicodeScalars
        guard let small, small.count == 1, let first = small.first else { return 0 }
        return UInt16(exactly: first.value) ?? 0
      })
  }
}
