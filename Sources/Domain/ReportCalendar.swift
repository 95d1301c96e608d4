/// What is to be reported when: dated data with its source.
package struct ReportRule: Sendable, Equatable {
  /// Of which kind its periods are.
  package let kind: ReportPeriod.Kind
  /// Which one of each year; nil for every one.
  package let number: Int?
  /// Days of a year, between which its periods lie; nil for those of the calendar.
  let span: (first: YearDay, last: YearDay)?
  /// The day before which the report is owed (`trước ngày …`); nil where no day is set.
  let before: YearDay?
  /// The number of the document that asks for it.
  package let document: String
  /// Where in it.
  package let clause: String
  /// First day on which it holds, yyyy-mm-dd.
  package let validFrom: String
  /// Last day on which it holds; nil while it is in force.
  package let validTo: String?
  /// The rule in words.
  package let text: Bilingual

  /// A day of a year, or of the year before it.
  struct YearDay: Sendable, Equatable {
    /// 0 for the year itself, −1 for the one before.
    let year: Int
    /// Such as `06-10`.
    let day: String

    /// The day, counted from a year.
    func of(_ year: Int) -> CalendarDay? {
      let digits = String(year + self.year)
      return CalendarDay(
        String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-" + day)
    }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.kind == right.kind && left.number == right.number && left.before == right.before
      && left.span?.first == right.span?.first && left.span?.last == right.span?.last
      && left.document == right.document && left.clause == right.clause
      && left.validFrom == right.validFrom && left.validTo == right.validTo
      && left.text == right.text
  }

  /// Its document and clause, for messages.
  package var source: String { "\(document), \(clause)" }

  func holds(on day: CalendarDay) -> Bool {
    validFrom <= day.description && validTo.map { day.description <= $0 } ?? true
  }

  func concerns(_ kind: ReportPeriod.Kind, _ number: Int?) -> Bool {
    self.kind == kind && (self.number == nil || self.number == number)
  }
}

/// The day by which a report is owed.
package struct ReportDue: Sendable, Equatable {
  /// What it tells of.
  package let period: ReportPeriod
  /// The day before which it is owed, as the document says.
  package let before: CalendarDay
  /// The last day on which it comes in time: the working day before that.
  package let last: CalendarDay
  /// The rule that asks for it.
  package let rule: ReportRule

  /// How many days are left on a day; negative once it is late.
  package func daysLeft(on day: CalendarDay) -> Int { last.number - day.number }

  /// The day as it stands in the API, as seen on a day.
  package func json(on day: CalendarDay) -> JSON {
    [
      "period": period.json, "before": .string(before.description),
      "last_day": .string(last.description), "days_left": JSON(daysLeft(on: day)),
      "document": .string(rule.document), "clause": .string(rule.clause),
      "text": rule.text.json,
    ]
  }
}

/// Which periods reports tell of, and when they are owed; read from
/// `fixtures/codes/report_calendar.json`.
package struct ReportCalendar: Sendable {
  /// In the order of the file.
  package let rules: [ReportRule]

  /// Reads the file.
  /// - Throws: `ReferenceDataError` naming the rule that cannot be read.
  package init(json: JSON) throws(ReferenceDataError) {
    guard let elements = json.elements else {
      throw ReferenceDataError(source: "report_calendar", detail: "not a list")
    }
    var rules: [ReportRule] = []
    for element in elements {
      guard let rule = ReportRule(element) else {
        throw ReferenceDataError(source: "report_calendar", detail: element.compact)
      }
      rules.append(rule)
    }
    self.rules = rules
  }

  /// The period of that kind and name, such as month `2026-05`; nil where there is none.
  package func period(_ kind: ReportPeriod.Kind, named name: String) -> ReportPeriod? {
    kind.parse(name).flatMap { period(kind, $0.year, $0.number) }
  }

  /// The period of a kind by its year and its number there.
  func period(_ kind: ReportPeriod.Kind, _ year: Int, _ number: Int?) -> ReportPeriod? {
    guard let days = days(kind, year, number), days.first <= days.last else { return nil }
    return ReportPeriod(
      kind: kind, year: year, number: number, first: days.first, last: days.last)
  }

  private func days(
    _ kind: ReportPeriod.Kind, _ year: Int, _ number: Int?
  ) -> (first: CalendarDay, last: CalendarDay)? {
    let own = rules.filter { $0.concerns(kind, number) && $0.span != nil }
    if let span = (own.last { $0.validFrom.prefix(4) <= String(year) } ?? own.first)?.span {
      guard let first = span.first.of(year), let last = span.last.of(year) else { return nil }
      return (first, last)
    }
    let months: (before: Int, count: Int)? =
      switch (kind, number) {
      case (.month, let number?): (number - 1, 1)
      case (.quarter, let number?): (number * 3 - 3, 3)
      case (.half, let number?): (number * 6 - 6, 6)
      case (.year, nil): (0, 12)
      default: nil
      }
    guard let months, let january = CalendarDay("\(year)-01-01") else { return nil }
    let first = january.adding(months: months.before)
    return (first, first.adding(months: months.count).adding(days: -1))
  }

  /// The period of a kind that holds a day; nil for two dates, which no calendar has.
  package func period(_ kind: ReportPeriod.Kind, holding day: CalendarDay) -> ReportPeriod? {
    guard kind != .days, let year = Int(day.description.prefix(4)) else { return nil }
    let numbers = kind.numbers.map { $0.map(Int?.some) } ?? [nil]
    for year in [year, year + 1, year - 1] {
      for number in numbers {
        if let period = period(kind, year, number), period.first <= day, day <= period.last {
          return period
        }
      }
    }
    return nil
  }

  /// The period of that kind before one; for two dates as many days.
  package func before(_ period: ReportPeriod) -> ReportPeriod? {
    let eve = period.first.adding(days: -1)
    guard period.kind == .days else { return self.period(period.kind, holding: eve) }
    return ReportPeriod(
      from: period.first.adding(days: period.first.number - period.last.number - 1), to: eve)
  }

  /// The same period a year before, with which it is compared.
  package func yearBefore(_ period: ReportPeriod) -> ReportPeriod? {
    if let year = period.year { return self.period(period.kind, year - 1, period.number) }
    return ReportPeriod(
      from: period.first.adding(months: -12), to: period.last.adding(months: -12))
  }

  /// The day by which the report on a period is owed; nil where no day is set.
  ///
  /// A report that is owed *before* a day comes in time on the day before it, or, where offices do
  /// not work then, on the last day before on which they do.
  package func due(of period: ReportPeriod, _ workingDays: WorkingDays) -> ReportDue? {
    guard let year = period.year else { return nil }
    for rule in rules where rule.concerns(period.kind, period.number) {
      guard let before = rule.before?.of(year), rule.holds(on: before) else { continue }
      var last = before.adding(days: -1)
      // No holiday is as long as a month.
      while !workingDays.isWorking(last.description), before.number - last.number < 31 {
        last = last.adding(days: -1)
      }
      return ReportDue(period: period, before: before, last: last, rule: rule)
    }
    return nil
  }

  /// The next report that each rule asks for and that can still come in time on a day, the nearest
  /// first.
  package func upcoming(on day: CalendarDay, _ workingDays: WorkingDays) -> [ReportDue] {
    guard let year = Int(day.description.prefix(4)) else { return [] }
    var found: [ReportDue] = []
    for rule in rules where rule.before != nil {
      for year in year - 1...year + 1 {
        guard let period = period(rule.kind, year, rule.number),
          let due = due(of: period, workingDays), day <= due.last
        else { continue }
        if !found.contains(due) { found.append(due) }
        break
      }
    }
    return found.sorted { $0.last < $1.last }
  }
}

extension ReportRule {
  fileprivate init?(_ json: JSON) {
    let log = FaultLog()
    guard var reader = ObjectReader(json, log: log) else { return nil }
    let kind = reader.code("kind", ReportPeriod.Kind.self)
    number = kind?.numbers.flatMap { reader.integer("number", in: $0) }
    let (first, last) = (Self.day("from", &reader), Self.day("to", &reader))
    before = Self.day("before", &reader)
    let document = reader.line("document", most: TextLimit.line)
    let clause = reader.line("clause", most: TextLimit.line)
    let from = reader.day("valid_from")
    validTo = reader.day("valid_to")
    let (vi, en) = (reader.line("vi", most: 1000), reader.line("en", most: 1000))
    reader.finish()
    guard log.faults.isEmpty, let kind, kind != .days, let document, let clause, let from, let vi,
      let en, (first == nil) == (last == nil)
    else { return nil }
    self.kind = kind
    span = first.flatMap { first in last.map { (first, $0) } }
    self.document = document
    self.clause = clause
    validFrom = from
    text = Bilingual(vi: vi, en: en)
  }

  /// A day of a year, `06-10`, or of the year before, `-12-01`.
  private static func day(_ name: String, _ reader: inout ObjectReader) -> YearDay? {
    guard let text = reader.line(name, most: 6) else { return nil }
    let isBefore = text.utf8.count == 6 && text.hasPrefix("-")
    let day = YearDay(year: isBefore ? -1 : 0, day: isBefore ? String(text.dropFirst()) : text)
    guard day.day.utf8.count == 5, day.of(2001) != nil else {
      reader.log.add(Fault(reader.pointer(name), .badFormat, found: text, accepted: "06-10"))
      return nil
    }
    return day
  }
}
