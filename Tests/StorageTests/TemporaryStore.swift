import Domain
import FoundationEssentials
import SQLite
import Storage

/// A database file of one test, removed with everything SQLite puts beside it.
final class TemporaryStore: Sendable {
  let path: String
  let places: Gazetteer

  init() throws {
    path = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-storage-\(UUID().uuidString).db").path()
    places = try Gazetteer(json: [
      ["code": "66", "vi": "Đắk Lắk", "en": "Dak Lak", "kind": "province"],
      ["code": "01", "vi": "Hà Nội", "en": "Hanoi", "kind": "city"],
    ])
  }

  deinit {
    for suffix in ["", "-wal", "-shm", "-journal", ".files"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  func open(create: Bool = true, readers: Int = 2) throws -> Store {
    try Store(
      path: path, create: create, readers: readers, now: Instant(seconds: 1000),
      digest: Self.digest)
  }

  /// A second connection to the file, beside the store.
  func raw() throws -> Connection { try Connection(path: path, mode: .readWrite) }

  /// 32 bytes that depend on every byte; strong enough to notice what these tests do.
  @Sendable static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for lane in 0..<4 as Range<UInt64> {
      var hash = 0xCBF2_9CE4_8422_2325 &+ lane &* 0x9E37_79B9_7F4A_7C15
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      for shift in 0..<8 as Range<UInt64> {
        result.append(UInt8(truncatingIfNeeded: hash >> (shift * 8)))
      }
    }
    return result
  }
}

extension Connection {
  /// The first column of every row, as text.
  mutating func texts(_ sql: String) throws -> [String] {
    try query(sql) { row in row.text(0) }
  }

  mutating func number(_ sql: String) throws -> Int {
    Int(try first(sql) { row in row.integer(0) } ?? -1)
  }
}

/// Records for tests.
enum Sample {
  static func organisation(
    _ id: String, _ name: String = "Công ty", status: Organisation.Status = .verified,
    externalID: String? = nil, _ change: (inout OrganisationProfile) -> Void = { _ in }
  ) -> Organisation {
    var profile = OrganisationProfile(kind: .technologyFirm, name: name)
    change(&profile)
    return Organisation(
      id: ID(id), externalID: externalID, status: status, createdAt: Instant(seconds: 10),
      updatedAt: Instant(seconds: 10), profile: profile)
  }

  static func problem(
    _ id: String, status: Problem.Status = .published, created: Int64 = 10, code: String? = nil,
    externalID: String? = nil, published: Int64? = 10, author: String? = nil,
    _ change: (inout ProblemStatement) -> Void = { _ in }
  ) -> Problem {
    var statement = ProblemStatement(title: "Bài toán \(id)")
    change(&statement)
    return Problem(
      id: ID(id), externalID: externalID, code: code, status: status,
      createdAt: Instant(seconds: created), updatedAt: Instant(seconds: created),
      publishedAt: published.map(Instant.init(seconds:)), author: author.map { ID($0) },
      statement: statement)
  }

  static func proposal(
    _ id: String, problem: String, organisation: String, status: Proposal.Status = .submitted,
    created: Int64 = 10, opened: Int64? = nil, partner: (String, Partnership.Status)? = nil
  ) -> Proposal {
    Proposal(
      id: ID(id), problem: ID(problem), organisation: ID(organisation), status: status,
      createdAt: Instant(seconds: created), updatedAt: Instant(seconds: created),
      submittedAt: status == .draft ? nil : Instant(seconds: created),
      openedAt: opened.map(Instant.init(seconds:)),
      partnerships: partner.map {
        [Partnership(organisation: ID($0.0), status: $0.1, at: Instant(seconds: 7))]
      } ?? [], sealed: [1, 2, 3])
  }

  static func addition(_ id: String, vi: [String] = [], version: Int = 1) -> LexiconAddition {
    LexiconAddition(
      entry: ConceptEntry(id: id, vi: vi, en: ["concept \(id)"]), version: version,
      createdAt: Instant(seconds: 10), updatedAt: Instant(seconds: 10 + Int64(version)))
  }

  static func act(_ number: Int, payload: JSON = ["after": "x"]) -> AuditAct {
    AuditAct(
      at: Instant(seconds: Int64(number)), actor: .commandLine, action: "problem.publish",
      aggregate: .problem, id: "p\(number)", version: number, payload: payload,
      salt: [UInt8(truncatingIfNeeded: number)])
  }
}

extension Store {
  func insert(_ organisations: [Organisation]) throws(DomainError) {
    try write { db throws(DomainError) in
      for organisation in organisations { try db.insert(organisation) }
    }
  }

  func insert(_ problems: [Problem]) throws(DomainError) {
    try write { db throws(DomainError) in for problem in problems { try db.insert(problem) } }
  }

  func insert(_ proposals: [Proposal]) throws(DomainError) {
    try write { db throws(DomainError) in for proposal in proposals { try db.insert(proposal) } }
  }

  /// Walks a list page by page.
  func walk<Record: Sendable>(
    _ size: Int,
    _ page: @escaping @Sendable (inout Database, PageRequest) throws(DomainError) -> Page<Record>
  ) throws(DomainError) -> (records: [Record], totals: Set<Int>) {
    var (records, totals) = ([Record](), Set<Int>())
    var request = PageRequest(limit: size)
    while true {
      let current = request
      let found = try read { db throws(DomainError) in try page(&db, current) }
      records += found.items
      totals.insert(found.total)
      guard let next = found.next else { return (records, totals) }
      request = PageRequest(limit: size, after: next)
    }
  }
}
