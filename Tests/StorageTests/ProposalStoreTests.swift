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
    let organisations = Proposal.Status.allCases.map { Sample.organisation("o-\($0.rawValue)") }
    var problems: [Problem] = []
    var proposals: [Proposal] = []
    for status in Problem.Status.allCases {
      for deadline in [nil, 99, 100, 101] as [Int64?] {
        let id = "\(status.rawValue)-\(deadline ?? 0)"
        problems.append(
          Sample.problem(id, status: status) { $0.deadline = deadline.map(Instant.init(seconds:)) })
        for offered in Proposal.Status.allCases {
          proposals.append(
            Sample.proposal(
              "\(id)-\(offered.rawValue)", problem: id, organisation: "o-\(offered.rawValue)",
              status: offered))
        }
      }
    }
    try store.insert(organisations)
    try store.insert(problems)
    try store.insert(proposals)
    let byID = Dictionary(uniqueKeysWithValues: problems.map { ($0.id, $0) })
    let dost = Actor(name: "d", role: .dost)
    for now in [0, 99, 100, 101, 102].map({ Instant(seconds: $0) }) {
      var filter = ProposalFilter()
      filter.visibleTo = .officer(now: now)
      let expected = proposals.filter { proposal in
        byID[proposal.problem].map { Visibility.sees(dost, proposal, for: $0, at: now) } ?? false
      }
      let found = try list(filter, 50)
      #expect(Set(found.ids) == Set(expected.map(\.id.text)))
      #expect(found.totals == [expected.count])
      #expect(!expected.isEmpty && expected.count < proposals.count)
    }
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
        created: Int64(random.number(1...5)))
    }
    try store.insert(records)
    try store.write { db throws(DomainError) in
      var closed = Sample.problem("p", status: .closed)
      closed.version = 2
      try db.update(closed)
    }
    let expected = records.sorted { left, right in
      left.createdAt == right.createdAt ? left.id < right.id : right.createdAt < left.createdAt
    }.map(\.id.text)
    var filter = ProposalFilter()
    filter.visibleTo = .officer(now: Instant(seconds: 50))
    for size in [1, 6, 39, 40, 41] { #expect(try list(filter, size).ids == expected, "\(size)") }
  }
}
