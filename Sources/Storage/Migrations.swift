import Assets
import Domain
import SQLite

/// The steps in `schema/`, baked into the program and applied in order.
enum Migrations {
  struct Step {
    let number: Int
    let name: String
    let asset: Asset
  }

  /// File names read `NNNN_name.sql`.
  static let steps: [Step] = Asset.all(in: "schema").compactMap { asset in
    let file = asset.name.dropFirst("schema/".count)
    guard let number = Int(file.prefix(4)) else { return nil }
    return Step(number: number, name: String(file.dropFirst(5).dropLast(4)), asset: asset)
  }

  /// Refuses another program's database before anything is written to it, and an empty file where
  /// a register must be there already.
  static func requireOwn(
    _ db: inout Connection, mayBeEmpty: Bool, path: String
  ) throws(StorageError) {
    let tables: [String]
    do { tables = try db.query(Dialect.tables) { row in row.text(0) } } catch {
      throw .cannotOpen(path: path, detail: error.description)
    }
    guard tables.contains("migration") || (tables.isEmpty && mayBeEmpty) else {
      throw .cannotOpen(path: path, detail: "not an innoreg database")
    }
  }

  /// Brings a database up to date, or refuses it.
  static func apply(
    to db: inout Connection, now: Instant, digest: ([UInt8]) -> [UInt8]
  ) throws(StorageError) {
    var applied: [Int: [UInt8]] = [:]
    do {
      try db.execute(Dialect.migrationTable)
      let rows = try db.query("SELECT number, checksum FROM migration") { row in
        (Int(row.integer(0)), row.blob(1))
      }
      for (number, checksum) in rows { applied[number] = checksum }
    } catch {
      throw .cannotOpen(path: "", detail: error.description)
    }
    let known = steps.last?.number ?? 0
    if let newest = applied.keys.max(), newest > known {
      throw .newer(applied: newest, known: known)
    }
    for step in steps {
      let checksum = digest(step.asset.bytes)
      if let before = applied[step.number] {
        guard before == checksum else { throw .altered(number: step.number, name: step.name) }
        continue
      }
      do {
        try apply(step, checksum, to: &db, now)
      } catch {
        _ = try? db.execute("ROLLBACK")
        throw .migrationFailed(number: step.number, name: step.name, detail: error.description)
      }
    }
  }

  /// Another process may have applied the step while this one waited for the lock.
  private static func apply(
    _ step: Step, _ checksum: [UInt8], to db: inout Connection, _ now: Instant
  ) throws(DatabaseError) {
    try db.execute(Dialect.beginWrite)
    let done = try db.first("SELECT 1 FROM migration WHERE number = ?", [Value(step.number)]) { _ in
      true
    }
    if done == nil {
      try db.script(step.asset.text)
      try db.execute(
        "INSERT INTO migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
        [Value(step.number), .text(step.name), .blob(checksum), .integer(now.seconds)])
    }
    try db.execute("COMMIT")
  }
}
