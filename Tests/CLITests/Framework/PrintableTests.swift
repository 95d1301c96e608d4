import CLI
import Testing

@Suite struct PrintableTests {
  @Test(arguments: [
    ("Đắk Lắk", "Đắk Lắk"), ("a\tb\nc", "a b c"), ("a\r\nb", "a b"),
    ("\u{1B}[31mred", "\u{FFFD}[31mred"), ("a\u{7F}b", "a\u{FFFD}b"),
    ("a\u{9B}b", "a\u{FFFD}b"), ("a\u{202E}b", "a\u{FFFD}b"), ("a\u{2066}b", "a\u{FFFD}b"),
    ("a\u{2028}b", "a b"), ("👩‍🌾", "👩‍🌾"),
  ])
  func harmless(text: String, expected: String) {
    #expect(Printable.text(text) == expected)
  }
}
