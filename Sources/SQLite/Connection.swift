private import CSQLite
private import Glibc

/// One connection to a SQLite database, with its prepared statements.
///
/// It cannot be copied, so a lock that holds one really guards it.
@safe package struct Connection: ~Copyable {
  /// How a file is opened.
  package enum Mode: Sendable {
    case create, readWrite, readOnly
  }

  private let handle: OpaquePointer
  private var statements: [String: OpaquePointer] = unsafe [:]
  private let deadline = Deadline()
  /// What is wrong with rows that a reader has left out since it was last asked for.
  private var skipped: [String] = []
  /// More need not be known.
  private static let mostSkipped = 100
  /// Identifiers of the rows that are known to be unreadable, for those who count.
  package var unreadable: Set<String> = []

  /// Opens a file.
  /// - Throws: `DatabaseError` of kind `cannotOpen`, or what the pragmas give.
  package init(path: String, mode: Mode, busyTimeout milliseconds: Int32 = 5000)
    throws(DatabaseError)
  {
    if mode == .create { Self.reserve(path) }
    let access =
      switch mode {
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readWrite: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY
      }
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(
      path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let opened = unsafe opened else {
      let message = unsafe opened.map { unsafe Self.message($0) } ?? "out of memory"
      unsafe sqlite3_close_v2(opened)
      throw DatabaseError(code: code, message: "\(message): \(path)")
    }
    unsafe handle = opened
    // Without a timeout the first reader that meets a writer would fail at once.
    unsafe sqlite3_busy_timeout(opened, milliseconds)
    unsafe innoreg_defensive(opened)
    unsafe deadline.install(on: opened)
  }

  deinit {
    unsafe statements.values.forEach { unsafe sqlite3_finalize($0) }
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs a statement that gives no rows.
  /// - Returns: how many rows it changed.
  @discardableResult
  package mutating func execute(_ sql: String, _ values: [Value] = []) throws(DatabaseError) -> Int
  {
    let statement = unsafe try bound(sql, values)
    defer { unsafe Self.release(statement) }
    while unsafe try step(statement) {}
    return Int(unsafe sqlite3_changes64(handle))
  }

  /// Runs a query and reads each row.
  package mutating func query<Result>(
    _ sql: String, _ values: [Value] = [],
    _ read: (borrowing Row) throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> [Result] {
    let statement = unsafe try bound(sql, values)
    defer { unsafe Self.release(statement) }
    var results: [Result] = []
    while unsafe try step(statement) { results.append(try read(unsafe Row(statement))) }
    return results
  }

  /// Notes that a row was left out, and why.
  package mutating func skip(_ reason: String) {
    if skipped.count < Self.mostSkipped { skipped.append(reason) }
  }

  /// Hands out why rows were left out, once each time.
  package mutating func takeSkipped() -> [String] {
    defer { skipped = [] }
    return skipped
  }

  /// Runs a query and reads its first row, if there is one.
  package mutating func first<Result>(
    _ sql: String, _ values: [Value] = [],
    _ read: (borrowing Row) throws(DatabaseError) -> Result
  ) throws(DatabaseError) -> Result? {
    let statement = unsafe try bound(sql, values)
    defer { unsafe Self.release(statement) }
    return unsafe try step(statement) ? try read(unsafe Row(statement)) : nil
  }

  /// Runs several statements that take no values, such as a migration.
  package mutating func script(_ sql: String) throws(DatabaseError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw unsafe Self.error(handle, code) }
  }

  /// The query plan of a statement, one line a step.
  package mutating func plan(_ sql: String) throws(DatabaseError) -> [String] {
    try query("EXPLAIN QUERY PLAN " + sql) { row in row.text(3) }
  }

  /// Ends any query of this connection that still runs after so many milliseconds from now;
  /// nil lifts the limit. The query then fails as `interrupted`.
  package func limitQueries(toMilliseconds milliseconds: Int64?) {
    deadline.set(milliseconds)
  }

  /// Copies the whole database into a new file while others go on using it.
  ///
  /// See https://sqlite.org/backup.html; `progress` is told the pages copied and their number.
  package func backup(to path: String, progress: (Int, Int) -> Void = { _, _ in })
    throws(DatabaseError)
  {
    Self.reserve(path)
    var target: OpaquePointer?
    let opened = unsafe sqlite3_open_v2(
      path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
    defer { unsafe sqlite3_close_v2(target) }
    guard opened == SQLITE_OK, let target = unsafe target else {
      throw DatabaseError(code: SQLITE_CANTOPEN, message: "unable to open database file: \(path)")
    }
    guard let backup = unsafe sqlite3_backup_init(target, "main", handle, "main") else {
      throw unsafe Self.error(target, sqlite3_errcode(target))
    }
    var code = SQLITE_OK
    var patience = 1000
    repeat {
      code = unsafe sqlite3_backup_step(backup, 1024)
      let total = Int(unsafe sqlite3_backup_pagecount(backup))
      progress(total - Int(unsafe sqlite3_backup_remaining(backup)), total)
      if code == SQLITE_BUSY || code == SQLITE_LOCKED {
        patience -= 1
        sqlite3_sleep(10)
      }
    } while patience > 0
      && (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)
    let finished = unsafe sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, finished == SQLITE_OK else {
      throw unsafe Self.error(target, code == SQLITE_DONE ? finished : code)
    }
  }

  /// Makes a new file that only its owner may read, whatever the umask: SQLite would let everybody
  /// read it, and gives the files that it keeps beside the database the same permissions.
  private static func reserve(_ path: String) {
    guard !path.isEmpty, path != ":memory:" else { return }
    let file = unsafe open(path, O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file >= 0 { close(file) }
  }

  private mutating func bound(_ sql: String, _ values: [Value]) throws(DatabaseError)
    -> OpaquePointer
  {
    let statement = unsafe try prepared(sql)
    guard Int(unsafe sqlite3_bind_parameter_count(statement)) == values.count else {
      throw DatabaseError(
        code: SQLITE_MISUSE, message: "\(values.count) values for: \(sql.prefix(80))")
    }
    for (index, value) in values.enumerated() {
      let position = Int32(index + 1)
      let code =
        switch value {
        case .null: unsafe sqlite3_bind_null(statement, position)
        case .integer(let number): unsafe sqlite3_bind_int64(statement, position, number)
        case .real(let number): unsafe sqlite3_bind_double(statement, position, number)
        case .text(let text):
          unsafe innoreg_bind_text(statement, position, text, Int32(clamping: text.utf8.count))
        case .blob(let bytes):
          unsafe innoreg_bind_blob(statement, position, bytes, Int32(clamping: bytes.count))
        }
      guard code == SQLITE_OK else {
        unsafe Self.release(statement)
        throw unsafe Self.error(handle, code)
      }
    }
    return unsafe statement
  }

  private mutating func prepared(_ sql: String) throws(DatabaseError) -> OpaquePointer {
    if let statement = unsafe statements[sql] { return unsafe statement }
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      handle, sql, Int32(clamping: sql.utf8.count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement,
      nil)
    guard code == SQLITE_OK else { throw unsafe Self.error(handle, code) }
    guard let statement = unsafe statement else {
      throw DatabaseError(code: SQLITE_MISUSE, message: "empty statement")
    }
    unsafe statements[sql] = statement
    return unsafe statement
  }

  private func step(_ statement: OpaquePointer) throws(DatabaseError) -> Bool {
    let code = unsafe sqlite3_step(statement)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw unsafe Self.error(handle, code)
    }
  }

  private static func release(_ statement: OpaquePointer) {
    unsafe sqlite3_reset(statement)
    unsafe sqlite3_clear_bindings(statement)
  }

  private static func error(_ handle: OpaquePointer, _ code: Int32) -> DatabaseError {
    unsafe DatabaseError(code: code, message: message(handle))
  }

  private static func message(_ handle: OpaquePointer) -> String {
    unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? ""
  }
}
