package import Domain
private import UseCases

/// A report as people read it, made of its JSON, so that one that was frozen reads as it did then.
package struct ReportTable: Sendable {
  /// Its parts.
  package let sections: [Section]
  /// Its first and its last day, yyyy-mm-dd.
  package let days: (first: String, last: String)
  /// Those with which it is compared, as far as they are.
  package let compared: (first: String, last: String)?
  /// Up to when it tells.
  package let until: Instant?
  /// When it was made.
  package let madeAt: Instant?
  /// Whether its period still ran then.
  package let isRunning: Bool

  /// A part with its heading.
  package struct Section: Sendable {
    /// What it is of.
    package let code: String
    /// Its name in each language.
    package let name: Bilingual
    /// What is said of it in words.
    package let note: String?
    /// Its lines.
    package let lines: [Line]
  }

  /// One line.
  package struct Line: Sendable {
    /// What it counts.
    package let name: Bilingual
    /// Of which kind; nil for all together.
    package let kind: Kind?
    /// The code of what it counts.
    package let figure: String
    /// What it is measured in.
    package let unit: String
    /// In the period, a year before, at the end.
    package let cells: [Cell]
  }

  /// What a line is restricted to.
  package enum Kind: Sendable {
    /// What has this name.
    case named(Bilingual)
    /// What has no code.
    case others
  }

  /// What stands in a column.
  package enum Cell: Sendable, Equatable {
    /// Nothing is told there.
    case none
    /// A number, with how many records a sum or median rests on.
    case number(Int64, basis: Int64?)
    /// Too small a number to be told to everybody.
    case withheld
  }

  /// The names of the columns in the JSON.
  static let columns = ["in_period", "year_before", "standing"]

  /// Reads a report's JSON; nil for anything else.
  package init?(_ json: JSON) {
    func text(_ json: JSON?) -> Bilingual? {
      guard let vi = json?["vi"]?.text, let en = json?["en"]?.text else { return nil }
      return Bilingual(vi: vi, en: en)
    }
    func days(_ json: JSON?) -> (first: String, last: String)? {
      guard let first = json?["from"]?.text, let last = json?["to"]?.text else { return nil }
      return (first, last)
    }
    guard let own = days(json["period"]), let parts = json["sections"]?.elements else {
      return nil
    }
    self.days = own
    let reached = json["compared_until"]?.text.flatMap(Instant.init(rfc3339:))?.dayInVietnam
    compared = days(json["compared_with"]).map { ($0.first, min(reached ?? $0.last, $0.last)) }
    until = json["until"]?.text.flatMap(Instant.init(rfc3339:))
    madeAt = json["made_at"]?.text.flatMap(Instant.init(rfc3339:))
    isRunning = json["period_running"] == .bool(true)
    sections = parts.compactMap { part in
      guard let code = part["section"]?.text, let name = text(part["label"]) else { return nil }
      let lines = (part["rows"]?.elements ?? []).compactMap { row -> Line? in
        guard let name = text(row["label"]), let unit = row["unit"]?.text,
          let figure = row["figure"]?.text
        else { return nil }
        let withheld = (row["withheld"]?.elements ?? []).compactMap(\.text)
        let cells = Self.columns.map { column -> Cell in
          if withheld.contains(column) { return .withheld }
          guard let number = row[column]?.wholeNumber else { return .none }
          return .number(number, basis: row["based_on"]?[column]?.wholeNumber)
        }
        return Line(
          name: name, kind: row["of"].map { text($0["label"]).map(Kind.named) ?? .others },
          figure: figure, unit: unit,
          cells: cells)
      }
      return Section(code: code, name: name, note: part["note"]?.text, lines: lines)
    }
  }

  /// What the sentences of a column's heads are called.
  static let heads = columns.map { "report.head.\($0)" }

  /// The table as CSV in UTF-8 with a byte order mark, as spreadsheets want it.
  package func csv(_ messages: Messages, _ language: Language) -> String {
    func say(_ key: String) -> String { messages(key, language) }
    let heads = ["report.head.section", "report.head.figure", "report.head.of", "report.head.unit"]
    var text = "\u{FEFF}" + CSV.line((heads + Self.heads).map(say))
    for section in sections {
      for line in section.lines {
        let cells = line.cells.map { cell in
          switch cell {
          case .none: ""
          case .number(let number, _): String(number)
          case .withheld: Self.withheld(messages, language)
          }
        }
        text += CSV.line(
          [
            language.pick(section.name), language.pick(line.name),
            line.kind.map { Self.name(of: $0, messages, language) } ?? "",
            say("report.unit.\(line.unit)"),
          ] + cells)
      }
    }
    return text
  }

  /// What people call a kind.
  package static func name(of kind: Kind, _ messages: Messages, _ language: Language) -> String {
    switch kind {
    case .named(let name): language.pick(name)
    case .others: messages("report.no_field", language)
    }
  }

  /// What stands in the place of a number that is too small to be told.
  static func withheld(_ messages: Messages, _ language: Language) -> String {
    messages("report.withheld", language, ["count": String(Report.leastShown)])
  }
}
