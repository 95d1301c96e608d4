package import Domain
package import SQLite

/// The state of the audit chain.
package enum ChainState: Sendable, Equatable {
  /// Every entry follows from the one before it; `head` is the hash of the last one, empty where
  /// there is none.
  case intact(entries: Int, head: [UInt8])
  /// The first entry that does not, and why.
  case broken(sequence: Int64, ChainFault)
}

/// What is wrong with an entry of the audit log.
package enum ChainFault: String, Sendable, CaseIterable {
  /// There is no entry of that number.
  case missing
  /// It does not name the hash of the entry before.
  case link
  /// Its own hash is not that of its members.
  case hash
  /// Its payload is not the one whose digest it has.
  case payload
  /// A personal value of it is missing, surplus, not the one whose digest it has, or kept as
  /// somebody else's than the entry says.
  case value
}

/// How far the digest of an entry leads back.
package struct ChainPoint: Sendable, Equatable {
  /// The number of the entry.
  package let sequence: Int64
  /// Its hash.
  package let hash: [UInt8]

  /// An entry by number and hash.
  package init(sequence: Int64, hash: [UInt8]) {
    self.sequence = sequence
    self.hash = hash
  }
}

/// What was found out about the audit chain.
package struct ChainReport: Sendable, Equatable {
  /// Whether it holds.
  package let state: ChainState
  /// How much was taken out of it.
  package let erased: LogErasure
  /// How much the entries of erasures account for.
  package let accounted: LogErasure
  /// Where more is gone than they account for, the first entry of which they cannot have taken it.
  package var unaccounted: Int64?
}

/// The columns of an entry that its hash is made of.
private struct ChainRow {
  let sequence: Int64
  let actor: String
  let record: (aggregate: String, id: String)
  let payload: String?
  let previous: [UInt8]
  let hash: [UInt8]
  let hashHolds: Bool
  let payloadHolds: Bool
  let isErasure: Bool

  static let columns =
    """
    sequence, at, actor, action, aggregate, record_id, version, payload, salt, payload_digest,
    previous_hash, hash
    """

  init(_ row: borrowing Row, digest: ([UInt8]) -> [UInt8]) {
    sequence = row.integer(0)
    actor = row.text(2)
    record = (row.text(4), row.text(5))
    payload = row.optionalText(7)
    previous = row.blob(10)
    hash = row.blob(11)
    isErasure = row.text(3).hasSuffix(".erase")
    payloadHolds =
      row.isNull(7) || digest(row.blob(8) + Array(row.text(7).utf8)) == row.blob(9)
    hashHolds =
      row.blob(11)
      == AuditChain.hash(
        sequence: row.integer(0), at: row.integer(1), actor: row.text(2), action: row.text(3),
        aggregate: row.text(4), id: row.text(5), version: row.integer(6),
        payloadDigest: row.blob(9), previous: row.blob(10), digest: digest)
  }

  /// Whether the values kept beside the payload are those that it names.
  func holds(_ values: [Int: AuditValue], digest: ([UInt8]) -> [UInt8]) -> Bool {
    guard let payload else { return values.values.allSatisfy { $0.text == nil } }
    guard !values.isEmpty || payload.contains(AuditValue.markName) else { return true }
    let marks = (try? JSONParser.parse(payload)).map(AuditValue.marks) ?? []
    return marks.count == values.count
      && marks.allSatisfy { mark in
        guard let value = values[mark.number], Hexadecimal.text(value.digest) == mark.digest,
          isTheirs(value.subject, isOrigin: mark.isOrigin)
        else { return false }
        return value.text.map { digest(value.salt + Array($0.utf8)) == value.digest } ?? true
      }
  }
}

extension ChainRow {
  /// Whether a value is kept as whose `PersonalData.take` gives it to be, which follows from what
  /// the hash covers.
  private func isTheirs(_ subject: String?, isOrigin: Bool) -> Bool {
    let own = "\(record.aggregate):\(record.id)"
    guard isOrigin else { return subject == own }
    if actor.hasPrefix("account:") { return subject == actor }
    // In entries of earlier releases it was nobody's.
    return subject == nil || record.aggregate == Aggregate.account.rawValue && subject == own
  }
}

extension Connection {
  /// Recomputes the whole chain, a page at a time.
  package mutating func verifyAudit(digest: ([UInt8]) -> [UInt8]) throws(DomainError) -> ChainState
  {
    try auditReport(digest: digest).state
  }

  /// Recomputes the whole chain and counts what was erased from it.
  package mutating func auditReport(
    digest: ([UInt8]) -> [UInt8]
  ) throws(DomainError) -> ChainReport {
    var previous = [UInt8](repeating: 0, count: 32)
    var expected: Int64 = 1
    var accounted = LogErasure()
    func report(_ state: ChainState, _ erased: LogErasure) -> ChainReport {
      ChainReport(state: state, erased: erased, accounted: accounted)
    }
    while true {
      let page = try rows(
        "SELECT \(ChainRow.columns) FROM audit WHERE sequence >= ? ORDER BY sequence LIMIT 1000",
        [.integer(expected)]
      ) { row in ChainRow(row, digest: digest) }
      guard let last = page.last else {
        var found = report(
          .intact(entries: Int(expected - 1), head: expected == 1 ? [] : previous),
          try erasedFromLog())
        if found.erased.values > accounted.values || found.erased.payloads > accounted.payloads {
          found.unaccounted = try unaccountedErasure()
        }
        return found
      }
      let values = try auditValues(from: expected, through: last.sequence)
      for entry in page {
        let fault: ChainFault? =
          if entry.sequence != expected {
            .missing
          } else if entry.previous != previous {
            .link
          } else if !entry.hashHolds {
            .hash
          } else if !entry.payloadHolds {
            .payload
          } else if !entry.holds(values[entry.sequence] ?? [:], digest: digest) {
            .value
          } else {
            nil
          }
        if let fault {
          return report(.broken(sequence: expected, fault), try erasedFromLog())
        }
        if entry.isErasure, let told = entry.payload.flatMap({ try? JSONParser.parse($0) }) {
          accounted.values += Int(told["log"]?["values"]?.wholeNumber ?? 0)
          accounted.payloads += Int(told["log"]?["payloads"]?.wholeNumber ?? 0)
        }
        previous = entry.hash
        expected += 1
      }
    }
  }

  /// The hash of an entry, so that a number and hash written down earlier can be found again.
  package mutating func auditHash(of sequence: Int64) throws(DomainError) -> [UInt8]? {
    try row("SELECT hash FROM audit WHERE sequence = ?", [.integer(sequence)]) { $0.blob(0) }
  }
}

/// How one entry follows from the one before it.
enum AuditChain {
  /// Every member is preceded by its length, so that no two entries share a text.
  static func hash(
    sequence: Int64, at: Int64, actor: String, action: String, aggregate: String, id: String,
    version: Int64, payloadDigest: [UInt8], previous: [UInt8], digest: ([UInt8]) -> [UInt8]
  ) -> [UInt8] {
    let texts = [String(sequence), String(at), actor, action, aggregate, id, String(version)]
    var bytes = previous + payloadDigest
    for text in texts { bytes += Array("\(text.utf8.count):\(text)".utf8) }
    return digest(bytes)
  }
}
