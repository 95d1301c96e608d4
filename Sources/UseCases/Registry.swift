package import Domain
import Matching
package import Storage
import Synchronization

/// The register as people use it: every act is authorised, validated, done in one transaction
/// and audited here, and nowhere else.
package final class Registry: Sendable {
  /// Code labels.
  package let codes: CodeBook
  /// Provinces.
  package let places: Gazetteer
  /// What the law sets for funds.
  package let fundRules: FundRules
  /// The criteria by which proposals are judged where a problem has none of its own.
  package let reviewTemplate: ReviewTemplate
  /// On which days offices work.
  package let workingDays: WorkingDays
  /// What the law sets for answering people about their data.
  package let dataRights: DataRights
  /// What people are asked to agree to.
  package let consentTexts: ConsentTexts
  /// Which periods reports tell of, and when they are owed.
  package let reportCalendar: ReportCalendar
  private let reference: ReferenceData
  let store: Store
  let clock: @Sendable () -> Instant
  let random: @Sendable (Int) -> [UInt8]
  let index: MatchIndex
  /// How many passwords are hashed at a time: each takes 64 MiB and a core for a while.
  let hashing = Permits(2, of: "passwords")
  /// What is kept under seal.
  let vault: Vault
  let scan: FileScan?
  /// Looks at confidential records that wait to be written down.
  let accessJournal = AccessJournal()
  /// When blobs without records were last looked for.
  let lastSweep = Atomic<Int64>(0)
  /// When files without records were last looked for.
  let lastFileSweep = Atomic<Int64>(0)

  /// What public problem codes begin with where the database does not say otherwise.
  package static let defaultCodePrefix = "DLK"
  /// The setting that holds the prefix.
  package static let codePrefixSetting = "problem_code_prefix"

  /// A register over a store, with the reference data that is baked into the program.
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
    self.reference = reference
    codes = reference.codes
    places = reference.places
    fundRules = reference.fundRules
    reviewTemplate = reference.reviewTemplate
    workingDays = reference.workingDays
    dataRights = reference.dataRights
    consentTexts = reference.consentTexts
    reportCalendar = reference.reportCalendar
    let (codes, places) = (reference.codes, reference.places)
    index = MatchIndex(
      store: store, places: places,
      empty: Snapshot(
        lexicon: Lexicon(), weights: .standard, fundRules: reference.fundRules
      ) { list, code in
        list == "provinces" ? places.name(code) : codes.label(list, code)
      }, clock: clock
    ) { () throws(DomainError) in try reference.shippedLexicon }
  }

  /// The concepts that come with the program; what the register adds is not in it.
  var shippedLexicon: Lexicon {
    get throws(DomainError) { try reference.shippedLexicon }
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

  /// Writes an act into the audit log and the change feed, with the address and the token it
  /// came by.
  /// - Throws: `.forbidden` for whoever may only read, whatever let them come so far.
  func audit(
    _ db: inout Database, _ actor: Actor, _ action: String, _ aggregate: Aggregate, id: String,
    version: Int, at now: Instant, payload: JSON
  ) throws(DomainError) {
    let name = "\(aggregate.rawValue).\(action)"
    guard !actor.mayOnlyRead else { throw .forbidden(action: name, needs: []) }
    var whence: [(String, JSON)] = [("as", .string(actor.capacity))]
    if let address = actor.address { whence.append(("from", .string(address))) }
    // A person's token acts in the person's name.
    if actor.account != nil, let token = actor.token {
      whence.append(("token", .string(token.text)))
    }
    try db.record(
      AuditAct(
        at: now, actor: actor, action: name, aggregate: aggregate,
        id: id, version: version,
        payload: payload.merging(.object(JSONObject(whence)), keepingNull: true),
        salt: random(16), valueSalt: { self.random(16) }), digest: store.digest)
  }
}

extension Actor {
  /// In which capacity the log says that they act.
  fileprivate var capacity: String {
    if self == .clock { return "service" }
    return role?.rawValue ?? (account == nil ? "public" : "person")
  }
}
