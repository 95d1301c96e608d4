/// A report as an officer has frozen it: its figures stay what they were, whatever becomes of the
/// records behind them.
package struct IssuedReport: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<IssuedReport>
  /// What it tells of.
  package let period: ReportPeriod
  /// Where it stands.
  package var status: Status
  /// What it says, as text; never changed.
  package let content: Content
  /// What everybody reads of it: the same without most of what is private.
  package let publicContent: Content
  /// The cover letter that it was sent with.
  package let letter: Letter?
  /// When it was frozen.
  package let issuedAt: Instant
  /// By whom, as the audit log names them.
  package let issuedBy: String
  /// When it was made public; nil where it never was.
  package var publishedAt: Instant?
  /// The report that took its place.
  package var supersededBy: ID<IssuedReport>?
  /// Counts changes of its state from 1; the entity tag.
  package var version: Int

  /// The states of an issued report.
  package enum Status: String, Code {
    case issued, published
    /// A later one took its place.
    case superseded
    package static let list = "report_states"
  }

  /// What can be done to an issued report.
  package enum Event: String, Code {
    case publish, supersede
    package static let list = "report_events"
  }

  /// A text with the digest by which it is known again.
  package struct Content: Sendable, Equatable {
    /// JSON, byte by byte as it was frozen.
    package let text: String
    /// SHA-256 of its UTF-8 bytes, in hexadecimal digits.
    package let digest: String

    /// A text and its digest.
    package init(text: String, digest: String) {
      self.text = text
      self.digest = digest
    }

    /// The text as JSON; null where it was damaged.
    package var json: JSON { (try? JSONParser.parse(text)) ?? .null }
  }

  /// The cover letter of a report.
  package struct Letter: Sendable, Equatable {
    /// Its number as printed: `12/BC-SKHCN`.
    package let number: String
    /// The day it bears, yyyy-mm-dd.
    package let date: String?

    /// A letter.
    package init(number: String, date: String?) {
      self.number = number
      self.date = date
    }
  }

  /// The longest note on a section.
  package static let longestNote = 5000

  /// Puts a record together.
  package init(
    id: ID<IssuedReport>, period: ReportPeriod, status: Status = .issued, content: Content,
    publicContent: Content, letter: Letter?, issuedAt: Instant, issuedBy: String,
    publishedAt: Instant? = nil, supersededBy: ID<IssuedReport>? = nil, version: Int = 1
  ) {
    self.id = id
    self.period = period
    self.status = status
    self.content = content
    self.publicContent = publicContent
    self.letter = letter
    self.issuedAt = issuedAt
    self.issuedBy = issuedBy
    self.publishedAt = publishedAt
    self.supersededBy = supersededBy
    self.version = version
  }

  /// The life of an issued report, as data. It is never edited: what was wrong is said anew, by one
  /// that takes its place.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "report",
    transitions: [
      Transition(.issued, .publish, .published, by: [.dost, .admin]),
      Transition(.issued, .supersede, .superseded, by: [.dost, .admin]),
      Transition(.published, .supersede, .superseded, by: [.dost, .admin]),
    ])

  /// What a reader gets: officers all of it, everybody else what is public.
  package func content(for reader: ReportReader) -> Content {
    reader == .officers ? content : publicContent
  }

  /// The record as it stands in the API, without what it says.
  package func json(for reader: ReportReader) -> JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("period", period.json), ("status", .string(status.rawValue)),
    ]
    if let letter {
      var paper: [(String, JSON)] = [("number", .string(letter.number))]
      paper.add("date", letter.date)
      members.append(("letter", .object(JSONObject(paper))))
    }
    members.append(("digest", .string(content(for: reader).digest)))
    if reader == .officers {
      members.append(("public_digest", .string(publicContent.digest)))
      members.append(("issued_by", .string(issuedBy)))
    }
    members.append(("issued_at", .string(issuedAt.description)))
    members.add("published_at", publishedAt?.description)
    members.add("superseded_by", supersededBy?.text)
    members.append(("version", JSON(version)))
    return .object(JSONObject(members))
  }

  /// The same with what it says as `content`.
  package func whole(for reader: ReportReader) -> JSON {
    json(for: reader).merging(["content": content(for: reader).json], keepingNull: true)
  }
}

/// What an officer adds to the figures when freezing them.
package struct ReportOrder: Sendable {
  /// The period, by its kind and name, or two dates; nil for the report that is owed next.
  package let period: ReportWish?
  /// A note on a section, in words.
  package let notes: [ReportSection: String]
  /// The cover letter.
  package let letter: IssuedReport.Letter?
  /// The report whose place it takes.
  package let supersedes: ID<IssuedReport>?

  /// Reads `period`, `notes`, `letter` and `supersedes`.
  /// - Throws: `DomainError.invalid` with all faults.
  package init(_ json: JSON) throws(DomainError) {
    let log = FaultLog()
    var (period, notes): (ReportWish?, [ReportSection: String]) = (nil, [:])
    var (letter, supersedes): (IssuedReport.Letter?, String?) = (nil, nil)
    if var reader = ObjectReader(json, log: log) {
      if let asked = reader.raw("period") {
        period = ReportWish(asked, path: reader.pointer("period"), log)
      }
      if let said = reader.raw("notes"),
        var list = ObjectReader(said, path: reader.pointer("notes"), log: log)
      {
        for section in ReportSection.allCases {
          notes[section] = list.text(section.rawValue, most: IssuedReport.longestNote)
        }
        list.finish()
      }
      if let paper = reader.raw("letter"),
        var paper = ObjectReader(paper, path: reader.pointer("letter"), log: log)
      {
        let number = paper.line("number", most: 100)
        let date = paper.day("date")
        // A form sends the letter along, filled in or not.
        if date != nil { paper.require("number", number != nil) }
        paper.finish()
        letter = number.map { IssuedReport.Letter(number: $0, date: date) }
      }
      supersedes = reader.line("supersedes", most: 100)
      reader.finish()
    }
    try log.check()
    (self.period, self.notes, self.letter) = (period, notes, letter)
    self.supersedes = supersedes.map { ID($0) }
  }
}

/// Which period somebody asks for.
package struct ReportWish: Sendable, Equatable {
  /// Of which kind.
  package let kind: ReportPeriod.Kind
  /// Its name, or the first of two dates.
  package let name: String
  /// The second of two dates.
  package let to: String?

  /// A period by its kind and name, or two dates.
  package init(_ kind: ReportPeriod.Kind, _ name: String, to: String? = nil) {
    self.kind = kind
    self.name = name
    self.to = to
  }

  /// Reads one of `month`, `quarter`, `half`, `year`, or `from` and `to`.
  init?(_ json: JSON, path: String, _ log: FaultLog) {
    guard var reader = ObjectReader(json, path: path, log: log) else { return nil }
    var given: [String: String] = [:]
    for name in Self.names { given[name] = reader.line(name, most: 20) }
    reader.finish()
    guard log.faults.isEmpty else { return nil }
    guard let wish = Self(given) else {
      log.add(Fault(path, given.isEmpty ? .missing : .notAccepted, accepted: Self.accepted))
      return nil
    }
    self = wish
  }

  /// Takes one of `month`, `quarter`, `half`, `year`, or `from` with `to`; nil for anything else.
  package init?(_ given: [String: String]) {
    if let from = given["from"], let to = given["to"], given.count == 2 {
      self.init(.days, from, to: to)
    } else if given.count == 1, let (name, text) = given.first,
      let kind = ReportPeriod.Kind(rawValue: name), kind != .days
    {
      self.init(kind, text)
    } else {
      return nil
    }
  }

  /// The parameters by which a period is asked for.
  package static let names = ["month", "quarter", "half", "year", "from", "to"]
  /// Which of them go together, for messages.
  package static let accepted = "month | quarter | half | year | from, to"

  /// As parameters of an address.
  package var parameters: [(String, String)] {
    if let to { return [("from", name), ("to", to)] }
    return [(kind.rawValue, name)]
  }

  /// The period that is meant.
  /// - Throws: `DomainError.invalid` where there is none of that name, or where it has not begun.
  package func period(
    _ calendar: ReportCalendar, on today: CalendarDay, at prefix: String = "/period/"
  ) throws(DomainError) -> ReportPeriod {
    func fault(_ member: String, _ rule: Fault.Rule, _ found: String, _ accepted: String)
      -> DomainError
    {
      .invalid([Fault(prefix + member, rule, found: found, accepted: accepted)])
    }
    var period: ReportPeriod?
    if kind == .days {
      guard let first = CalendarDay(name) else {
        throw fault("from", .badFormat, name, kind.shape)
      }
      let to = to ?? ""
      guard let last = CalendarDay(to) else { throw fault("to", .badFormat, to, kind.shape) }
      guard let days = ReportPeriod(from: first, to: last) else {
        let most = first.adding(days: ReportPeriod.mostDays - 1)
        throw fault("to", .outOfRange, to, "\(first)…\(most)")
      }
      period = days
    } else {
      period = calendar.period(kind, named: name)
    }
    guard let period else { throw fault(kind.rawValue, .badFormat, name, kind.shape) }
    guard period.first <= today else {
      throw fault(
        kind == .days ? "from" : kind.rawValue, .outOfRange, "\(name): \(period.first)",
        "≤ \(today)")
    }
    return period
  }
}

extension Visibility {
  /// Whether an actor may know of an issued report.
  package static func sees(_ actor: Actor, _ report: IssuedReport) -> Bool {
    shows(
      .report, in: report.publishedAt == nil ? [] : [.published],
      to: actor.onlookers(towards: nil))
  }

  /// As whom an actor reads a report.
  package static func reader(_ actor: Actor) -> ReportReader {
    shows(.reportFigures, to: actor.onlookers(towards: nil)) ? .officers : .everybody
  }
}
