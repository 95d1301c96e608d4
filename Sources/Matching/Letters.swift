import Domain

/// What every Latin letter is made of: base letter, shape (ă â ê ô ơ ư đ), tone and case.
///
/// Vietnamese writes the tone of a syllable on one of its vowels, and the two schools put it on
/// different ones (hoá, hóa). Taken apart, both are the letters `hoa` with the tone sắc.
struct Letters: Sendable {
  /// One letter; the all-zero value stands for what is not a letter or digit.
  struct Letter: Equatable {
    let packed: UInt16

    /// The ASCII letter or digit without marks and case.
    var base: UInt8 { UInt8(truncatingIfNeeded: packed & 0xFF) }
    /// 0 where nothing sets it apart from its base.
    var shape: UInt8 { UInt8(truncatingIfNeeded: packed >> 8 & 7) }
    /// 0 level, 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng.
    var tone: UInt8 { UInt8(truncatingIfNeeded: packed >> 11 & 7) }
    var isUpper: Bool { packed & 0x4000 != 0 }
    var isNone: Bool { packed == 0 }

    init(base: UInt8, shape: UInt8 = 0, tone: UInt8 = 0, upper: Bool = false) {
      packed = UInt16(base) | UInt16(shape) << 8 | UInt16(tone) << 11 | (upper ? 0x4000 : 0)
    }

    init(packed: UInt16) { self.packed = packed }
  }

  /// U+0000 to U+02FF.
  private let low: ContiguousArray<UInt16>
  /// U+1E00 to U+1EFF, where the Vietnamese vowels with two marks stand.
  private let additional: ContiguousArray<UInt16>

  init() {
    let vietnamese = Self.vietnamese()
    func pack(_ range: ClosedRange<UInt32>) -> ContiguousArray<UInt16> {
      ContiguousArray(
        range.map { value in
          Unicode.Scalar(value).map { Self.letter($0, vietnamese).packed } ?? 0
        })
    }
    low = pack(0...0x2FF)
    additional = pack(0x1E00...0x1EFF)
  }

  /// The letter of a scalar within the two tables; none for anything else.
  func callAsFunction(_ scalar: UInt32) -> Letter {
    if scalar < 0x300 { return Letter(packed: low[Int(scalar)]) }
    if scalar >= 0x1E00, scalar < 0x1F00 {
      return Letter(packed: additional[Int(scalar - 0x1E00)])
    }
    return Letter(packed: 0)
  }

  /// Whether a scalar belongs to a word.
  @inline(__always)
  func isLetter(_ scalar: UInt32) -> Bool {
    if scalar < 0x300 { return low[Int(scalar)] != 0 }
    if scalar >= 0x1E00, scalar < 0x1F00 { return additional[Int(scalar - 0x1E00)] != 0 }
    return scalar >= 0x370 && Self.isLetterElsewhere(scalar)
  }

  private static func isLetterElsewhere(_ value: UInt32) -> Bool {
    if (0x2000...0x2BFF).contains(value) || (0x3000...0x303F).contains(value) { return false }
    return Unicode.Scalar(value)?.properties.isAlphabetic ?? false
  }

  private static let tones = [
    "aăâeêioôơuưy", "àằầèềìòồờùừỳ", "áắấéếíóốớúứý", "ảẳẩẻểỉỏổởủửỷ", "ãẵẫẽễĩõỗỡũữỹ",
    "ạặậẹệịọộợụựỵ",
  ]
  private static let bases = Array("aaaeeiooouuy".utf8)
  private static let shapes: [UInt8] = [0, 1, 2, 0, 2, 0, 0, 2, 3, 0, 3, 0]

  private static func vietnamese() -> [Unicode.Scalar: Letter] {
    var result: [Unicode.Scalar: Letter] = ["đ": Letter(base: UInt8(ascii: "d"), shape: 4)]
    for (tone, vowels) in tones.enumerated() {
      for (place, vowel) in Folding.nfc(vowels).unicodeScalars.enumerated() {
        result[vowel] = Letter(base: bases[place], shape: shapes[place], tone: UInt8(tone))
      }
    }
    return result
  }

  /// Letters of other languages keep their own shape, so that they meet only when folded.
  private static func letter(
    _ scalar: Unicode.Scalar, _ vietnamese: [Unicode.Scalar: Letter]
  ) -> Letter {
    let lowered = scalar.properties.lowercaseMapping.unicodeScalars
    let upper = lowered.first != scalar
    if lowered.count == 1, let first = lowered.first, let known = vietnamese[first] {
      return Letter(base: known.base, shape: known.shape, tone: known.tone, upper: upper)
    }
    guard scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal else {
      return Letter(packed: 0)
    }
    let folded = Array(Folding.fold(String(scalar)).utf8)
    guard let base = folded.first, folded.count <= 2, base < 0x80 else { return Letter(packed: 0) }
    return Letter(base: base, shape: scalar.isASCII ? 0 : 7, upper: upper)
  }
}
