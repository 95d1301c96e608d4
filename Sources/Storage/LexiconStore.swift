package import Domain
package import SQLite

extension Connection {
  private static let additionColumns = "id, version, created_at, updated_at, entry"

  /// What the register has added under that identifier.
  package mutating func lexiconAddition(_ id: String) throws(DomainError) -> LexiconAddition? {
    let found = try row(
      "SELECT \(Self.additionColumns) FROM lexicon_addition WHERE id = ?", [.text(id)],
      AdditionRow.init)
    guard let found else { return nil }
    return try found.addition()
  }

  /// Everything that the register has added, in the order of identifiers; there are at most
  /// `ConceptEntry.additionLimit`.
  package mutating func lexiconAdditions() throws(DomainError) -> [LexiconAddition] {
    let found = try rows(
      "SELECT \(Self.additionColumns) FROM lexicon_addition ORDER BY id LIMIT ?",
      [Value(ConceptEntry.additionLimit)], AdditionRow.init)
    var additions: [LexiconAddition] = []
    for row in found { additions.append(try row.addition()) }
    return additions
  }

  /// The same, what cannot be read apart.
  package mutating func salvagedAdditions() throws(DomainError) -> Salvage<LexiconAddition> {
    let found = try rows(
      "SELECT \(Self.additionColumns) FROM lexicon_addition ORDER BY id LIMIT ?",
      [Value(ConceptEntry.additionLimit)], AdditionRow.init)
    var additions = Salvage<LexiconAddition>()
    for row in found {
      try additions.take(row.id) { () throws(DomainError) in try row.addition() }
    }
    return additions
  }

  /// The identifiers of what was added, in their order; only those whose identifier or forms hold
  /// `text`, without regard to marks, where it is given.
  package mutating func lexiconAdditionIDs(holding text: String? = nil) throws(DomainError)
    -> [String]
  {
    var conditions = Conditions()
    if let text {
      let literal = Folding.fold(text).flatMap { "\\%_".contains($0) ? "\\\($0)" : "\($0)" }
      conditions.add("search_key LIKE ? ESCAPE '\\'", [.text("%" + String(literal) + "%")])
    }
    return try rows(
      "SELECT id FROM lexicon_addition\(conditions.sql) ORDER BY id LIMIT ?",
      conditions.values + [Value(ConceptEntry.additionLimit)]
    ) { row in row.text(0) }
  }

  /// The last version that a concept had in this register, also where it was removed since; nil
  /// where the register has never touched it.
  package mutating func lexiconVersion(_ id: String) throws(DomainError) -> Int? {
    let found = try row(
      "SELECT max(version) FROM audit WHERE aggregate = ? AND record_id = ?",
      [.text(Aggregate.lexicon.rawValue), .text(id)]
    ) { row in row.optionalInteger(0) }
    return (found ?? nil).map(Int.init)
  }

  /// Adds what was not there.
  package mutating func insert(_ addition: LexiconAddition) throws(DomainError) {
    try run(
      """
      INSERT INTO lexicon_addition (version, updated_at, search_key, entry, created_at, id)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      columns(of: addition) + [.integer(addition.createdAt.seconds), .text(addition.entry.id)])
  }

  /// Replaces what was added.
  package mutating func update(_ addition: LexiconAddition) throws(DomainError) {
    let changed = try run(
      """
      UPDATE lexicon_addition SET version = ?, updated_at = ?, search_key = ?, entry = ?
      WHERE id = ? AND version = ?
      """, columns(of: addition) + [.text(addition.entry.id), Value(addition.version - 1)])
    guard changed == 1 else { throw .stale(current: addition.version) }
  }

  /// Takes out what was added.
  package mutating func deleteLexiconAddition(_ id: String) throws(DomainError) {
    try run("DELETE FROM lexicon_addition WHERE id = ?", [.text(id)])
  }

  private func columns(of addition: LexiconAddition) -> [Value] {
    [
      Value(addition.version), .integer(addition.updatedAt.seconds),
      .text(addition.entry.searchKey), .text(addition.entry.json.compact),
    ]
  }
}

extension ConceptEntry {
  /// The identifier and every form without marks, one a line.
  package var searchKey: String { ([id] + (vi + en).map(Folding.fold)).joined(separator: "\n") }
}

/// The columns of one addition, taken out of the row before the JSON is read.
private struct AdditionRow {
  let id: String
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let entry: String

  init(_ row: borrowing Row) {
    id = row.text(0)
    version = Int(row.integer(1))
    createdAt = row.integer(2)
    updatedAt = row.integer(3)
    entry = row.text(4)
  }

  func addition() throws(DomainError) -> LexiconAddition {
    LexiconAddition(
      entry: try StoredJSON.read(entry, "lexicon addition \(id)") { json throws(DomainError) in
        try ConceptEntry.read(json)
      }, version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt))
  }
}
