/// What only SQLite speaks, in one place, because a second engine will come one day.
enum Dialect {
  /// Set on every connection before its first statement. WAL keeps readers and the writer out of
  /// each other's way; FULL makes an acknowledged write survive a power cut; what is deleted is
  /// overwritten.
  static let writerPragmas = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -65536;
    PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = ON;
    """

  /// The same for connections that only read.
  static let readerPragmas = """
    PRAGMA foreign_keys = ON;
    PRAGMA query_only = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -16384;
    PRAGMA mmap_size = 268435456;
    """

  /// Takes the write lock at once, so that a transaction never fails half-way for want of it.
  static let beginWrite = "BEGIN IMMEDIATE"
  /// Sees one state of the database for all of its queries.
  static let beginRead = "BEGIN DEFERRED"

  /// Changes those rows alone that collide with no other; the rest stays as it is.
  static let updateWhereFree = "UPDATE OR IGNORE"

  /// A member of a JSON object in a column.
  static func member(_ name: String, of column: String) -> String {
    "json_extract(\(column), '$.\(name)')"
  }

  /// Changes whenever another connection has committed.
  static let dataVersion = "PRAGMA data_version"
  /// The names of all tables.
  static let tables = "SELECT name FROM sqlite_schema WHERE type = 'table'"
  /// "ok", or one row per fault.
  static let integrityCheck = "PRAGMA integrity_check"
  /// One row per reference that leads nowhere.
  static let foreignKeyCheck = "PRAGMA foreign_key_check"
  /// Writes the file anew without what was deleted.
  static let rewrite = "VACUUM"
  /// Moves the log into the database file.
  static let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)"

  /// The table that records applied migrations; it must exist before the first of them.
  static let migrationTable = """
    CREATE TABLE IF NOT EXISTS migration (
      number INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      checksum BLOB NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT
    """
}
