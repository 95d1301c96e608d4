private import Assets
package import Domain
package import Matching
package import Storage
import Synchronization

/// The register as people use it: every act is authorised, validated, done in one transaction
/// and audited here, and nowhere else.
package final class Registry: Sendable {
  /// Code labels.
  package let codes: CodeBook
  /// Provinces.
  package let places: Gazetteer
  /// The concepts that come with the program; what the register adds is not in it.
  let shippedLexicon: Lexicon
  let store: Store
  let clock: @Sendable () -> Instant
  let random: @Sendable (Int) -> [UInt8]
  let index: MatchIndex
  /// What is kept under seal.
  let vault: Vault
  let scan: FileScan?
  /// When blobs without records were last looked for.
  let lastSweep = Atomic<Int64>(0)

  /// What public problem codes begin with where the database does not say otherwise.
  package static let defaultCodePrefix = "DLK"
  /// The setting that holds the prefix.
  package static let codePrefixSetting = "problem_code_prefix"

  /// A register over a store, with the reference data that is baked into the program.
  /// - Throws: `ReferenceDataError` where that data cannot be read.
  package init(
    store: Store, reference: ReferenceData, vault: Vault, scan: FileScan? = nil,
    clock: @escaping @Sendable () -> Instant,
    random: @escaping @Sendable (Int) -> [UInt8] = Credentials.random
  ) {
    self.store = store
    self.vault = vault
    self.scan = scan
    self.clock = clock
    self.random = random
    codes = reference.codes
    places = reference.places
    shippedLexicon = reference.lexicon
    let (codes, places) = (reference.codes, reference.places)
    index = MatchIndex(
      store: store, places: places,
      empty: Snapshot(lexicon: reference.lexicon, weights: .standard) { list, code in
        list == "provinces" ? places.name(code) : codes.label(list, code)
      })
  }

  /// The time, as the register sees it.
  package var now: Instant { clock() }

  func newID<Record>() -> ID<Record> { ID(random: random(10)) }

  /// Runs a write, then lets the index follow it so that the author sees it at once.
  func commit<Result: Sendable>(
    _ body: @Sendable (inout Database) throws(DomainError) -> Result
  ) throws(DomainError) -> Result {
    let result = try store.write(body)
    index.followIfLoaded()
    return result
  }

  /// Runs a write that makes one record, once per idempotency key.
  func commitOnce<Record: Sendable>(
    _ key: IdempotencyKey?, now: Instant,
    find: @Sendable (inout Database, String) throws(DomainError) -> Record?,
    make: @Sendable (inout Database) throws(DomainError) -> (record: Record, id: String)
  ) throws(DomainError) -> Record {
    try commit { db throws(DomainError) in
      if let key, let id = try db.replay(key, now: now), let record = try find(&db, id) {
        return record
      }
      let made = try make(&db)
      if let key { try db.remember(key, record: made.id, now: now) }
      return made.record
    }
  }

  /// Writes an act into the audit log and the change feed.
  func audit(
    _ db: inout Database, _ actor: Actor, _ action: String, _ aggregate: Aggregate, id: String,
    version: Int, at now: Instant, payload: JSON
  ) throws(DomainError) {
    try db.record(
      AuditAct(
        at: now, actor: actor, action: "\(aggregate.rawValue).\(action)", aggregate: aggregate,
        id: id, version: version, payload: payload, salt: random(16)), digest: store.digest)
  }
}

/// What is baked into the program and never changes while it runs.
package struct ReferenceData: Sendable {
  /// Code labels.
  package let codes: CodeBook
  /// Provinces.
  package let places: Gazetteer
  /// Concepts and their words.
  package let lexicon: Lexicon

  /// Reads what is baked in.
  /// - Throws: `ReferenceDataError` naming the data that cannot be read.
  package init() throws(ReferenceDataError) {
    codes = try CodeBook(json: Self.json("fixtures/codes/codes.json"))
    places = try Gazetteer(
      json: Self.json("fixtures/codes/provinces.json"),
      communes: Self.json("fixtures/codes/communes.json"))
    lexicon = try Lexicon(
      jsonLines: Asset.all(in: "fixtures/lexicon").map { ($0.name, $0.text) })
  }

  private static func json(_ name: String) throws(ReferenceDataError) -> JSON {
    do { return try JSONParser.parse(Asset.named(name).bytes) } catch {
      throw ReferenceDataError(source: name, detail: "\(error)")
    }
  }
}
