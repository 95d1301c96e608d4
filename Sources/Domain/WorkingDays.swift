/// On which days public offices in Vietnam work: Mondays to Fridays but for holidays, and the
/// Saturdays that were exchanged for a day off.
package struct WorkingDays: Sendable, Equatable {
  private var off: Set<Int64> = []
  private var worked: Set<Int64> = []
  /// The days that the data speak of; outside of them only weekends are off.
  package private(set) var covered: ClosedRange<String>?

  private static let day: Int64 = 86_400
  private static let offset: Int64 = 7 * 3600

  /// Days off and days that are worked although they are not Mondays to Fridays, as yyyy-mm-dd.
  package init(off: [String] = [], worked: [String] = []) {
    self.off = Set(off.compactMap(Self.number))
    self.worked = Set(worked.compactMap(Self.number))
  }

  /// Reads `fixtures/codes/holidays.json`.
  /// - Throws: `ReferenceDataError` naming the entry that cannot be read.
  package init(json: JSON) throws(ReferenceDataError) {
    guard let entries = json.elements else {
      throw ReferenceDataError(source: "holidays", detail: "not a list")
    }
    for entry in entries {
      guard let period = Period(entry) else {
        throw ReferenceDataError(source: "holidays", detail: entry.compact)
      }
      for span in period.off { off.formUnion(span) }
      worked.formUnion(period.worked)
      let (first, last) = (covered?.lowerBound ?? period.from, covered?.upperBound ?? period.to)
      covered = min(first, period.from)...max(last, period.to)
    }
  }

  /// Whether offices work on a day, yyyy-mm-dd; false for what is no day.
  package func isWorking(_ day: String) -> Bool { Self.number(of: day).map(isWorking) ?? false }

  /// The end of the nth working day after the one on which something came in (Civil Code
  /// 91/2015/QH13, article 147: the day itself does not count).
  package func end(ofWorkingDay count: Int, after moment: Instant) -> Instant {
    var (day, left) = (Self.number(of: moment), count)
    while left > 0 {
      day += 1
      if isWorking(day) { left -= 1 }
    }
    return Self.end(of: day)
  }

  /// The end of the nth day after the one on which something came in; where nobody works on it,
  /// that of the next working day (Civil Code 91/2015/QH13, articles 147 and 148).
  package func end(ofDay count: Int, after moment: Instant) -> Instant {
    var day = Self.number(of: moment) + Int64(count)
    while !isWorking(day) { day += 1 }
    return Self.end(of: day)
  }

  private func isWorking(_ day: Int64) -> Bool {
    if worked.contains(day) { return true }
    // 1 January 1970 was a Thursday.
    let weekday = ((day + 3) % 7 + 7) % 7
    return weekday < 5 && !off.contains(day)
  }

  private static func number(of moment: Instant) -> Int64 {
    let local = moment.seconds + offset
    return local >= 0 ? local / day : -((-local + day - 1) / day)
  }

  private static func number(of text: String) -> Int64? {
    guard text.utf8.count == 10 else { return nil }
    return Instant(rfc3339: text).map { number(of: $0) }
  }

  /// Its last second.
  private static func end(of number: Int64) -> Instant {
    Instant(seconds: (number + 1) * day - offset - 1)
  }

  /// What one document says of a stretch of time.
  private struct Period {
    let from: String
    let to: String
    let off: [ClosedRange<Int64>]
    let worked: [Int64]

    init?(_ json: JSON) {
      let log = FaultLog()
      guard var reader = ObjectReader(json, log: log) else { return nil }
      let document = reader.line("document", most: 200)
      _ = reader.line("clause", most: 200)
      _ = reader.bool("is_published")
      let (from, to) = (reader.day("valid_from"), reader.day("valid_to"))
      var off: [ClosedRange<Int64>] = []
      for (element, path) in reader.elements("off", most: 100) {
        guard var span = ObjectReader(element, path: path, log: log) else { continue }
        let first = span.day("from").flatMap(WorkingDays.number)
        let last = span.day("to").flatMap(WorkingDays.number)
        let names = (span.line("vi", most: 200), span.line("en", most: 200))
        span.finish()
        guard let first, let last, first <= last, names.0 != nil, names.1 != nil else {
          return nil
        }
        off.append(first...last)
      }
      let worked = reader.lines("worked", most: 100, length: 10)
      let days = worked.compactMap(WorkingDays.number)
      reader.finish()
      guard log.faults.isEmpty, document != nil, let from, let to, from <= to,
        days.count == worked.count
      else { return nil }
      (self.from, self.to, self.off, self.worked) = (from, to, off, days)
    }
  }
}
