import Domain
import Testing
import Web

@Suite struct CalendarTests {
  private static let start = Instant(seconds: 1_796_088_600)

  private func text(
    _ summary: String, description: String = "", name: String = "Ngày kết nối"
  ) -> String {
    Calendar(
      name: name, stamp: Instant(seconds: 1_790_000_000),
      events: [
        Calendar.Event(
          uid: "m-1@innoreg", start: Self.start, end: Self.start + 1200, summary: summary,
          description: description)
      ]
    ).text
  }

  /// Content lines as a reader sees them: unfolded.
  private func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\r", rest.first == "\n" else {
        line.append(scalar)
        continue
      }
      rest.removeFirst()
      if rest.first == " " {
        rest.removeFirst()
      } else {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      }
    }
    return lines
  }

  @Test func theWholeFile() {
    let expected = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//innoreg//innoreg//VI", "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH", "NAME:Ngày kết nối", "X-WR-CALNAME:Ngày kết nối", "BEGIN:VEVENT",
      "UID:m-1@innoreg", "DTSTAMP:20260921T141320Z", "DTSTART:20261201T013000Z",
      "DTEND:20261201T015000Z", "SUMMARY:Cà phê", "DESCRIPTION:Lượt 1", "END:VEVENT",
      "END:VCALENDAR", "",
    ]
    #expect(text("Cà phê", description: "Lượt 1") == expected.joined(separator: "\r\n"))
  }

  @Test(arguments: [
    ("a, b; c\\d", "a\\, b\\; c\\\\d"), ("one\ntwo\r\nthree\rfour", "one\\ntwo\\nthree\\nfour"),
    ("bell\u{7}\u{0}!", "bell!"), ("x\nBEGIN:VALARM", "x\\nBEGIN:VALARM"), ("a:b\"c", "a:b\"c"),
  ])
  func textCannotLeaveItsLine(_ given: String, _ written: String) {
    #expect(lines(text(given)).contains("SUMMARY:" + written))
  }

  @Test(arguments: 0..<160)
  func longLinesAreFoldedBetweenCharacters(_ length: Int) {
    // Widths of 1, 2, 3 and 4 octets, so that the fold falls on each.
    let pattern: [Character] = ["a", "đ", "ế", "🌱"]
    let summary = String((0..<length).map { pattern[($0 * 7 + length) % 4] })
    let text = text(summary)
    #expect(lines(text).contains("SUMMARY:" + summary))
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      #expect(line.last == UInt8(ascii: "\r"))
      #expect(line.count - 1 <= 75)
      #expect(String(validating: Array(line), as: UTF8.self) != nil)
    }
  }

  @Test func withoutEventsItIsStillACalendar() {
    let lines = lines(Calendar(name: "", stamp: Self.start, events: []).text)
    #expect(lines.first == "BEGIN:VCALENDAR")
    #expect(lines.last == "END:VCALENDAR")
    #expect(!lines.contains("BEGIN:VEVENT"))
  }

  @Test func anEmptyDescriptionIsLeftOut() {
    #expect(!text("x").contains("DESCRIPTION"))
  }
}
