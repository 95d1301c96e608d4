/// A day of the calendar, by which evidence begins and ends to count and people are reminded.
package struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Days since 1 January 1970.
  package let number: Int

  /// A day by its number.
  package init(number: Int) { self.number = number }

  /// Reads yyyy-mm-dd; nil for what is no day of the calendar.
  package init?(_ text: String) {
    guard text.utf8.count == 10, Instant(rfc3339: text) != nil,
      let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)),
      let day = Int(text.suffix(2))
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The day that a moment falls on in Vietnam.
  package init(inVietnam instant: Instant) {
    let shifted = instant.seconds + 7 * 3600
    number = Int(shifted >= 0 ? shifted / 86_400 : (shifted - 86_399) / 86_400)
  }

  private init(year: Int, month: Int, day: Int) {
    // Years begin in March here, so that the leap day is the last of its year.
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  private var parts: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day as yyyy-mm-dd.
  package var description: String {
    let (year, month, day) = parts
    func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// The day that many days later.
  package func adding(days: Int) -> CalendarDay { CalendarDay(number: number + days) }

  /// The same day so many months later, or the last of that month where it has no such day.
  package func adding(months: Int) -> CalendarDay {
    let (year, month, day) = parts
    let total = year * 12 + month - 1 + months
    let first = CalendarDay(year: total / 12, month: total % 12 + 1, day: 1)
    let next = CalendarDay(year: (total + 1) / 12, month: (total + 1) % 12 + 1, day: 1)
    return first.adding(days: min(day, next.number - first.number) - 1)
  }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
