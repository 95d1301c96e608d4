import Domain
import SQLite
import Storage
import Testing

@Suite struct OrganisationStoreTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  private func find(_ id: String) throws -> Organisation? {
    let places = file.places
    return try store.read { db throws(DomainError) in try db.organisation(ID(id), places: places) }
  }

  private func list(_ filter: OrganisationFilter, _ size: Int) throws -> (
    ids: [String], totals: Set<Int>
  ) {
    let places = file.places
    let found = try store.walk(size) { db, page throws(DomainError) in
      try db.organisations(filter, page, places: places)
    }
    return (found.records.map(\.id.text), found.totals)
  }

  @Test func isFoundByEachOfItsNames() throws {
    var record = Sample.organisation("a", "Đắk Lắk", status: .suspended, externalID: "ext") {
      $0.taxCode = "0100233488"
      $0.fields = [.energy, .agriculture]
      $0.legal = [LegalStatus(.large)]
      $0.products = ["x"]
    }
    record.statusReason = "thiếu giấy tờ"
    try store.insert([record])
    let (places, code) = (file.places, "0100233488")
    let found = try store.read { db throws(DomainError) in
      [
        try db.organisation(ID("a"), places: places),
        try db.organisation(externalID: "ext", places: places),
        try db.organisation(taxCode: code, places: places),
      ]
    }
    #expect(found == [record, record, record])
    #expect(try find("b") == nil)
  }

  @Test func anUpdateReplacesTheVersionBefore() throws {
    var record = Sample.organisation("a") { $0.fields = [.energy] }
    try store.insert([record])
    record.version = 2
    record.profile.name = "Tên mới"
    record.profile.fields = [.health]
    record.updatedAt = Instant(seconds: 99)
    let next = record
    try store.write { db throws(DomainError) in try db.update(next) }
    #expect(try find("a") == next)
    var filter = OrganisationFilter()
    filter.fields = [.energy]
    #expect(try list(filter, 5).ids == [])
    filter.fields = [.health]
    #expect(try list(filter, 5).ids == ["a"])
    let error = #expect(throws: DomainError.self) {
      try store.write { db throws(DomainError) in try db.update(next) }
    }
    guard case .stale = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aTaxCodeHasOneLiveHolder() throws {
    let code = "0100233488"
    try store.insert([Sample.organisation("a", status: .withdrawn) { $0.taxCode = code }])
    try store.insert([Sample.organisation("b") { $0.taxCode = code }])
    #expect(throws: DomainError.conflict(field: "tax_code", value: "", holder: nil)) {
      try store.insert([Sample.organisation("c") { $0.taxCode = code }])
    }
    let places = file.places
    let holder = try store.read { db throws(DomainError) in
      try db.organisation(taxCode: code, places: places)
    }
    #expect(holder?.id.text == "b")
    try store.insert([Sample.organisation("d") { $0.taxCode = code + "-001" }])
  }

  @Test func externalIdentifiersAreUnique() throws {
    try store.insert([Sample.organisation("a", externalID: "x"), Sample.organisation("b")])
    #expect(throws: DomainError.conflict(field: "external_id", value: "", holder: nil)) {
      try store.insert([Sample.organisation("c", externalID: "x")])
    }
  }

  @Test func theListIsInDictionaryOrder() throws {
    let names = [
      "An Giang", "Ánh Sáng", "Bắc", "Cà phê", "Chè", "Dũng", "Đà Nẵng", "Đắk Lắk", "Em", "Ê-đê",
      "Ong", "Ông", "Ơn", "Ủy ban", "Ưu việt", "Y tế",
    ]
    try store.insert(names.reversed().enumerated().map { Sample.organisation("o\($0)", $1) })
    let places = file.places
    let found = try store.walk(3) { db, page throws(DomainError) in
      try db.organisations(OrganisationFilter(), page, places: places)
    }
    #expect(found.records.map(\.profile.name) == names)
  }

  @Test func pagesOfAnySizeGiveEveryRecordOnceInOrder() throws {
    var random = Seeded(20)
    let names = ["Cà", "ca", "Cá", "Đá", "dá", "Ổ", "Bơ", "Bò"]
    let records = (0..<60).map { number in
      Sample.organisation("o\(random.number(100...999))-\(number)", random.pick(names))
    }
    try store.insert(records)
    let expected = records.sorted { left, right in
      let (a, b) = (Folding.sortKey(left.profile.name), Folding.sortKey(right.profile.name))
      return a == b ? left.id < right.id : a.lexicographicallyPrecedes(b)
    }.map(\.id.text)
    for size in [1, 2, 7, 59, 60, 61] {
      let found = try list(OrganisationFilter(), size)
      #expect(found.ids == expected, "\(size)")
      #expect(found.totals == [60])
    }
    let places = file.places
    for limit in [0, -5] {
      let page = try store.read { db throws(DomainError) in
        try db.organisations(OrganisationFilter(), PageRequest(limit: limit), places: places)
      }
      #expect(page.items.map(\.id.text) == Array(expected.prefix(1)))
    }
  }

  @Test func filtersKeepWhatTheySay() throws {
    var random = Seeded(21)
    let records = (0..<120).map { number in
      Sample.organisation(
        "o\(number)", "n\(number)", status: random.pick(Organisation.Status.allCases)
      ) {
        $0.kind = random.pick(OrganisationKind.allCases)
        $0.province = random.pick(["66", "01", nil])
        $0.fields = random.some(Array(Field.allCases.prefix(4)))
        $0.technologies = random.some(Array(Technology.allCases.prefix(4)))
        $0.legal = random.some([.large, .smeSmall, .cooperative]).map { LegalStatus($0) }
      }
    }
    try store.insert(records)
    for _ in 0..<60 {
      var filter = OrganisationFilter()
      filter.kinds = random.some([.startup, .fund, .agency])
      filter.statuses = random.some([.draft, .verified])
      filter.provinces = random.some(["66", "01"])
      filter.fields = random.some([.agriculture, .health])
      filter.technologies = random.some([.ai, .iot])
      filter.legal = random.some([.large, .smeSmall])
      let own = random.chance(50) ? ID<Organisation>("o\(random.number(0...119))") : nil
      let restricted = random.chance(50)
      if restricted { filter.visibleTo = .verified(andAlso: own) }
      let chosen = filter
      let expected = records.filter { record in
        let profile = record.profile
        func meets<C: Hashable>(_ wanted: [C], _ had: [C]) -> Bool {
          wanted.isEmpty || !Set(wanted).isDisjoint(with: had)
        }
        return meets(chosen.kinds, [profile.kind]) && meets(chosen.statuses, [record.status])
          && meets(chosen.provinces, [profile.province ?? ""])
          && meets(chosen.fields, profile.fields)
          && meets(chosen.technologies, profile.technologies)
          && meets(chosen.legal, Array(profile.legalClasses))
          && (!restricted || record.status == .verified || record.id == own)
      }
      let found = try list(filter, 9)
      #expect(Set(found.ids) == Set(expected.map(\.id.text)))
      #expect(found.ids.count == expected.count)
      #expect(found.totals == [expected.count])
    }
  }

  @Test func damagedRecordsAreAFaultNotATrap() throws {
    try store.insert([Sample.organisation("a")])
    var raw = try file.raw()
    for damage in ["status = 'lost'", "profile = '{\"kind\":\"x\"}'", "profile = '[]'"] {
      try raw.script("UPDATE organisation SET \(damage)")
      let error = #expect(throws: DomainError.self) { try find("a") }
      guard case .internalFault(let detail) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(detail.contains("organisation a"))
    }
  }
}
