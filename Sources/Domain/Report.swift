/// Figures on a period, with what they are compared with.
package struct Report: Sendable, Equatable {
  /// What it tells of.
  package let period: ReportPeriod
  /// The same days a year before; nil where there are none.
  package let compared: ReportPeriod?
  /// Up to when those are counted.
  package let comparedUntil: Instant?
  /// Up to when it tells: the end of the period, or the moment at which it was made while the
  /// period still ran. What is compared is cut likewise.
  package let until: Instant
  /// When it was made.
  package let madeAt: Instant
  /// By when it is owed; nil where no day is set.
  package let due: ReportDue?
  /// The lines of its table, section by section.
  package let rows: [Row]

  /// One line of the table.
  package struct Row: Sendable, Equatable {
    /// What it counts.
    package let figure: ReportFigure
    /// Of which kind, class or field; nil for all together.
    package let of: Kind?
    /// In the period; nil for what only stands at its end.
    package let inPeriod: Amount?
    /// In the same period a year before, or how it stood at that period's end.
    package let yearBefore: Amount?
    /// All that had happened by the end of the period, or how it stands then.
    package let standing: Amount?

    /// Puts a line together.
    package init(
      _ figure: ReportFigure, of kind: Kind? = nil, inPeriod: Amount? = nil,
      yearBefore: Amount? = nil, standing: Amount? = nil
    ) {
      self.figure = figure
      of = kind
      self.inPeriod = inPeriod
      self.yearBefore = yearBefore
      self.standing = standing
    }

    /// Whether there is anything to tell.
    package var isEmpty: Bool {
      [inPeriod, yearBefore, standing].allSatisfy { $0.map { $0.value == 0 } ?? true }
    }
  }

  /// What a line is restricted to.
  package struct Kind: Sendable, Hashable {
    /// The list that the code is of.
    package let list: String
    /// The code; nil for those without one.
    package let code: String?

    /// A code of a list.
    package init(list: String, code: String?) {
      self.list = list
      self.code = code
    }
  }

  /// A number with what it rests on.
  package struct Amount: Sendable, Hashable {
    /// The number, in the unit of its figure.
    package let value: Int64
    /// Of how many records it is the sum or the median; for counts the number itself.
    package let basis: Int64

    /// A number that counts records.
    package init(_ count: Int) {
      value = Int64(count)
      basis = Int64(count)
    }

    /// A sum or median of so many records.
    package init(_ value: Int64, of records: Int) {
      self.value = value
      basis = Int64(records)
    }

    /// Whether it says something of one or two alone.
    package var isSmall: Bool { (1..<Int64(Report.leastShown)).contains(basis) }
  }

  /// Of fewer records than this nothing private is told to everybody.
  package static let leastShown = 3

  /// Puts a report together.
  package init(
    period: ReportPeriod, compared: ReportPeriod?, comparedUntil: Instant? = nil, until: Instant,
    madeAt: Instant, due: ReportDue?, rows: [Row]
  ) {
    self.period = period
    self.compared = compared
    self.comparedUntil = comparedUntil
    self.until = until
    self.madeAt = madeAt
    self.due = due
    self.rows = rows
  }

  /// Whether its period still ran when it was made.
  package var isRunning: Bool { until + 1 < period.end }

  /// The lines of a section.
  package func rows(of section: ReportSection) -> [Row] {
    rows.filter { $0.figure.section == section }
  }

  /// The line of a figure: of a code where one is named, else of all together.
  package func row(_ figure: ReportFigure, of code: String? = nil) -> Row? {
    rows.first { $0.figure == figure && $0.of?.code == code }
  }
}

/// Who reads a report.
package enum ReportReader: Sendable { case officers, everybody }

extension Report {
  /// The report as it stands in the API, with the labels of its figures, so that it can be read for
  /// itself; for everybody without small private numbers, which `withheld` names. One that is frozen
  /// has notes, what is said of its sections in words.
  package func json(
    _ codes: CodeBook, for reader: ReportReader = .officers,
    notes: [ReportSection: String] = [:]
  ) -> JSON {
    let sections = ReportSection.allCases.map { section -> JSON in
      var members: [(String, JSON)] = [
        ("section", .string(section.rawValue)), ("label", codes.label(section).json),
        ("rows", .array(rows(of: section).map { $0.json(codes, for: reader) })),
      ]
      members.add("note", notes[section])
      return .object(JSONObject(members))
    }
    var members: [(String, JSON)] = [("period", period.json)]
    if let compared { members.append(("compared_with", compared.json)) }
    members.add("compared_until", comparedUntil?.description)
    members.append(("until", .string(until.description)))
    members.append(("period_running", .bool(isRunning)))
    members.append(("made_at", .string(madeAt.description)))
    if let due { members.append(("due", due.json(on: CalendarDay(inVietnam: madeAt)))) }
    members.append(("sections", .array(sections)))
    return .object(JSONObject(members))
  }
}

extension Report.Row {
  fileprivate func json(_ codes: CodeBook, for reader: ReportReader) -> JSON {
    var members: [(String, JSON)] = [
      ("figure", .string(figure.rawValue)), ("label", codes.label(figure).json),
    ]
    if let of {
      var kind: [(String, JSON)] = [("list", .string(of.list)), ("code", JSON(of.code))]
      if let code = of.code { kind.append(("label", codes.label(of.list, code).json)) }
      members.append(("of", .object(JSONObject(kind))))
    }
    members.append(("unit", .string(figure.unit.rawValue)))
    members.append(("nature", .string(figure.nature.rawValue)))
    let columns = [("in_period", inPeriod), ("year_before", yearBefore), ("standing", standing)]
    var withheld: [JSON] = []
    var bases: [(String, JSON)] = []
    for (name, amount) in columns {
      if reader == .everybody, figure.isPrivate, amount?.isSmall == true {
        members.append((name, .null))
        withheld.append(.string(name))
        continue
      }
      members.append((name, JSON(amount?.value)))
      if let amount, figure.unit != .count { bases.append((name, JSON(amount.basis))) }
    }
    if !bases.isEmpty { members.append(("based_on", .object(JSONObject(bases)))) }
    if !withheld.isEmpty { members.append(("withheld", .array(withheld))) }
    return .object(JSONObject(members))
  }
}
