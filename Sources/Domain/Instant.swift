package import FoundationEssentials

/// A moment in whole seconds since 1970-01-01T00:00:00Z, the precision of every stored time.
package struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Seconds since the Unix epoch.
  package let seconds: Int64

  /// A moment by its Unix time.
  package init(seconds: Int64) { self.seconds = seconds }

  /// A Foundation date, cut to the second.
  package init(_ date: Date) { seconds = Int64(date.timeIntervalSince1970.rounded(.down)) }

  /// Reads an RFC 3339 date-time, or a date alone, which means the end of that day in Vietnam
  /// (UTC+7 all year), since a deadline of a day lasts as long as the day does there.
  package init?(rfc3339 text: String) {
    guard text.utf8.count <= 40, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let isDate = text.utf8.count == 10
    let full = isDate ? text + "T23:59:59+07:00" : text.uppercased()
    guard Self.hasShape(full), let date = Self.parse(full) else { return nil }
    let instant = Instant(date)
    guard (0...253_402_300_799).contains(instant.seconds) else { return nil }
    self = instant
  }

  private static func parse(_ text: String) -> Date? {
    if let date = try? Date(text, strategy: .iso8601) { return date }
    return try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// Days, hours and minutes are checked here because the library rolls 31 February over.
  private static func hasShape(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") else { return false }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      (1...12).contains(month), (1...daysIn(month, year)).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return false }
    guard isOffset(bytes[19...]) else { return false }
    return bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
      && bytes[13] == UInt8(ascii: ":") && bytes[16] == UInt8(ascii: ":")
  }

  /// What follows the seconds: a fraction, if any, then `Z` or `±hh:mm`.
  private static func isOffset(_ rest: ArraySlice<UInt8>) -> Bool {
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    var zone = rest
    if zone.first == UInt8(ascii: ".") {
      zone = zone.dropFirst()
      guard let first = zone.first, isDigit(first) else { return false }
      zone = zone.drop(while: isDigit)
    }
    if zone.elementsEqual("Z".utf8) { return true }
    let parts = Array(zone)
    guard parts.count == 6, parts[0] == UInt8(ascii: "+") || parts[0] == UInt8(ascii: "-"),
      parts[3] == UInt8(ascii: ":"), [1, 2, 4, 5].allSatisfy({ isDigit(parts[$0]) }),
      let hours = Int(String(decoding: parts[1..<3], as: UTF8.self)),
      let minutes = Int(String(decoding: parts[4..<6], as: UTF8.self))
    else { return false }
    return hours <= 23 && minutes <= 59
  }

  private static func daysIn(_ month: Int, _ year: Int) -> Int {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// The moment as RFC 3339 in UTC, such as `2026-12-31T10:00:00Z`.
  package var description: String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }

  /// The calendar year in Vietnam, by which public codes are numbered.
  package var yearInVietnam: Int {
    Int(Instant(seconds: seconds + 7 * 3600).description.prefix(4)) ?? 1970
  }

  /// The calendar day in Vietnam as yyyy-mm-dd, by which intakes open and close.
  package var dayInVietnam: String {
    String(Instant(seconds: seconds + 7 * 3600).description.prefix(10))
  }

  package static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

  /// The moment that many seconds later.
  package static func + (left: Self, seconds: Int64) -> Self {
    Instant(seconds: left.seconds + seconds)
  }
}

extension Instant {
  /// Day and time of day in Vietnam, as people there write them: `31/12/2026 17:00`.
  package var textInVietnam: String {
    let text = Array((self + 7 * 3600).description)
    guard text.count >= 16 else { return description }
    return String(text[8..<10]) + "/" + String(text[5..<7]) + "/" + String(text[0..<4]) + " "
      + String(text[11..<16])
  }

  /// The moment with the offset of Vietnam, such as `2026-12-31T17:00:00+07:00`.
  package var rfc3339InVietnam: String {
    String((self + 7 * 3600).description.prefix(19)) + "+07:00"
  }

  /// A deadline as people in Vietnam write it, to the second: `31/12/2026 17:00:00`.
  package var deadlineTextInVietnam: String {
    let time = (self + 7 * 3600).description
    return textInVietnam + String(time.dropFirst(16).prefix(3))
  }
}
