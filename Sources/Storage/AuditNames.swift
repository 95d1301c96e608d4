package import Domain
package import SQLite

/// What people call those who act and the records they act on, for a page of the audit log.
package struct AuditNames: Sendable {
  /// The names of accounts; empty for a person whose data were erased.
  package internal(set) var accounts: [String: String] = [:]
  /// The names of organisations.
  package internal(set) var organisations: [String: String] = [:]
  /// The titles of problems, with the code of those that have one.
  package internal(set) var problems: [String: String] = [:]
  /// The problems that proposals, questions, reviews and engagements are on.
  package internal(set) var problemOf: [String: String] = [:]
  /// The numbers of issuing documents.
  package internal(set) var documents: [String: String] = [:]
  /// The names of cohorts.
  package internal(set) var cohorts: [String: String] = [:]

  /// Forgets what accounts are called, but for one.
  package mutating func keepAccounts(only account: String?) {
    accounts = accounts.filter { $0.key == account }
  }
}

extension Connection {
  /// The names in a page of entries, by one query for each kind of record.
  package mutating func names(in entries: [AuditEntry]) throws(DomainError) -> AuditNames {
    func records(_ aggregates: Aggregate...) -> [String] {
      let kinds = Set(aggregates.map(\.rawValue))
      return Array(Set(entries.filter { kinds.contains($0.aggregate) }.map(\.id)))
    }
    var names = AuditNames()
    names.accounts = try texts(
      "name FROM account",
      records(.account) + Set(entries.compactMap { Self.account($0.actor) }))
    names.organisations = try texts("name FROM organisation", records(.organisation))
    for table in ["proposal", "question", "review", "engagement"] {
      let ids = Aggregate(rawValue: table).map { records($0) } ?? []
      names.problemOf.merge(try texts("problem_id FROM \(table)", ids)) { $1 }
    }
    names.problems = try texts(
      "CASE WHEN code IS NULL THEN title ELSE code || ' – ' || title END FROM problem",
      Array(Set(records(.problem) + names.problemOf.values)))
    names.documents = try texts("particulars FROM issuing_document", records(.document))
      .compactMapValues { (try? JSONParser.parse($0))?["number"]?.text }
    names.cohorts = try texts("name FROM cohort", records(.cohort))
    return names
  }

  /// The account that an entry names as its actor; nil for the service and for tokens of systems.
  package static func account(_ actor: String) -> String? {
    actor.hasPrefix("account:") ? String(actor.dropFirst("account:".count)) : nil
  }

  /// One text of each of these records; `source` names the column and the table.
  private mutating func texts(
    _ source: String, _ ids: [String]
  ) throws(DomainError) -> [String: String] {
    guard !ids.isEmpty else { return [:] }
    var conditions = Conditions()
    conditions.add("id", in: ids)
    let found = try rows("SELECT id, \(source)\(conditions.sql)", conditions.values) { row in
      (row.text(0), row.text(1))
    }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }
}
