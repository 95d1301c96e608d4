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
    /// Of how many organisations it is the sum, of how many records the median; for counts the
    /// number itself.
    package let basis: Int64

    /// A number that counts records.
    package init(_ count: Int) {
      value = Int64(count)
      basis = Int64(count)
    }

    /// A median of so many records.
    package init(_ value: Int64, of records: Int) {
      self.value = value
      basis = Int64(records)
    }

    /// A sum of what organisations have; it rests on those that have something, each once.
    package init(sum amounts: [(organisation: String, value: Int64)]) {
      value = amounts.reduce(0) { $0 + $1.value }
      basis = Int64(Set(amounts.filter { $0.value != 0 }.map(\.organisation)).count)
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

  /// Whether what is private may be told in numbers when it is published: for half-years that are
  /// over. They do not overlap, so that no number can be taken from another.
  package var mayTellPrivate: Bool { period.kind == .half && !isRunning }

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
  /// itself. For everybody what is private is told only as what happened in a half-year that is
  /// over, without small numbers, which `withheld` names, and not again where it `wasTold` of any of
  /// its days before. One that is frozen has notes, what is said of its sections in words.
  package func json(
    _ codes: CodeBook, for reader: ReportReader = .officers, wasTold: Bool = false,
    notes: [ReportSection: String] = [:]
  ) -> JSON {
    let told: PrivateColumns =
      reader == .officers ? .all : mayTellPrivate && !wasTold ? .inPeriod : .none
    let sections = ReportSection.allCases.map { section -> JSON in
      var members: [(String, JSON)] = [
        ("section", .string(section.rawValue)), ("label", codes.label(section).json),
        ("rows", .array(rows(of: section).map { $0.json(codes, told) })),
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

/// What is told of private figures.
private enum PrivateColumns {
  /// Everything, to officers.
  case all
  /// What happened in the period, unless it is small.
  case inPeriod
  case none
}

extension Report.Row {
  fileprivate func json(_ codes: CodeBook, _ told: PrivateColumns) -> JSON {
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
      if figure.isPrivate, told != .all {
        let isTold = told == .inPeriod && name == "in_period" && !figure.isShare
        guard isTold, amount?.isSmall != true else {
          members.append((name, .null))
          if isTold { withheld.append(.string(name)) }
          continue
        }
      }
      members.append((name, JSON(amount?.value)))
      if let amount, figure.unit != .count { bases.append((name, JSON(amount.basis))) }
    }
    if !bases.isEmpty { members.append(("based_on", .object(JSONObject(bases)))) }
    if !withheld.isEmpty { members.append(("withheld", .array(withheld))) }
    return .object(JSONObject(members))
  }
}
