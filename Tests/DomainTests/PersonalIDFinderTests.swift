import Domain
import Testing

@Suite struct PersonalIDFinderTests {
  private let finder: PersonalIDFinder

  init() throws { finder = PersonalIDFinder(places: try Places.gazetteer(), year: 2026) }

  @Test(arguments: [
    "066190123456", "Chủ hộ: Nguyễn Văn A, CCCD 066090123456.", "(066190123456)",
    "số 066 190 123 456", "066.190.123.456", "066-190-123-456", "0661 9012 3456",
    "066190 123456", "066 1 90 123456", "066\u{A0}190\u{A0}123\u{A0}456", "CCCD:066190123456,",
    "năm 2024 066190123456", "066190123456 và 5 ha", "001203004567", "079326000001",
    "dòng một\n066190123456\ndòng hai", "Liên hệ.066190123456", "số 066190123456; hết",
    "066190123456 du khách", "054090123456 (Phú Yên cũ)",
    "066/190/123/456", "066_190_123_456", "066190/123456", "066,190,123,456", "066:190:123:456",
    "066 - 190 - 123 - 456", "066.190-123/456", "0 6 6 1 9 0 1 2 3 4 5 6",
    "0|6|6|1|9|0|1|2|3|4|5|6",
    "năm 2024 066/190/123/456", "066·190·123·456", "066*190*123*456", "066(190)123(456",
    "CCCD_066190123456", "căn cước #066190123456", "cccd/066190123456/2021",
    "⓪⑥⑥①⑨⓪①②③④⑤⑥", "⓪⑥⑥ ①⑨⓪ ①②③ ④⑤⑥", "𝟎𝟔𝟔𝟏𝟗𝟎𝟏𝟐𝟑𝟒𝟓𝟔",
    "0❻❻1❾0❶❷❸❹❺❻", "０６６１９０１２３４５６", "066190\u{200B}123456", "٠٦٦١٩٠١٢٣٤٥٦",
    // Parted in no usual way behind its name, marked, with letters behind.
    "CCCD 066 1900 01234", "CCCD số 066 19 0001234", "căn cước là 0661.9000.1234",
    "CMND: 0661 90-001234",
    "CCCD 06 61 90 00 12 34", "CCCD 066 1900 01234 0905 123 456", "số định danh 0661900 01234",
    "_066190001234_", "__066190001234__", "**066190001234**", "(_066190001234_)", "066190001234@x",
    "066190001234@example.vn",
    "066190-001234x", "066.190.001.234A", "066 190 001 234ab", "CCCD số 066190001234/2021",
  ]) func findsAPersonsNumber(_ text: String) {
    let found = finder.first(in: text)
    #expect(found != nil)
    // No more of it is repeated than its first four digits.
    #expect(found?.count == 5 && found?.last == "…")
  }

  /// Other shapes, letters for digits, what is not seen, and other ways to part the groups.
  @Test(arguments: [
    "⁰⁶⁶¹⁹⁰¹²³⁴⁵⁶", "₀₆₆₁₉₀₁₂₃₄₅₆", "0⁶6₁9⁰1²3⁴5⁶", "0️⃣6️⃣6️⃣1️⃣9️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣", "🄋➅➅➀➈🄋➀➁➂➃➄➅", "🄋➏➏➊➒🄋➊➋➌➍➎➏",
    "🄌➏➏➊➒🄌➊➋➌➍➎➏",
    "⓿❻❻❶❾⓿❶❷❸❹❺❻", "🄁🄇🄇🄂🄊🄁🄂🄃🄄🄅🄆🄇", "⒈⒈ 066190123456", "0ⅥⅥⅠⅨ0ⅠⅡⅢⅣⅤⅥ", "〇六六一九〇一二三四五六",
    "0\u{336}6\u{336}6\u{336}1\u{336}90123456", "066\u{2066}190\u{2069}123456",
    "066\u{200E}190\u{200F}123456", "066\u{34F}190123456", "\u{202E}654321091660",
    "số \u{202E}654 321 091 660\u{202C} hết", "066190\u{E0030}123456",
    "066+190+123+456", "066190+123456", "066\n190\n123\n456", "066190\n123456",
    "066 190\r\n123 456", "O66l9Ol23456", "o6619o123456", "066I90I23456", "O66 l9O l23 456",
    "О66190123456", "066<b>190</b>123456", "<i>066</i> 190 <b>123</b> 456",
    "066<span class=\"a\">190123456</span>", "<b title='066190123456'>x</b>",
    "066190123456² và 5 m²", "CCCD 066 19⁰⁰ 01234",
  ]) func findsAPersonsNumberHoweverItIsWritten(_ text: String) {
    #expect(finder.first(in: text)?.count == 5)
  }

  /// What is written every day, in other shapes and by lines.
  @Test(arguments: [
    "Vốn 1.066.190.123 đ + 456.000.000 đ", "66 190 123 456 ₫", "1.000.000.000.000 đồng",
    "6,6 tỷ + 1,9 tỷ\n0,12 tỷ", "0905 123 456\n0912 345 678", "0905 123 456 + 0912 345 678",
    "+84 905 123 456\n+84 262 385 5555", "(0262) 3855 555", "0262 385 5555\n0500 385 5555",
    "01/02/2026\n03/04/2026", "01.02.2026 – 03.04.2026", "2026-01-02\n2026-03-04", "20260102 0304",
    "6000123456\n6000123456-001", "6000123456-001", "0100233488-001, 0100233488-002",
    "066/2019/QĐ-UBND", "Số 12/2021/TT-BKHCN\n13/2022/NĐ-CP",
    "Luật 93/2025/QH15, Nghị quyết 57-NQ/TW",
    "10l nước, 5l dầu, 20l", "066 10l 5l 2l", "IoT O2O 1O1", "5 m², 10 m³, 20 cm²", "x⁰⁶⁶¹⁹⁰",
    "0 < 66 > 1", "<b>066</b> 190 12", "a<066190>b", "①②③④⑤⑥", "① 5 ha\n② 6 ha\n③ 7 ha",
    "Ⅰ, Ⅱ, Ⅲ, Ⅳ", "一二三四五六", "SN066l9Ol23456", "\u{202E}654321\u{202C}", "TCVN 11041-1:2017",
    "ISO 9001:2015\nISO 22000:2018", "12.6797, 108.0377", "GS1 8938 5012 3456",
    "0661 901\n2345", "2024\n2025\n2026", "1 2 3 4 5 6 7 8 9 10 11 12", "Hotline: 1900 1234 56",
  ]) func leavesWhatIsWrittenEveryDay(_ text: String) {
    #expect(finder.first(in: text) == nil)
  }

  @Test(arguments: [
    // Money, whose groups never begin with a nought, and with its unit.
    "1.066.190.123.456", "12 066 190 123 456", "66.190.123.456 đồng", "066190123456 đồng",
    "066.190.123.456đ", "066190123456 VND", "066190123456₫",
    // Telephones and other numbers that say what they are.
    "0905 123 456", "0262 3855 555", "+84 905 123 456", "084905123456", "0084 905 123 456",
    "ĐT: 066190123456", "Hotline 066 190 123 456", "Số tài khoản: 066190123456",
    "STK 066190123456", "mã vạch 066190123456", "(0262) 3855 555 – 0905 123 456",
    // Parts of something longer.
    "0661901234567", "10661901234560", "SN066190123456", "066190123456A", "066190123456.5",
    "066190123456-001", "https://example.vn/p/066190123456", "?id=066190123456", "#066190123456",
    "066190123456_x", "1,066190123456", "0.066190123456", "066190123456/2026",
    // Shapes that no person has: province, century, a year to come or too long ago.
    "097190123456", "000190123456", "003190123456", "066490123456", "066990123456",
    "066227123456", "066015123456", "036000291452", "001002003004",
    // Other numbers of twelve digits or so.
    "066/190/123/456/2026", "Số 066/2019/QĐ-UBND", "066/190/12/34/56", "01/02/2024 - 03/04/2026",
    "6000123456", "6000123456-001", "0262/3855/555", "1/2/3/4/5/6/7/8/9/10/11/12",
    "066,190,123,456 đồng", "Hotline: 066/190/123/456",
    "893123456789", "202601011200", "2026-01-01 12:00", "0123456789", "0100233488-001",
    "01 02 03 04 05 06", "06 61 90 12 34 56", "066 190 12 34 56", "TCVN 066190", "",
    // The same groupings without the name, and names before something else.
    "066 1900 01234", "số 066 1900 01234", "CCCD 066/2019/QĐ-UBND", "CCCD 0661900012345",
    "CCCD 6000123456-001", "căn cước Luật 26/2023/QH15", "CCCD 097 1900 01234",
    "CCCD 066 4900 01234",
    "danh mục 066 1900 01234", "định danh 0661 9000 12345", "CCCD 5, ngày 01/02/2024",
    "066190-001234/QĐ-UBND", "066190-001234QĐ-UBND", "066190-001234x5", "066190001234x",
    "mã_066190001234_x", "066190-001234-001", "x_066190001234",
    "066.190.001.234đ", "066 190 001 234 đồng", "CCCD 0905 123 456", "số tài khoản: 066 1900 01234",
  ]) func leavesOtherNumbersAlone(_ text: String) {
    #expect(finder.first(in: text) == nil)
  }

  @Test(arguments: [
    ("https://066190123456.vn", true), ("https://example.vn/p/066190123456", true),
    ("https://example.vn/?id=066190123456#x", true), ("https://cccd066190123456.example.vn", true),
    ("https://066-190-123-456.vn", true), ("https://example.vn/066.190.123.456/a", true),
    ("https://example.vn/0661901234567", false), ("https://example.vn/097190123456", false),
    ("https://example.vn/2026/01/01/120000", false), ("https://192.168.100.100:8080/", false),
    ("https://example.vn/p-066-19.html", false),
  ]) func anAddressOfTheWebHidesNone(_ row: (String, Bool)) {
    #expect((finder.first(inAddress: row.0) != nil) == row.1)
  }

  /// A law: what is written around a number in words parts it from nothing and hides nothing.
  @Test func wordsAroundANumberDoNotHideIt() {
    var random = Seeded(7)
    for _ in 0..<300 {
      let year = Int.random(in: 40...99, using: &random)
      let digits =
        "066" + String(Int.random(in: 0...1, using: &random)) + String(year)
        + String(Int.random(in: 100_000...999_999, using: &random))
      let words = ["vườn cà phê", "ông", "5 ha", "Krông Pắc", "giá rẻ", "số"]
      let before = words.randomElement(using: &random) ?? ""
      let after = words.randomElement(using: &random) ?? ""
      #expect(
        finder.first(in: "\(before) \(digits) \(after)") == "066\(digits.dropFirst(3).prefix(1))…")
      #expect(finder.first(in: "\(before) \(digits)7 \(after)") == nil)
      #expect(finder.first(in: "\(before) 1\(digits) \(after)") == nil)
    }
  }
}
