/// The stretch of time that a report tells of, in whole days as they are in Vietnam.
package struct ReportPeriod: Sendable, Equatable {
  /// What it is.
  package let kind: Kind
  /// The year that it is counted in; nil for two dates.
  package let year: Int?
  /// Which one of its year, from 1; nil for a year and for two dates.
  package let number: Int?
  /// Its first day.
  package let first: CalendarDay
  /// Its last day.
  package let last: CalendarDay

  /// The kinds of periods.
  package enum Kind: String, Code {
    case month, quarter, half, year
    /// Two dates.
    case days
    package static let list = "report_periods"

    /// The numbers that periods of the kind have within a year; nil where they have none.
    package var numbers: ClosedRange<Int>? {
      switch self {
      case .month: 1...12
      case .quarter: 1...4
      case .half: 1...2
      case .year, .days: nil
      }
    }

    /// How one is named in an address.
    package var shape: String {
      switch self {
      case .month: "2026-05"
      case .quarter, .half: "2026-1"
      case .year: "2026"
      case .days: "2026-01-01"
      }
    }
  }

  /// The years that periods are counted in.
  package static let years = 2000...2999
  /// The most days from one date to another: ten years.
  package static let mostDays = 3660

  /// A period that the reporting calendar has.
  init(kind: Kind, year: Int, number: Int?, first: CalendarDay, last: CalendarDay) {
    self.kind = kind
    self.year = year
    self.number = number
    self.first = first
    self.last = last
  }

  /// A period as it was kept with a report: its days stay those that it told of, whatever the
  /// calendar says by now.
  package init(
    kept kind: Kind, year: Int?, number: Int?, first: CalendarDay, last: CalendarDay
  ) {
    self.kind = kind
    self.year = year
    self.number = number
    self.first = first
    self.last = last
  }

  /// The days from one date to another, both counted; nil where there are none, or too many.
  package init?(from first: CalendarDay, to last: CalendarDay) {
    guard first <= last, last.number - first.number < Self.mostDays else { return nil }
    kind = .days
    year = nil
    number = nil
    self.first = first
    self.last = last
  }

  /// How it is named in an address: `2026-05`, `2026-1`, `2026`, `2026-01-01…2026-02-28`.
  package var name: String {
    guard let year else { return "\(first)…\(last)" }
    guard let number else { return String(year) }
    return "\(year)-" + (kind == .month && number < 10 ? "0" : "") + String(number)
  }

  /// What tells it from all other periods.
  package var key: String { "\(kind.rawValue) \(name)" }

  /// Its first moment.
  package var start: Instant { Self.beginning(of: first) }

  /// The first moment after it.
  package var end: Instant { Self.beginning(of: last.adding(days: 1)) }

  private static func beginning(of day: CalendarDay) -> Instant {
    Instant(seconds: Int64(day.number) * 86_400 - 7 * 3600)
  }

  /// The period as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [("kind", .string(kind.rawValue))]
    members.add("year", year)
    members.add("number", number)
    members.append(("name", .string(name)))
    members.append(("from", .string(first.description)))
    members.append(("to", .string(last.description)))
    return .object(JSONObject(members))
  }
}

extension ReportPeriod.Kind {
  /// Reads the name of a period of this kind: its year and its number; nil for what is none.
  func parse(_ name: String) -> (year: Int, number: Int?)? {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.utf8.count == 4, let year = Int(first),
      ReportPeriod.years.contains(year)
    else { return nil }
    guard let numbers else { return self == .year && parts.count == 1 ? (year, nil) : nil }
    guard parts.count == 2, (1...2).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(parts[1]),
      numbers.contains(number)
    else { return nil }
    return (year, number)
  }
}
