import CLI
import Testing

@Suite struct ParagraphsTests {
  @Test(arguments: [
    ("", 10, []), ("one two three", 7, ["one two", "three"]), ("one two", 7, ["one two"]),
    ("one\ntwo", 10, ["one two"]), ("one\n\ntwo", 10, ["one", "", "two"]),
    ("longword", 3, ["longword"]), ("a longword b", 3, ["a", "longword", "b"]),
    ("text\n  kept as  is\nmore", 4, ["text", "  kept as  is", "more"]),
    ("Đắk Lắk đẹp", 7, ["Đắk Lắk", "đẹp"]),
  ])
  func lines(text: String, width: Int, expected: [String]) {
    #expect(Paragraphs.lines(text, width: width) == expected)
  }
}
