import Domain
import SQLite
import Storage
import Testing

@Suite struct ProposalStoreTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  private func list(_ filter: ProposalFilter, _ size: Int) throws -> (
    ids: [String], totals: Set<Int>
  ) {
    let found = try store.walk(size) { db, page throws(DomainError) in
      try db.proposals(filter, page)
    }
    return (found.records.map(\.id.text), found.totals)
  }

  /// The query and `Visibility` hold the same rule, once in SQL and once in Swift.
  @Test func theListAndTheRecordAgreeOnTheSeal() throws {
    var proposals: [Proposal] = []
    let partners: [(String, Partnership.Status)?] =
      [nil] + Partnership.Status.allCases.map { ("partner", $0) }
    try store.insert([Sample.problem("p")])
    try store.insert([Sample.organisation("partner"), Sample.organisation("other")])
    for status in Proposal.Status.allCases {
      for opened in [nil, 50] as [Int64?] {
        for partner in partners {
          let id = "\(proposals.count)"
          try store.insert([Sample.organisation("o" + id)])
          proposals.append(
            Sample.proposal(
              id, problem: "p", organisation: "o" + id, status: status, opened: opened,
              partner: partner))
        }
      }
    }
    try store.insert(proposals)
    for actor in ["o3", "partner", "other"].map({
      Actor(name: $0, role: .member, organisation: ID($0))
    }) + [Actor(name: "d", role: .dost)] {
      var filter = ProposalFilter()
      filter.visibleTo =
        actor.organisation.map { .owner($0) } ?? .officer(without: WithheldCompetitions())
      let expected = proposals.filter { Visibility.sees(actor, $0) }
      let found = try list(filter, 50)
      #expect(Set(found.ids) == Set(expected.map(\.id.text)), "\(actor.name)")
      #expect(found.totals == [expected.count])
      #expect(expected.count < proposals.count && (expected.isEmpty == (actor.name == "other")))
    }
    let expected = proposals[9]
    let found = try store.read { db throws(DomainError) in try db.proposal(expected.id) }
    #expect(found == expected)
  }

  @Test func ownersSeeTheirOwnAndNobodySeesNothing() throws {
    try store.insert([Sample.organisation("a"), Sample.organisation("b")])
    try store.insert([Sample.problem("p"), Sample.problem("q")])
    try store.insert([
      Sample.proposal("1", problem: "p", organisation: "a", status: .draft, created: 1),
      Sample.proposal("2", problem: "p", organisation: "b", created: 2),
      Sample.proposal("3", problem: "q", organisation: "a", created: 3),
    ])
    #expect(try list(ProposalFilter(), 5).ids == [])
    #expect(try list(ProposalFilter(), 5).totals == [0])
    var filter = ProposalFilter()
    filter.visibleTo = .owner(ID("a"))
    #expect(try list(filter, 1).ids == ["3", "1"])
    filter.problem = ID("p")
    #expect(try list(filter, 5).ids == ["1"])
    filter.organisation = ID("b")
    #expect(try list(filter, 5).ids == [])
  }

  @Test func oneLiveProposalForAProblem() throws {
    try store.insert([Sample.organisation("a")])
    try store.insert([Sample.problem("p")])
    let first = Sample.proposal("1", problem: "p", organisation: "a", status: .withdrawn)
    try store.insert([first])
    func live() throws -> ID<Proposal>? {
      try store.read { db throws(DomainError) in try db.proposal(of: ID("a"), for: ID("p")) }
    }
    #expect(try live() == nil)
    try store.insert([Sample.proposal("2", problem: "p", organisation: "a", status: .draft)])
    #expect(try live()?.text == "2")
    #expect(throws: DomainError.conflict(field: "organisation", value: "", holder: nil)) {
      try store.insert([Sample.proposal("3", problem: "p", organisation: "a")])
    }
    let found = try store.read { db throws(DomainError) in try db.proposal(ID("1")) }
    #expect(found == first)
  }

  @Test func pagesOfAnySizeGiveEveryRecordOnceNewestFirst() throws {
    var random = Seeded(24)
    try store.insert([Sample.problem("p")])
    try store.insert((0..<40).map { Sample.organisation("o\($0)") })
    let records = (0..<40).map {
      Sample.proposal(
        "r\(random.number(100...999))-\($0)", problem: "p", organisation: "o\($0)",
        created: Int64(random.number(1...5)), opened: 9)
    }
    try store.insert(records)
    let expected = records.sorted { left, right in
      left.createdAt == right.createdAt ? left.id < right.id : right.createdAt < left.createdAt
    }.map(\.id.text)
    var filter = ProposalFilter()
    filter.visibleTo = .officer(without: WithheldCompetitions())
    for size in [1, 6, 39, 40, 41] { #expect(try list(filter, size).ids == expected, "\(size)") }
  }
}
