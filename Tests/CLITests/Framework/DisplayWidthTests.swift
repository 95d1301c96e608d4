import CLI
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("Đắk Lắk", 7), ("D\u{323}\u{306}", 1), ("tiê\u{301}ng", 5),
    ("nông nghiệp", 11), ("日本", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("カ", 2),
    ("ｶ", 1), ("，", 2), ("🚜", 2), ("👩‍🌾", 2), ("👍🏽", 2), ("🇻🇳", 2), ("❤️", 2), ("❤", 1),
    ("☕", 2), ("…", 1), ("₫", 1), ("a\u{200B}b", 2), ("a\u{AD}b", 3), ("\u{FEFF}a", 1),
    ("é", 1), ("e\u{301}", 1), ("－", 2), ("𠮷", 2), ("─", 1),
  ])
  func columns(text: String, expected: Int) {
    #expect(DisplayWidth.of(text) == expected)
  }

  @Test(arguments: [
    ("Đắk Lắk", 7, "Đắk Lắk"), ("Đắk Lắk", 6, "Đắk L…"), ("Đắk Lắk", 1, "…"), ("Đắk", 0, ""),
    ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"),
    ("👩‍🌾👩‍🌾", 3, "👩‍🌾…"),
  ])
  func cutting(text: String, columns: Int, expected: String) {
    #expect(DisplayWidth.cut(text, to: columns) == expected)
  }

  @Test(arguments: ["Sở Khoa học và Công nghệ", "日本の会社 🚜 abc", "e\u{301}e\u{301}e\u{301}"])
  func aCutTextNeverTakesMoreThanItMay(text: String) {
    for columns in 0...30 {
      let cut = DisplayWidth.cut(text, to: columns)
      #expect(DisplayWidth.of(cut) <= columns)
      #expect((cut == text) == (DisplayWidth.of(text) <= columns))
    }
  }
}
