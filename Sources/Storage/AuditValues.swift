package import Domain
package import SQLite

/// A personal value of an audit entry, which its payload names by number and digest.
struct AuditValue {
  let number: Int
  /// Whose it is, such as `account:ID`, by which it is erased; nil where nobody knows.
  var subject: String?
  /// The value as JSON text; nil once it was erased, and with it the salt.
  let text: String?
  let salt: [UInt8]
  let digest: [UInt8]

  /// What stands in the payload in place of the value.
  static func mark(_ number: Int, _ digest: [UInt8]) -> JSON {
    [markName: JSON(number), "digest": .string(Hexadecimal.text(digest))]
  }

  /// No member of a record is named so.
  static let markName = "$value"

  /// A value that a payload names.
  struct Mark {
    let number: Int
    let digest: String
    /// Whether it says where the act came from.
    var isOrigin = false
  }

  /// The values that a payload names.
  static func marks(in json: JSON) -> [Mark] {
    guard case .object(let object) = json else { return inner(json) }
    return object.members.flatMap { name, value in
      inner(value).map {
        Mark(number: $0.number, digest: $0.digest, isOrigin: name == PersonalData.origin)
      }
    }
  }

  private static func inner(_ json: JSON) -> [Mark] {
    switch json {
    case .object(let object):
      if let number = object[markName]?.wholeNumber, let digest = object["digest"]?.text {
        return [Mark(number: Int(number), digest: digest)]
      }
      return object.members.flatMap { inner($0.value) }
    case .array(let elements): return elements.flatMap(inner)
    default: return []
    }
  }

  /// A payload with its values put back; those that were erased are marked as such.
  static func restore(_ json: JSON, _ values: [Int: AuditValue]) -> JSON {
    switch json {
    case .object(let object):
      if let number = object[markName]?.wholeNumber {
        let text = values[Int(number)]?.text
        return text.flatMap { try? JSONParser.parse($0) } ?? PersonalData.erased
      }
      return .object(
        JSONObject(object.members.map { ($0.name, restore($0.value, values)) }))
    case .array(let elements): return .array(elements.map { restore($0, values) })
    default: return json
    }
  }
}

/// What an erasure took out of the audit log.
package struct LogErasure: Sendable, Equatable {
  /// Single values.
  package var values = 0
  /// Whole payloads, of entries that were written before values could be taken out one by one.
  package var payloads = 0

  /// Nothing.
  package init() {}

  /// As it stands in the entry of the erasure itself, by which the chain's check knows that what
  /// is gone was meant to go.
  package var json: JSON { ["values": JSON(values), "payloads": JSON(payloads)] }
}

extension Connection {
  /// The values of a stretch of the log, by entry and number.
  mutating func auditValues(
    from first: Int64, through last: Int64
  ) throws(DomainError) -> [Int64: [Int: AuditValue]] {
    let found = try rows(
      """
      SELECT sequence, number, value, salt, digest, subject FROM audit_value
      WHERE sequence BETWEEN ? AND ? ORDER BY sequence, number
      """, [.integer(first), .integer(last)]
    ) { row in
      (
        row.integer(0),
        AuditValue(
          number: Int(row.integer(1)), subject: row.optionalText(5), text: row.optionalText(2),
          salt: row.isNull(3) ? [] : row.blob(3), digest: row.blob(4))
      )
    }
    return found.reduce(into: [:]) { $0[$1.0, default: [:]][$1.1.number] = $1.1 }
  }

  /// A payload of the log with its personal values; as it is where it has none.
  mutating func restored(_ payload: String?, of sequence: Int64) throws(DomainError) -> String? {
    guard let payload, payload.contains(AuditValue.markName),
      let json = try? JSONParser.parse(payload)
    else { return payload }
    let values = try auditValues(from: sequence, through: sequence)
    return AuditValue.restore(json, values[sequence] ?? [:]).compact
  }

  /// Keeps a value of the entry that was just written.
  mutating func insert(
    _ value: AuditValue, of sequence: Int64, subject: String?
  ) throws(DomainError) {
    try run(
      """
      INSERT INTO audit_value (sequence, number, subject, value, salt, digest)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(sequence), Value(value.number), Value(subject), Value(value.text),
        .blob(value.salt), .blob(value.digest),
      ])
  }

  /// Takes a person's values out of the log: those that are theirs, and those of others that are
  /// the same text, such as their address as the contact of a firm.
  ///
  /// Entries of earlier releases go as a whole: those on the record itself, those with where the
  /// person came from, and those that name one of the texts.
  package mutating func eraseFromLog(
    _ aggregate: Aggregate, _ id: String, texts: [String]
  ) throws(DomainError) -> LogErasure {
    let subject = "\(aggregate.rawValue):\(id)"
    var erasure = LogErasure()
    let blank = "UPDATE audit_value SET value = NULL, salt = NULL WHERE value IS NOT NULL AND "
    erasure.values += try run(blank + "subject = ?", [.text(subject)])
    for text in texts where !text.isEmpty {
      erasure.values += try run(blank + "value = ?", [.text(JSON.string(text).compact)])
    }
    let drop = "UPDATE audit SET payload = NULL, salt = x'' WHERE payload IS NOT NULL AND "
    let plain = " AND NOT EXISTS (SELECT 1 FROM audit_value v WHERE v.sequence = audit.sequence)"
    erasure.payloads += try run(
      drop + "aggregate = ? AND record_id = ? AND (payload LIKE ? OR payload LIKE ?)" + plain,
      [.text(aggregate.rawValue), .text(id), .text(#"%"email":%"#), .text(#"%"from":%"#)])
    erasure.payloads += try run(
      drop + "actor = ? AND payload LIKE ?" + plain, [.text(subject), .text(#"%"from":%"#)])
    for text in texts where !text.isEmpty {
      erasure.payloads += try run(
        drop + "instr(payload, ?) > 0", [.text(JSON.string(text).compact)])
    }
    // What a payload no longer names is of no use.
    erasure.values += try run(
      blank + "sequence IN (SELECT sequence FROM audit WHERE payload IS NULL)")
    return erasure
  }

  /// The first entry of which something is gone that no act of erasing after it can have taken: a
  /// person's value needs the erasure of that person. Where each may have been taken by some, the
  /// first that is no person's own.
  mutating func unaccountedErasure() throws(DomainError) -> Int64? {
    let last = "(SELECT max(sequence) FROM audit WHERE action = 'account.erase')"
    let found = try row(
      """
      SELECT min(sequence) FROM (
        SELECT v.sequence FROM audit_value v WHERE v.value IS NULL
          AND CASE WHEN v.subject LIKE 'account:%' THEN NOT EXISTS (
            SELECT 1 FROM audit e WHERE e.aggregate = 'account' AND e.action = 'account.erase'
              AND e.record_id = substr(v.subject, 9) AND e.sequence > v.sequence)
          ELSE v.sequence > coalesce(\(last), 0) END
        UNION ALL
        SELECT sequence FROM audit WHERE payload IS NULL AND sequence > coalesce(\(last), 0))
      """
    ) { row in row.optionalInteger(0) }
    if let found, let sequence = found { return sequence }
    return try row(
      """
      SELECT min(sequence) FROM (
        SELECT sequence FROM audit_value WHERE value IS NULL AND subject NOT LIKE 'account:%'
        UNION ALL SELECT sequence FROM audit WHERE payload IS NULL)
      """
    ) { row in row.optionalInteger(0) } ?? nil
  }

  /// How much was taken out of the log.
  mutating func erasedFromLog() throws(DomainError) -> LogErasure {
    var erasure = LogErasure()
    erasure.values = Int(
      try row("SELECT count(*) FROM audit_value WHERE value IS NULL") { $0.integer(0) } ?? 0)
    erasure.payloads = Int(
      try row("SELECT count(*) FROM audit WHERE payload IS NULL") { $0.integer(0) } ?? 0)
    return erasure
  }
}
