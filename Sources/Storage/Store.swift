package import Domain
private import FoundationEssentials
package import SQLite
private import Synchronization

/// The connection that the methods of this module read and write through.
package typealias Database = Connection

/// The register's database: one writer, several readers, and no other way in.
package final class Store: Sendable {
  /// Where the database is.
  package let path: String
  /// Makes digests of 32 bytes, for checksums and the audit chain.
  package let digest: @Sendable ([UInt8]) -> [UInt8]
  /// The bytes of files, in a folder beside the database.
  package let blobs: BlobStore
  private let readers: [Lane]
  /// Declared after the readers and so closed after them: the last connection that closes takes
  /// the write-ahead log away, which one that only reads cannot.
  private let writer: Lane
  private let turn = Atomic<Int>(0)
  private let damage = Damage()

  /// Opens a database, creating and migrating it as needed.
  /// - Throws: `StorageError` where the file cannot be opened, is newer than this program, or
  ///   carries an altered migration.
  package init(
    path: String, create: Bool, readers count: Int = 4, now: Instant,
    digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws(StorageError) {
    self.path = path
    self.digest = digest
    blobs = BlobStore(root: Self.folderOfFiles(beside: path))
    do {
      var connection = try Connection(path: path, mode: create ? .create : .readWrite)
      try Migrations.requireOwn(&connection, mayBeEmpty: create, path: path)
      try connection.script(Dialect.writerPragmas)
      try Migrations.apply(to: &connection, now: now, digest: digest)
      writer = Lane(connection)
      var lanes: [Lane] = []
      for _ in 0..<max(count, 1) {
        var reader = try Connection(path: path, mode: .readOnly)
        try reader.script(Dialect.readerPragmas)
        lanes.append(Lane(reader))
      }
      readers = lanes
    } catch let error as StorageError {
      throw error
    } catch {
      throw .cannotOpen(path: path, detail: "\(error)")
    }
  }

  /// Where the files of a database lie.
  package static func folderOfFiles(beside path: String) -> String { path + ".files" }

  /// Runs a read in one consistent view of the database.
  ///
  /// Its queries share a time limit of ten seconds; `bulk` reads, which no request makes, have
  /// none.
  package func read<Result: Sendable>(
    bulk: Bool = false, _ body: @Sendable (inout Database) throws(DomainError) -> Result
  ) throws(DomainError) -> Result {
    let start = turn.wrappingAdd(1, ordering: .relaxed).oldValue & 0xFFFF
    for offset in readers.indices {
      let lane = readers[(start + offset) % readers.count]
      if let result = try lane.ifFree(bulk ? .bulkRead : .read, damage, body) { return result }
    }
    return try readers[start % readers.count].wait(bulk ? .bulkRead : .read, damage, body)
  }

  /// What is wrong with the rows that lists had to leave out and that nobody was told of yet.
  package func takeDamage() -> [String] { damage.take() }

  /// Runs a write in one transaction, which commits when `body` returns and leaves nothing
  /// behind when it throws.
  package func write<Result: Sendable>(
    _ body: @Sendable (inout Database) throws(DomainError) -> Result
  ) throws(DomainError) -> Result {
    try writer.wait(.write, damage, body)
  }

  /// Runs a write whose body decides at its end whether it is kept or taken back whole.
  package func attempt<Result: Sendable>(
    _ body: @Sendable (inout Database) throws(DomainError) -> (result: Result, keep: Bool)
  ) throws(DomainError) -> Result {
    try writer.attempt(body)
  }

  /// Copies the database into a new file while it is in use.
  /// - Throws: `.conflict` where the file exists already, `.unavailable` where it cannot be
  ///   written.
  package func backup(
    to target: String, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(DomainError) {
    guard !FileManager.default.fileExists(atPath: target) else {
      throw .conflict(field: "path", value: target, holder: nil)
    }
    do {
      let source = try Connection(path: path, mode: .readOnly)
      try source.backup(to: target, progress: progress)
    } catch {
      throw .unavailable("\(error)")
    }
  }

  /// Rewrites the whole file and its log, so that nothing is left of what was deleted or changed.
  package func forgetDeleted() throws(DomainError) {
    try writer.plain { db throws(DomainError) in
      try db.run(Dialect.rewrite)
      _ = try db.rows(Dialect.checkpoint) { _ in 0 }
    }
  }

  /// Moves the write-ahead log into the database file; called when the service stops.
  package func checkpoint() throws(DomainError) {
    try writer.plain { db throws(DomainError) in
      _ = try db.rows(Dialect.checkpoint) { _ in 0 }
    }
  }
}

/// Why a database cannot be used.
package enum StorageError: Error, Sendable, Equatable {
  /// The file is missing, unreadable or not a database.
  case cannotOpen(path: String, detail: String)
  /// A later release of the program has changed this database.
  case newer(applied: Int, known: Int)
  /// An applied migration is not the one this program carries.
  case altered(number: Int, name: String)
  /// A migration failed and was rolled back.
  case migrationFailed(number: Int, name: String, detail: String)
}

/// What a transaction is for.
private enum Purpose {
  case read, bulkRead, write

  var begin: String { self == .write ? Dialect.beginWrite : Dialect.beginRead }
}

/// A connection behind a lock.
private final class Lane: Sendable {
  private let connection: Mutex<Connection>
  /// Milliseconds that the queries of one request may take together.
  private static let queryLimit: Int64 = 10_000

  init(_ connection: consuming sending Connection) {
    self.connection = Mutex(connection)
  }

  func ifFree<Result: Sendable>(
    _ purpose: Purpose, _ damage: Damage,
    _ body: @Sendable (inout Connection) throws(DomainError) -> Result
  ) throws(DomainError) -> Result? {
    try connection.withLockIfAvailable { connection throws(DomainError) in
      connection.unreadable = damage.rows
      defer { damage.note(&connection) }
      return try Self.transaction(&connection, purpose, body)
    }
  }

  func wait<Result: Sendable>(
    _ purpose: Purpose, _ damage: Damage,
    _ body: @Sendable (inout Connection) throws(DomainError) -> Result
  ) throws(DomainError) -> Result {
    try connection.withLock { connection throws(DomainError) in
      connection.unreadable = damage.rows
      defer { damage.note(&connection) }
      return try Self.transaction(&connection, purpose, body)
    }
  }

  func attempt<Result: Sendable>(
    _ body: @Sendable (inout Connection) throws(DomainError) -> (result: Result, keep: Bool)
  ) throws(DomainError) -> Result {
    try connection.withLock { connection throws(DomainError) in
      try Self.transaction(&connection, .write, end: { $0.keep }, body).result
    }
  }

  func plain<Result: Sendable>(
    _ body: @Sendable (inout Connection) throws(DomainError) -> Result
  ) throws(DomainError) -> Result {
    try connection.withLock { connection throws(DomainError) in try body(&connection) }
  }

  private static func transaction<Result>(
    _ connection: inout Connection, _ purpose: Purpose,
    end keep: (Result) -> Bool = { _ in true },
    _ body: @Sendable (inout Connection) throws(DomainError) -> Result
  ) throws(DomainError) -> Result {
    connection.limitQueries(toMilliseconds: purpose == .read ? queryLimit : nil)
    defer { connection.limitQueries(toMilliseconds: nil) }
    try connection.run(purpose.begin)
    do {
      let result = try body(&connection)
      try connection.run(keep(result) ? "COMMIT" : "ROLLBACK")
      return result
    } catch {
      connection.limitQueries(toMilliseconds: nil)
      // Some failures, such as a full disk, have ended the transaction already.
      _ = try? connection.run("ROLLBACK")
      throw error
    }
  }
}
