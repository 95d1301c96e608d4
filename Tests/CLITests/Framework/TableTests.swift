import CLI
import Testing

@Suite struct TableTests {
  private static var firms: Table {
    var table = Table([.init("Name"), .init("Score", .right), .init("Why")])
    table.add("Công ty Nông nghiệp số", "0.9", "cà phê, IoT")
    table.add("日本 🚜", "12.5", "")
    return table
  }

  @Test func plain() {
    #expect(
      Self.firms.text(width: nil, style: Style(isOn: false)) == """
        Name                    Score  Why
        ----------------------  -----  -----------
        Công ty Nông nghiệp số    0.9  cà phê, IoT
        日本 🚜                  12.5

        """)
  }

  @Test func cutToTheTerminal() {
    #expect(
      Self.firms.text(width: 32, style: Style(isOn: false)) == """
        Name          Score  Why
        ------------  -----  -----------
        Công ty Nôn…    0.9  cà phê, IoT
        日本 🚜        12.5

        """)
  }

  @Test func theHeaderIsUnderlinedOnATerminal() {
    let text = Self.firms.text(width: nil, style: Style(isOn: true))
    #expect(text.hasPrefix("\u{1B}[4mName\u{1B}[0m  "))
    #expect(!text.contains("---"))
  }

  /// Numbers are whole whatever the width; text gives way, but stays recognisable.
  @Test(arguments: 1...60)
  func everyWidth(width: Int) {
    let lines = Self.firms.text(width: width, style: Style(isOn: false)).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[3].contains("12.5"))
    for line in lines { #expect(DisplayWidth.of(line) <= max(width, 6 + 2 + 5 + 2 + 6)) }
  }

  @Test func rowsOfOtherLengthsAndWildCells() {
    var table = Table([.init("A"), .init("B")])
    table.add("1")
    table.add("1", "2", "3")
    table.add("x\ny", "\u{1B}[2J")
    #expect(
      table.text(width: nil, style: Style(isOn: false)) == """
        A    B
        ---  ----
        1
        1    2
        x y  \u{FFFD}[2J

        """)
  }

  @Test func withoutRows() {
    #expect(Table([.init("A")]).text(width: 10, style: Style(isOn: false)) == "A\n-\n")
  }
}
