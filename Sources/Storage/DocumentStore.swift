package import Domain
package import SQLite

/// Which documents a list is to hold; empty lists do not restrict.
package struct DocumentFilter: Sendable {
  /// Kinds.
  package var kinds: [IssuingDocument.Kind] = []
  /// States.
  package var statuses: [IssuingDocument.Status] = []
  /// Whether drafts are among them.
  package var showsDrafts = false

  /// No restriction but that drafts are left out.
  package init() {}

  var conditions: Conditions {
    var conditions = Conditions()
    conditions.add("kind", in: kinds.map(\.rawValue))
    conditions.add("status", in: statuses.map(\.rawValue))
    if !showsDrafts { conditions.add("status <> 'draft'") }
    return conditions
  }
}

extension Connection {
  private static let documentColumns =
    "id, status, version, created_at, updated_at, superseded_by, particulars"

  /// The document of that identifier.
  package mutating func document(_ id: ID<IssuingDocument>) throws(DomainError) -> IssuingDocument?
  {
    let found = try row(
      "SELECT \(Self.documentColumns) FROM issuing_document WHERE id = ?", [.text(id.text)],
      DocumentRow.init)
    guard let found else { return nil }
    return try found.document()
  }

  /// The document that bears that number of that issuer in that year.
  package mutating func document(like particulars: IssuingDocument.Particulars)
    throws(DomainError) -> ID<IssuingDocument>?
  {
    try row(
      "SELECT id FROM issuing_document WHERE number_key = ? AND year = ?",
      [.text(particulars.key), Value(particulars.year)]
    ) { row in ID(row.text(0)) }
  }

  /// Whether a file is that of a document which was issued.
  package mutating func isOfIssuedDocument(_ file: ID<StoredFile>) throws(DomainError) -> Bool {
    try row(
      "SELECT 1 FROM issuing_document WHERE file_id = ? AND status <> 'draft' LIMIT 1",
      [.text(file.text)]
    ) { _ in true } ?? false
  }

  /// A page of documents, the newest first.
  package mutating func documents(_ filter: DocumentFilter, _ page: PageRequest)
    throws(DomainError) -> Page<IssuingDocument>
  {
    var conditions = filter.conditions
    let total = try count("issuing_document", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add(
        "created_at <= ? AND (created_at < ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.documentColumns) FROM issuing_document\(conditions.sql)
      ORDER BY created_at DESC, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], DocumentRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.document() },
      key: { (.number($0.createdAt), $0.id) })
  }

  /// Adds a document.
  package mutating func insert(_ document: IssuingDocument) throws(DomainError) {
    try run(
      """
      INSERT INTO issuing_document (id, created_at, status, number_key, year, date, kind, file_id,
        superseded_by, version, updated_at, particulars) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [.text(document.id.text), .integer(document.createdAt.seconds)] + columns(of: document))
  }

  /// Replaces a document that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ document: IssuingDocument) throws(DomainError) {
    let changed = try run(
      """
      UPDATE issuing_document SET status = ?, number_key = ?, year = ?, date = ?, kind = ?,
        file_id = ?, superseded_by = ?, version = ?, updated_at = ?, particulars = ?
      WHERE id = ? AND version = ?
      """, columns(of: document) + [.text(document.id.text), Value(document.version - 1)])
    guard changed == 1 else { throw .stale(current: document.version) }
  }

  private func columns(of document: IssuingDocument) -> [Value] {
    let paper = document.particulars
    return [
      .text(document.status.rawValue), .text(paper.key), Value(paper.year), .text(paper.date),
      .text(paper.kind.rawValue), Value(paper.file?.text), Value(document.supersededBy?.text),
      Value(document.version), .integer(document.updatedAt.seconds),
      .text(JSON.object(JSONObject(paper.members)).compact),
    ]
  }
}

/// The columns of one document.
private struct DocumentRow {
  let id: String
  let status: String
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let supersededBy: String?
  let particulars: String

  init(_ row: borrowing Row) {
    id = row.text(0)
    status = row.text(1)
    version = Int(row.integer(2))
    createdAt = row.integer(3)
    updatedAt = row.integer(4)
    supersededBy = row.optionalText(5)
    particulars = row.text(6)
  }

  func document() throws(DomainError) -> IssuingDocument {
    guard let status = IssuingDocument.Status(rawValue: status) else {
      throw .internalFault("document \(id): status \(self.status)")
    }
    return IssuingDocument(
      id: ID(id), status: status, version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt), supersededBy: supersededBy.map { ID($0) },
      particulars: try StoredJSON.read(particulars, "document \(id)") { json throws(DomainError) in
        try IssuingDocument.Particulars.read(json)
      })
  }
}
