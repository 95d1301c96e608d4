package import Domain
package import SQLite

extension Connection {
  /// The file of that identifier.
  package mutating func file(_ id: ID<StoredFile>) throws(DomainError) -> StoredFile? {
    try row(
      """
      SELECT id, name, media_type, size, digest, organisation_id, uploaded_by, created_at
      FROM file WHERE id = ?
      """, [.text(id.text)]
    ) { row in
      StoredFile(
        id: ID(row.text(0)), name: row.text(1), mediaType: row.text(2), size: Int(row.integer(3)),
        digest: row.blob(4), organisation: row.optionalText(5).map { ID($0) }, by: row.text(6),
        at: Instant(seconds: row.integer(7)))
    }
  }

  /// Adds a file whose bytes have been stored.
  package mutating func insert(_ file: StoredFile) throws(DomainError) {
    try run(
      """
      INSERT INTO file (id, name, media_type, size, digest, organisation_id, uploaded_by,
        created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(file.id.text), .text(file.name), .text(file.mediaType), Value(file.size),
        .blob(file.digest), Value(file.organisation?.text), .text(file.by),
        .integer(file.at.seconds),
      ])
  }
}
