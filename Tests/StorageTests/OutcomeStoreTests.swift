import Domain
import SQLite
import Storage
import Testing

@Suite struct OutcomeStoreTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
    try store.insert(["a", "b"].map { Sample.organisation($0) })
    try store.insert(["p", "q"].map { Sample.problem($0) })
  }

  private func outcome(
    _ id: String, _ problem: String, _ organisation: String, _ kind: Outcome.Kind,
    at: Int64 = 10, rank: Int? = 3
  ) -> Outcome {
    Outcome(
      id: ID(id), problem: ID(problem), organisation: ID(organisation), kind: kind,
      at: Instant(seconds: at), by: "cli", note: rank == nil ? nil : "ghi chú",
      standing: Outcome.Standing(
        rank: rank, scoreMicros: rank.map { _ in 500_000 }, weightsVersion: "2026-2"))
  }

  private func insert(_ outcomes: [Outcome]) throws(DomainError) {
    try store.write { db throws(DomainError) in for one in outcomes { try db.insert(one) } }
  }

  @Test func whatIsStoredIsReadBack() throws {
    let records = [
      outcome("1", "p", "a", .invited), outcome("2", "p", "b", .awarded, rank: nil),
    ]
    try insert(records)
    for record in records {
      let read = try store.read { db throws(DomainError) in try db.outcome(record.id) }
      #expect(read == record)
    }
    #expect(try store.read { db throws(DomainError) in try db.outcome(ID("9")) } == nil)
    let kinds = try store.read { db throws(DomainError) in
      try db.outcomes(of: ID("a"), for: ID("p"))
    }
    #expect(kinds == [.invited])
  }

  @Test func eachKindOnceForAPair() throws {
    try insert([outcome("1", "p", "a", .invited)])
    try insert([outcome("2", "p", "b", .invited), outcome("3", "p", "a", .refused)])
    #expect(throws: DomainError.conflict(field: "kind", value: "", holder: nil)) {
      try insert([outcome("4", "p", "a", .invited)])
    }
  }

  @Test func nothingIsChangedOrTakenBack() throws {
    try insert([outcome("1", "p", "a", .invited)])
    var raw = try file.raw()
    for sql in ["DELETE FROM outcome", "UPDATE outcome SET kind = 'awarded'"] {
      #expect(throws: DatabaseError.self) { try raw.execute(sql) }
    }
  }

  @Test func pagesHoldEachRecordOnceTheNewestFirst() throws {
    var all: [Outcome] = []
    for (number, kind) in Outcome.Kind.allCases.enumerated() {
      for (problem, organisation) in [("p", "a"), ("p", "b"), ("q", "a")] {
        all.append(
          outcome(
            "\(problem)\(organisation)\(number)", problem, organisation, kind,
            at: Int64(number / 2)))
      }
    }
    try insert(all)
    let expected = all.sorted { ($1.at, $0.id.text) < ($0.at, $1.id.text) }
    for size in [1, 2, 7, 100] {
      var filter = OutcomeFilter()
      filter.visibleTo = .officer
      let wanted = filter
      let found = try store.walk(size) { db, page throws(DomainError) in
        try db.outcomes(wanted, page)
      }
      #expect(found.records.map(\.id) == expected.map(\.id))
      #expect(found.totals == [all.count])
    }
  }

  @Test func filtersAndVisibilityNarrow() throws {
    try insert([
      outcome("1", "p", "a", .invited), outcome("2", "p", "b", .invited),
      outcome("3", "q", "a", .awarded),
    ])
    func ids(_ change: (inout OutcomeFilter) -> Void) throws -> [String] {
      var filter = OutcomeFilter()
      change(&filter)
      let wanted = filter
      return try store.read { db throws(DomainError) in
        try db.outcomes(wanted, PageRequest(limit: 10))
      }.items.map(\.id.text)
    }
    #expect(try ids { _ in } == [])
    #expect(try ids { $0.visibleTo = .officer } == ["1", "2", "3"])
    // A result is told once it was decided who solves the problem.
    #expect(try ids { $0.visibleTo = .owner(ID("a")) } == ["1"])
    var raw = try file.raw()
    try raw.script(
      "INSERT INTO state_change (aggregate, record_id, state, at) VALUES ('problem','q','awarded',1)"
    )
    #expect(try ids { $0.visibleTo = .owner(ID("a")) } == ["1", "3"])
    #expect(
      try ids {
        $0.visibleTo = .owner(ID("a"))
        $0.organisation = ID("b")
      } == [])
    #expect(
      try ids {
        $0.visibleTo = .officer
        $0.problem = ID("p")
        $0.kinds = [.invited, .refused]
      } == ["1", "2"])
  }

  @Test func selectedProposalsOfAProblem() throws {
    try store.insert([
      Sample.proposal("1", problem: "p", organisation: "a", status: .selected),
      Sample.proposal("2", problem: "p", organisation: "b", status: .shortlisted),
      Sample.proposal("3", problem: "q", organisation: "b", status: .selected),
    ])
    let found = try store.read { db throws(DomainError) in
      try db.selectedProposals(for: ID("p")).map { [$0.proposal.text, $0.organisation.text] }
    }
    #expect(found == [["1", "a"]])
  }

  @Test func weightsAreKeptUnderTheirNames() throws {
    func inForce() throws -> StoredWeights? {
      try store.read { db throws(DomainError) in try db.weightsInForce() }
    }
    #expect(try inForce() == nil)
    let first = StoredWeights(
      version: "a", micros: ["capability": 600_000, "field": 400_000],
      setAt: Instant(seconds: 5), setBy: "cli")
    let second = StoredWeights(
      version: "b", micros: ["capability": 1_000_000], setAt: Instant(seconds: 9), setBy: "cli")
    for weights in [first, second, first] {
      try store.write { db throws(DomainError) in try db.putInForce(weights) }
      #expect(try inForce() == weights)
    }
    let listed = try store.read { db throws(DomainError) in try db.weights(limit: 10) }
    #expect(listed == [second, first])
    var raw = try file.raw()
    #expect(throws: DatabaseError.self) { try raw.execute("UPDATE weights SET signals = '{}'") }
  }
}
