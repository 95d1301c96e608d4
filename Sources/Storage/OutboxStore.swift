package import Domain
package import SQLite

/// A notice in the outbox.
package struct OutboxEntry: Sendable, Equatable {
  /// Its place in the order of writing.
  package let sequence: Int64
  /// When it was written.
  package let at: Instant
  /// What is to be told, and whom.
  package let notice: Notice

  /// A notice at its place.
  package init(sequence: Int64, at: Instant, notice: Notice) {
    self.sequence = sequence
    self.at = at
    self.notice = notice
  }
}

extension Connection {
  /// Puts a notice into the outbox, within the transaction that makes it true.
  package mutating func post(_ notice: Notice, at now: Instant) throws(DomainError) {
    _ = try enter(notice, at: now)
  }

  /// Puts a notice into the outbox and tells its place there.
  package mutating func enter(_ notice: Notice, at now: Instant) throws(DomainError) -> Int64 {
    let (audience, recipient, language) = notice.audience.columns
    let values = notice.values.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
    let sequence = try row(
      """
      INSERT INTO outbox (at, kind, audience, recipient, language, aggregate, record_id, "values")
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING sequence
      """,
      [
        .integer(now.seconds), .text(notice.kind.rawValue), .text(audience), Value(recipient),
        Value(language), .text(notice.about.aggregate.rawValue), .text(notice.about.id),
        .text(JSON.object(JSONObject(values)).compact),
      ]
    ) { row in row.integer(0) }
    guard let sequence else { throw .internalFault("outbox: no sequence") }
    return sequence
  }

  /// The oldest notices that wait.
  package mutating func waitingNotices(limit: Int) throws(DomainError) -> [OutboxEntry] {
    let found = try rows(
      """
      SELECT \(OutboxRow.columns) FROM outbox
      WHERE dispatched_at IS NULL ORDER BY sequence LIMIT ?
      """, [Value(limit)]
    ) { row in OutboxRow(row) }
    var entries: [OutboxEntry] = []
    for row in found { entries.append(try row.entry()) }
    return entries
  }

  /// The oldest notices, be they shared out already or not.
  package mutating func notices(limit: Int) throws(DomainError) -> [OutboxEntry] {
    let found = try rows(
      "SELECT \(OutboxRow.columns) FROM outbox ORDER BY sequence LIMIT ?", [Value(limit)]
    ) { row in OutboxRow(row) }
    var entries: [OutboxEntry] = []
    for row in found { entries.append(try row.entry()) }
    return entries
  }

  /// Takes a notice out of the outbox.
  /// - Returns: whether it was still waiting.
  package mutating func markDispatched(_ sequence: Int64, at now: Instant) throws(DomainError)
    -> Bool
  {
    try run(
      "UPDATE outbox SET dispatched_at = ? WHERE sequence = ? AND dispatched_at IS NULL",
      [.integer(now.seconds), .integer(sequence)]) == 1
  }
}

extension Notice.Audience {
  fileprivate var columns: (audience: String, recipient: String?, language: String?) {
    switch self {
    case .account(let id): ("account", id.text, nil)
    case .organisation(let id): ("organisation", id.text, nil)
    case .officers: ("officers", nil, nil)
    case .address(let address, let language): ("address", address, language.rawValue)
    }
  }

  fileprivate init?(_ audience: String, _ recipient: String?, _ language: String?) {
    switch (audience, recipient) {
    case ("account", let id?): self = .account(ID(id))
    case ("organisation", let id?): self = .organisation(ID(id))
    case ("officers", _): self = .officers
    case ("address", let address?):
      self = .address(address, language.flatMap(Language.init(rawValue:)) ?? .vi)
    default: return nil
    }
  }
}

/// The columns of one notice.
struct OutboxRow {
  static let columns =
    """
    outbox.sequence, outbox.at, outbox.kind, outbox.audience, outbox.recipient, outbox.language,
    outbox.aggregate, outbox.record_id, outbox."values"
    """

  let sequence: Int64
  let at: Int64
  let kind: String
  let audience: String
  let recipient: String?
  let language: String?
  let aggregate: String
  let id: String
  let values: String

  /// The columns of a row, of which `first` says where they begin.
  init(_ row: borrowing Row, from first: Int32 = 0) {
    sequence = row.integer(first)
    at = row.integer(first + 1)
    kind = row.text(first + 2)
    audience = row.text(first + 3)
    recipient = row.optionalText(first + 4)
    language = row.optionalText(first + 5)
    aggregate = row.text(first + 6)
    id = row.text(first + 7)
    values = row.text(first + 8)
  }

  func entry() throws(DomainError) -> OutboxEntry {
    guard let kind = Notice.Kind(rawValue: kind),
      let audience = Notice.Audience(audience, recipient, language),
      let aggregate = Aggregate(rawValue: aggregate)
    else { throw .internalFault("outbox \(sequence): \(self.kind) to \(self.audience)") }
    let texts = try StoredJSON.read(values, "outbox \(sequence)") { json throws(DomainError) in
      guard case .object(let object) = json else { throw .internalFault("no object") }
      return object.members.reduce(into: [String: String]()) { $0[$1.name] = $1.value.text }
    }
    return OutboxEntry(
      sequence: sequence, at: Instant(seconds: at),
      notice: Notice(kind, to: audience, about: Notice.Subject(aggregate, id), texts))
  }
}
