import Domain
import SQLite
import Storage
import Testing

@Suite struct ProblemStoreTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  private func list(_ filter: ProblemFilter, _ size: Int) throws -> (
    ids: [String], totals: Set<Int>
  ) {
    let places = file.places
    let found = try store.walk(size) { db, page throws(DomainError) in
      try db.problems(filter, page, places: places)
    }
    return (found.records.map(\.id.text), found.totals)
  }

  @Test func isFoundByEachOfItsNames() throws {
    try store.insert([Sample.organisation("agency")])
    let record = Sample.problem(
      "p", status: .noAward, code: "DLK-2026-001", externalID: "ext", published: 7, author: "agency"
    ) {
      $0.deadline = Instant(seconds: 99)
      $0.required = [.minTRL(6), .province("66")]
      $0.technologies = [.ai]
      $0.budgetVND = 5_000_000_000
    }
    try store.insert([record])
    let places = file.places
    let found = try store.read { db throws(DomainError) in
      [
        try db.problem(ID("p"), places: places),
        try db.problem(code: "DLK-2026-001", places: places),
        try db.problem(externalID: "ext", places: places), try db.problem(ID("q"), places: places),
      ]
    }
    #expect(found == [record, record, record, nil])
  }

  @Test func codesAndExternalIdentifiersAreUnique() throws {
    try store.insert([Sample.problem("p", code: "DLK-2026-001", externalID: "x")])
    #expect(throws: DomainError.conflict(field: "code", value: "", holder: nil)) {
      try store.insert([Sample.problem("q", code: "DLK-2026-001")])
    }
    #expect(throws: DomainError.conflict(field: "external_id", value: "", holder: nil)) {
      try store.insert([Sample.problem("q", externalID: "x")])
    }
    try store.insert([Sample.problem("q"), Sample.problem("r")])
  }

  @Test func anUpdateReplacesTheVersionBefore() throws {
    var record = Sample.problem("p") { $0.technologies = [.ai] }
    try store.insert([record])
    record.version = 2
    record.code = "DLK-2026-009"
    record.statement.technologies = [.iot]
    let next = record
    try store.write { db throws(DomainError) in try db.update(next) }
    var filter = ProblemFilter()
    filter.technologies = [.ai]
    #expect(try list(filter, 5).ids == [])
    filter.technologies = [.iot]
    #expect(try list(filter, 5).ids == ["p"])
    #expect(throws: DomainError.self) {
      try store.write { db throws(DomainError) in try db.update(next) }
    }
  }

  @Test(
    arguments: [
      ([], "DLK-2026-", 1), (["DLK-2026-001"], "DLK-2026-", 2),
      (["DLK-2026-009", "DLK-2026-010"], "DLK-2026-", 11),
      (["DLK-2026-999"], "DLK-2026-", 1000),
      (["DLK-2026-999", "DLK-2026-1000"], "DLK-2026-", 1001),
      (["DLK-2025-017", "DLKX-2026-005", "DL-2026-009"], "DLK-2026-", 1),
      (["DLK-2026-003", "DLK-2026-001"], "DLK-2026-", 4),
    ] as [([String], String, Int)]) func codesCountFromOneEachYear(_ row: ([String], String, Int))
    throws
  {
    try store.insert(row.0.map { Sample.problem("p" + $0, code: $0) })
    let prefix = row.1
    let next = try store.read { db throws(DomainError) in try db.nextProblemNumber(prefix: prefix) }
    #expect(next == row.2)
  }

  @Test func pagesOfAnySizeGiveEveryRecordOnceNewestFirst() throws {
    var random = Seeded(22)
    let records = (0..<50).map { number in
      Sample.problem("p\(random.number(100...999))-\(number)", created: Int64(random.number(1...6)))
    }
    try store.insert(records)
    let expected = records.sorted { left, right in
      left.createdAt == right.createdAt ? left.id < right.id : right.createdAt < left.createdAt
    }.map(\.id.text)
    for size in [1, 3, 8, 49, 50, 51] {
      let found = try list(ProblemFilter(), size)
      #expect(found.ids == expected, "\(size)")
      #expect(found.totals == [50])
    }
  }

  @Test func filtersKeepWhatTheySay() throws {
    var random = Seeded(23)
    try store.insert([Sample.organisation("a1"), Sample.organisation("a2")])
    let records = (0..<100).map { number in
      Sample.problem(
        "p\(number)", status: random.pick(Problem.Status.allCases), created: Int64(number),
        published: random.chance(50) ? 5 : nil, author: random.pick(["a1", "a2", nil])
      ) {
        $0.field = random.pick([.energy, .health, nil])
        $0.technologies = random.some([.ai, .iot, .uav])
        $0.province = random.pick(["66", "01", nil])
      }
    }
    try store.insert(records)
    for _ in 0..<60 {
      var filter = ProblemFilter()
      filter.statuses = random.some([.draft, .published, .closed])
      filter.fields = random.some([.energy, .health])
      filter.technologies = random.some([.ai, .iot])
      filter.provinces = random.some(["66"])
      let author = random.chance(50) ? ID<Organisation>("a1") : nil
      let restricted = random.chance(50)
      if restricted { filter.visibleTo = .published(andBy: author) }
      let chosen = filter
      let expected = records.filter { record in
        func meets<C: Hashable>(_ wanted: [C], _ had: [C]) -> Bool {
          wanted.isEmpty || !Set(wanted).isDisjoint(with: had)
        }
        return meets(chosen.statuses, [record.status])
          && meets(chosen.fields, [record.statement.field].compactMap { $0 })
          && meets(chosen.technologies, record.statement.technologies)
          && meets(chosen.provinces, [record.statement.province].compactMap { $0 })
          && (!restricted || record.publishedAt != nil
            || (author != nil && record.author == author))
      }
      let found = try list(filter, 7)
      #expect(found.ids == expected.reversed().map(\.id.text))
      #expect(found.totals == [expected.count])
    }
  }
}
