import Domain
import Testing

@Suite struct FoldingTests {
  @Test(arguments: [
    ("Cà phê Đắk Lắk", "ca phe dak lak"), ("CÀ PHÊ", "ca phe"), ("đ Đ", "d d"),
    ("Ƀuôn ƀlang", "buon blang"), ("Y Mek Ê Nuôl", "y mek e nuol"), ("Cư M'gar", "cu m'gar"),
    ("Krông Čă Ŏng", "krong ca ong"), ("Khánh Hoà", "khanh hoa"), ("Khánh Hòa", "khanh hoa"),
    ("ưỡn ượu ỷ", "uon uou y"), ("ABC 123", "abc 123"), ("", ""), ("Ñandú", "nandu"),
    ("bò", "bo"), ("bơ", "bo"), ("10 m²", "10 m²"), ("日本", "日本"),
  ]) func foldsMarksAway(_ row: (String, String)) {
    #expect(Array(Folding.fold(row.0).unicodeScalars) == Array(row.1.unicodeScalars))
    let decomposed = Decomposition.of(row.0)
    #expect(Folding.fold(decomposed) == row.1)
    #expect(Folding.fold(Folding.fold(row.0)) == Folding.fold(row.0))
  }

  @Test(arguments: [
    ("Đa\u{306}\u{301}k", "Đắk"), ("Đa\u{301}\u{306}k", "Đá\u{306}k"), ("a\u{323}\u{306}", "ặ"),
    ("ă\u{323}", "ặ"), ("o\u{31B}\u{323}", "ợ"), ("e\u{302}\u{301}", "ế"), ("ascii", "ascii"),
    ("\u{212B}", "Å"), ("ﬁ", "ﬁ"),
  ]) func normalisesToFormC(_ row: (String, String)) {
    #expect(Array(Folding.nfc(row.0).unicodeScalars) == Array(row.1.unicodeScalars))
    #expect(
      Array(Folding.nfc(Folding.nfc(row.0)).unicodeScalars)
        == Array(Folding.nfc(row.0).unicodeScalars))
  }

  @Test(arguments: [
    [
      "a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "b",
    ],
    [
      "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ",
      "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y",
    ],
    ["ma", "mà", "mả", "mã", "má", "mạ", "man", "màn", "mạn", "mang"],
    ["Dũng", "Đà Nẵng", "Đạt", "Đăng", "Đặng", "Đức", "Em"],
    ["An Giang", "Ánh Sáng", "Ân", "Bắc", "Bằng"],
    ["", " ", "1", "9", "a", "aa", "ab", "b"],
    ["Bình Định", "Bình Đông", "Bình Thuận", "Bon", "Bông", "Bổng", "Bơ"],
    ["b", "ƀ", "c"],
  ]) func ordersAsADictionaryDoes(_ words: [String]) {
    let keys = words.map(Folding.sortKey)
    for (left, right) in zip(keys.indices, keys.indices.dropFirst()) {
      #expect(
        keys[left].lexicographicallyPrecedes(keys[right]), "\(words[left]) < \(words[right])")
    }
  }

  @Test(arguments: [
    ("ĐẮK LẮK", "đắk lắk"), ("Đa\u{306}\u{301}k", "Đắk"), ("o\u{323}\u{31B}", "ợ"),
  ]) func keysIgnoreCaseAndForm(_ row: (String, String)) {
    #expect(Folding.sortKey(row.0) == Folding.sortKey(row.1))
  }

  /// The order of the alphabet and of the tones, written down a second time.
  @Test func keysCompareLikeTheAlphabet() {
    let alphabet = [
      "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "b", "c", "d", "đ", "eèẻẽéẹ", "êềểễếệ", "g", "h", "iìỉĩíị", "k",
      "l", "m", "n", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "p", "q", "r", "s", "t", "uùủũúụ", "ưừửữứự", "v",
      "x", "yỳỷỹýỵ",
    ].map(Array.init)
    var random = Seeded(4)
    func word(_ random: inout Seeded) -> (text: String, key: [Int]) {
      var (text, letters, tones) = ("", [Int](), [Int]())
      for _ in 0..<random.number(0...3) {
        let letter = random.number(0...(random.chance(50) ? 3 : alphabet.count - 1))
        let tone = random.number(0...(alphabet[letter].count - 1))
        text.append(alphabet[letter][tone])
        letters.append(letter + 1)
        tones.append(tone)
      }
      if random.chance(30) { text = text.uppercased() }
      if random.chance(30) { text = Decomposition.of(text) }
      return (text, letters + [0] + tones)
    }
    for _ in 0..<5000 {
      let (left, right) = (word(&random), word(&random))
      let (leftKey, rightKey) = (Folding.sortKey(left.text), Folding.sortKey(right.text))
      #expect(
        leftKey.lexicographicallyPrecedes(rightKey)
          == left.key.lexicographicallyPrecedes(right.key), "\(left.text) \(right.text)")
      #expect((leftKey == rightKey) == (left.text.lowercased() == right.text.lowercased()))
    }
  }

  /// Each sign of a keyboard has its own place, so that different names never share a key.
  @Test func printableSignsHaveDifferentKeys() {
    let signs = (0x20...0x7E).compactMap { Unicode.Scalar(UInt8($0)) }
      .filter { !("A"..."Z").contains($0) }
    #expect(Set(signs.map { Folding.sortKey(String($0)) }).count == signs.count)
  }

  @Test func heapsOfMarksDoNotEndTheProcess() async {
    await #expect(processExitsWith: .success) {
      for mark in ["\u{306}", "\u{302}", "\u{31B}", "\u{301}"] {
        for letter in ["a", "z", " ", "đ", "日", ""] {
          _ = Folding.sortKey(letter + String(repeating: mark, count: 300))
        }
      }
    }
  }
}

/// The canonical decomposition of the letters used here, without the code under test.
enum Decomposition {
  private static let marks: [Character: String] = {
    var table: [Character: String] = [:]
    let shapes: [(String, String)] = [
      ("aàảãáạ", "a"), ("ăằẳẵắặ", "a\u{306}"), ("âầẩẫấậ", "a\u{302}"), ("eèẻẽéẹ", "e"),
      ("êềểễếệ", "e\u{302}"), ("iìỉĩíị", "i"), ("oòỏõóọ", "o"), ("ôồổỗốộ", "o\u{302}"),
      ("ơờởỡớợ", "o\u{31B}"), ("uùủũúụ", "u"), ("ưừửữứự", "u\u{31B}"), ("yỳỷỹýỵ", "y"),
    ]
    let tones = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"]
    for (letters, base) in shapes {
      for (letter, tone) in zip(letters, tones) { table[letter] = base + tone }
    }
    return table
  }()

  static func of(_ text: String) -> String {
    var result = ""
    for character in text {
      let lower = Character(character.lowercased())
      guard let parts = marks[lower] else {
        result.append(character)
        continue
      }
      let isUpper = lower != character
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: parts.unicodeScalars)
      let decomposed = String(scalars)
      result += isUpper ? decomposed.uppercased() : decomposed
    }
    return result
  }
}
