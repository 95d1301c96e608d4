package import Domain
package import SQLite

/// A file as it is kept: encrypted, with its key wrapped.
package struct SealedFile: Sendable, Equatable {
  /// The record without what only its key tells: `name` is empty, `digest` that of the blob.
  package let file: StoredFile
  /// The file's own key, wrapped.
  package let key: [UInt8]
  /// Name and digest of the content, encrypted with the file's own key.
  package let details: [UInt8]
  /// The problem whose key wraps the file's; nil for the master key.
  package let problem: ID<Problem>?

  /// Puts a record together.
  package init(file: StoredFile, key: [UInt8], details: [UInt8], problem: ID<Problem>?) {
    self.file = file
    self.key = key
    self.details = details
    self.problem = problem
  }
}

/// What a file hangs on.
package struct FileUse: Sendable, Equatable {
  /// The kind of record.
  package let aggregate: Aggregate
  /// The record.
  package let record: String

  /// A record by kind and identifier.
  package init(_ aggregate: Aggregate, _ record: String) {
    self.aggregate = aggregate
    self.record = record
  }
}

extension Connection {
  private static let fileColumns =
    """
    id, name, media_type, size, digest, organisation_id, uploaded_by, created_at, sealed_key,
    sealed_details, problem_id
    """

  /// The file of that identifier, without its name; enough to know that it exists and whose it is.
  package mutating func file(_ id: ID<StoredFile>) throws(DomainError) -> StoredFile? {
    try sealedFile(id)?.file
  }

  /// The file of that identifier as it is kept.
  package mutating func sealedFile(_ id: ID<StoredFile>) throws(DomainError) -> SealedFile? {
    try row(
      "SELECT \(Self.fileColumns) FROM file WHERE id = ?", [.text(id.text)], SealedFile.init)
  }

  /// A page of all files in the order of identifiers.
  package mutating func sealedFiles(after id: String, limit: Int) throws(DomainError)
    -> [SealedFile]
  {
    try rows(
      "SELECT \(Self.fileColumns) FROM file WHERE id > ? ORDER BY id LIMIT ?",
      [.text(id), Value(limit)], SealedFile.init)
  }

  /// Adds a file whose bytes have been stored; without a key it has no content to hand out.
  package mutating func insert(
    _ file: StoredFile, key: [UInt8]? = nil, details: [UInt8]? = nil
  ) throws(DomainError) {
    try run(
      """
      INSERT INTO file (id, name, media_type, size, digest, organisation_id, uploaded_by,
        created_at, sealed_key, sealed_details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(file.id.text), .text(key == nil ? file.name : ""), .text(file.mediaType),
        Value(file.size), .blob(file.digest), Value(file.organisation?.text), .text(file.by),
        .integer(file.at.seconds), key.map(Value.blob) ?? .null,
        details.map(Value.blob) ?? .null,
      ])
  }

  /// Wraps a file's key anew, when it comes to hang on a proposal.
  package mutating func rewrap(
    _ id: ID<StoredFile>, key: [UInt8], problem: ID<Problem>
  ) throws(DomainError) {
    try run(
      "UPDATE file SET sealed_key = ?, problem_id = ? WHERE id = ?",
      [.blob(key), .text(problem.text), .text(id.text)])
  }

  /// Takes a file's record away; its blob goes with the next look for blobs without records.
  package mutating func removeFile(_ id: ID<StoredFile>) throws(DomainError) {
    try run("DELETE FROM file_use WHERE file_id = ?", [.text(id.text)])
    try run("DELETE FROM file WHERE id = ?", [.text(id.text)])
  }

  /// Whether a record names a blob.
  package mutating func isKept(blob digest: [UInt8]) throws(DomainError) -> Bool {
    try row("SELECT 1 FROM file WHERE digest = ? LIMIT 1", [.blob(digest)]) { _ in true } ?? false
  }

  /// How many bytes the files of an organisation have together.
  package mutating func bytesOfFiles(of organisation: ID<Organisation>) throws(DomainError) -> Int {
    try row(
      "SELECT coalesce(sum(size), 0) FROM file WHERE organisation_id = ?",
      [.text(organisation.text)]
    ) { row in Int(row.integer(0)) } ?? 0
  }

  /// How many bytes the files that somebody has handed in for no organisation have together.
  package mutating func bytesOfFiles(by actor: String) throws(DomainError) -> Int {
    try row(
      "SELECT coalesce(sum(size), 0) FROM file WHERE organisation_id IS NULL AND uploaded_by = ?",
      [.text(actor)]
    ) { row in Int(row.integer(0)) } ?? 0
  }

  /// Hangs a file on a record, which from then on has a say in who sees it.
  package mutating func use(_ file: ID<StoredFile>, by use: FileUse) throws(DomainError) {
    try run(
      """
      INSERT INTO file_use (file_id, aggregate, record_id) VALUES (?, ?, ?)
      ON CONFLICT DO NOTHING
      """, [.text(file.text), .text(use.aggregate.rawValue), .text(use.record)])
  }

  /// Hangs a file on a record of an organisation; one that was nobody's becomes that one's own.
  package mutating func take(
    _ file: ID<StoredFile>, for organisation: ID<Organisation>, _ use: FileUse
  ) throws(DomainError) {
    try run(
      "UPDATE file SET organisation_id = ? WHERE id = ? AND organisation_id IS NULL",
      [.text(organisation.text), .text(file.text)])
    try self.use(file, by: use)
  }

  /// Takes a file off a record.
  package mutating func endUse(_ file: ID<StoredFile>, by use: FileUse) throws(DomainError) {
    try run(
      "DELETE FROM file_use WHERE file_id = ? AND aggregate = ? AND record_id = ?",
      [.text(file.text), .text(use.aggregate.rawValue), .text(use.record)])
  }

  /// What a file hangs on, at most a hundred records.
  package mutating func uses(of file: ID<StoredFile>) throws(DomainError) -> [FileUse] {
    try rows(
      "SELECT aggregate, record_id FROM file_use WHERE file_id = ? LIMIT 100", [.text(file.text)]
    ) { row in Aggregate(rawValue: row.text(0)).map { FileUse($0, row.text(1)) } }
    .compactMap { $0 }
  }
}

extension SealedFile {
  fileprivate init(_ row: borrowing Row) {
    file = StoredFile(
      id: ID(row.text(0)), name: row.text(1), mediaType: row.text(2), size: Int(row.integer(3)),
      digest: row.blob(4), organisation: row.optionalText(5).map { ID($0) }, by: row.text(6),
      at: Instant(seconds: row.integer(7)))
    key = row.isNull(8) ? [] : row.blob(8)
    details = row.isNull(9) ? [] : row.blob(9)
    problem = row.optionalText(10).map { ID($0) }
  }
}
