import Domain
import FoundationEssentials
import Matching
import SQLite
import Storage
import Testing
import UseCases

@Suite struct RegistryIdentityTests {
  let world: World
  var registry: Registry { world.registry }
  private static let number = "066090123456"
  private static let household: JSON = [
    "kind": "technology_firm", "name": "Hộ kinh doanh Ví Dụ", "legal": ["household_business"],
    "personal_id": "066 090 123 456", "province": "66", "description": "Cà phê",
    "fields": ["agriculture"],
  ]

  init() throws { world = try World() }

  private func own() throws(DomainError) -> (Organisation, Actor) {
    let person = try world.person()
    let made = try registry.createOrganisation(Self.household, by: person).record
    return (made, World.actor(person.account ?? ID(""), .owner, of: made.id))
  }

  @Test func aHouseholdIsVerifiedByAPersonsNumber() throws {
    let (made, owner) = try own()
    _ = try registry.moveOrganisation(made.id.text, .submit, by: owner)
    let entry = try #require(
      try registry.waitingOrganisations(page: PageRequest(limit: 1), by: World.dost).items.first)
    #expect(entry.organisation.profile.identity == .personalID)
    let verified = try registry.moveOrganisation(made.id.text, .verify, by: World.dost)
    #expect(verified.status == .verified && verified.profile.personalID?.digits == nil)
  }

  private func household(
    _ name: String, _ number: String = number, _ events: [Organisation.Event] = [.submit]
  ) throws(DomainError) -> Organisation {
    var record = try registry.createOrganisation(
      Self.household.merging(["name": .string(name), "personal_id": .string(number)]),
      by: World.dost
    ).record
    for event in events {
      record = try registry.moveOrganisation(record.id.text, event, by: World.dost)
    }
    return record
  }

  private func verify(_ record: Organisation, _ reason: String? = nil) -> String {
    outcome { () throws(DomainError) in
      try registry.moveOrganisation(record.id.text, .verify, reason: reason, by: World.dost)
    }
  }

  @Test func aSecondHouseholdOfOnePersonIsVerifiedWithAReasonAlone() throws {
    let first = try household("Cà phê Sớm", Self.number, [.submit, .verify])
    let other = try household("Cà phê Khác", "066090123457")
    let second = try household("Vườn Tiêu")
    let entries = try registry.waitingOrganisations(
      page: PageRequest(limit: 9), by: World.dost
    ).items
    let entry = try #require(entries.first { $0.organisation.id == second.id })
    #expect(entry.duplicates.first?.why == .personalID)
    #expect(entry.duplicates.first?.id == first.id)
    let taken = DomainError.conflict(
      field: "personal_id", value: "********3456", holder: first.id.text)
    #expect(throws: taken) {
      try registry.moveOrganisation(second.id.text, .verify, by: World.dost)
    }
    #expect(verify(second, "  ") == "conflict personal_id")
    #expect(verify(other) == "ok", "the next number is another's")
    #expect(verify(second, "Nhận lại từ vợ") == "ok")
    let log = try world.store.read { db throws(DomainError) in
      try db.auditEntries(AuditFilter(), PageRequest(limit: 50)).items
    }
    let last = try #require(
      log.first { $0.action == "organisation.verify" && $0.id == second.id.text })
    #expect(last.payload?.contains("personal_id_shared_with") == true)
    #expect(last.payload?.contains(first.id.text) == true)
    // Both stand; neither is asked again.
    let version = try registry.organisation(second.id.text, by: World.dost).version
    _ = try registry.updateOrganisation(
      second.id.text, patch: ["trl": 5], expecting: version, by: World.dost)
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test func aNumberThatIsTakenIsNotPutIntoAVerifiedRecord() throws {
    let first = try household("Cà phê Sớm", Self.number, [.submit, .verify])
    let second = try household("Vườn Tiêu", "001190123456", [.submit, .verify])
    func change() -> String {
      outcome { () throws(DomainError) in
        try registry.updateOrganisation(
          second.id.text, patch: ["personal_id": .string(Self.number)],
          expecting: try registry.organisation(second.id.text, by: World.dost).version,
          by: World.dost)
      }
    }
    #expect(change() == "conflict personal_id")
    let items = [
      ImportItem(
        position: "1",
        content: .success(Self.household.merging(["id": "h-9", "name": "Hộ Ba"])))
    ]
    let report = try registry.importRecords(
      items, options: ImportOptions(), by: World.admin)
    #expect(report.rejected.count == 1 && report.created == 0)
    _ = try registry.moveOrganisation(first.id.text, .withdraw, by: World.dost)
    #expect(change() == "ok")
  }

  /// Whoever tries numbers out must not learn whose they are.
  @Test func membersAreNotToldWhoseANumberIs() throws {
    _ = try household("Cà phê Sớm", Self.number, [.submit, .verify])
    let person = try world.person()
    let made = try registry.createOrganisation(
      Self.household.merging(["name": "Vườn Tiêu"]), by: person)
    #expect(made.duplicates.isEmpty)
    let owner = World.actor(person.account ?? ID(""), .owner, of: made.record.id)
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveOrganisation(made.record.id.text, .submit, by: owner)
      } == "ok")
  }

  @Test func numbersOfOlderReleasesAreDigestedWhenTheRegisterIsOpened() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-digests-\(UUID().uuidString).db").path()
    defer {
      for suffix in ["", "-wal", "-shm", ".key", ".files"] {
        try? FileManager.default.removeItem(atPath: path + suffix)
      }
    }
    func open(create: Bool = false) throws -> Registry {
      try Registry.open(path: path, create: create) { Instant(seconds: World.start) }
    }
    let old = try open(create: true)
    for name in ["Cà phê Sớm", "Vườn Tiêu"] {
      _ = try old.createOrganisation(
        Self.household.merging(["name": .string(name)]), by: World.dost)
    }
    try old.close()
    var raw = try Connection(path: path, mode: .readWrite)
    _ = try raw.execute("UPDATE organisation_identity SET digest = NULL")
    _ = try open()
    let digests = try raw.query("SELECT digest FROM organisation_identity", []) { $0.blob(0) }
    #expect(digests.count == 2 && Set(digests).count == 1 && digests.first?.count == 32)
  }

  @Test func theWholeNumberIsForTheHolderAndOfficersAlone() throws {
    let (made, owner) = try own()
    for event in [Organisation.Event.submit, .verify] {
      _ = try registry.moveOrganisation(made.id.text, event, by: World.dost)
    }
    for (actor, shown) in [
      (owner, Self.number), (World.dost, Self.number), (World.admin, Self.number),
      (Actor.anonymous, "********3456"), (World.reviewer, "********3456"),
      (World.member(of: try world.organisation()), "********3456"),
    ] {
      let json = try registry.organisationInFull(made.id.text, by: actor).json
      #expect(json["personal_id"] == .string(shown), "\(actor.name)")
    }
  }

  @Test func theNumberStandsNowhereElse() throws {
    let (made, owner) = try own()
    try registry.follow()
    for event in [Organisation.Event.submit, .verify] {
      _ = try registry.moveOrganisation(made.id.text, event, by: World.dost)
    }
    var told = ""
    try registry.export(.organisations, by: World.admin) { page in
      told += page.map(\.compact).joined()
    }
    for actor in [owner, World.dost] {
      told += try registry.organisations(
        OrganisationFilter(), page: PageRequest(limit: 9), by: actor
      ).items.map(\.json.compact).joined()
    }
    let entries = try world.store.read { db throws(DomainError) in
      try db.auditEntries(AuditFilter(), PageRequest(limit: 50)).items
    }
    told += entries.compactMap(\.payload).joined()
    told += try world.notices().flatMap(\.values.values).joined()
    #expect(!told.contains(Self.number) && told.contains("********3456"))
    #expect(told.contains("personal_id_sealed_digest"))
    #expect(!(try world.bytes().contains(text: Self.number)))
    #expect(registry.search(SearchQuery(text: Self.number)).hits.isEmpty)
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test func aNumberIsKeptChangedAndTakenAway() throws {
    let (made, owner) = try own()
    func patch(_ patch: JSON) -> String {
      outcome { () throws(DomainError) in
        try registry.updateOrganisation(
          made.id.text, patch: patch,
          expecting: try registry.organisation(made.id.text, by: owner).version, by: owner)
      }
    }
    func number() throws -> JSON? {
      try registry.organisationInFull(made.id.text, by: owner).json["personal_id"]
    }
    #expect(patch(["personal_id": "********3456", "trl": 4]) == "ok")
    #expect(try number() == .string(Self.number))
    #expect(patch(["personal_id": .string(Self.number)]) == "ok")
    #expect(try registry.organisation(made.id.text, by: owner).version == 2)
    #expect(patch(["personal_id": "********0000"]) == "invalid /personal_id bad_format")
    #expect(patch(["personal_id": "12"]) == "invalid /personal_id bad_format")
    // The same last digits are not the same number.
    #expect(patch(["personal_id": "001190123456"]) == "ok")
    #expect(try number() == "001190123456")
    #expect(patch(["legal": nil]) == "invalid /personal_id not_for_kind")
    #expect(patch(["personal_id": nil]) == "ok")
    #expect(try number() == nil)
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  private func verifiedOwn() throws -> (Organisation, Actor, (JSON) -> String) {
    let (made, owner) = try own()
    for event in [Organisation.Event.submit, .verify] {
      _ = try registry.moveOrganisation(made.id.text, event, by: World.dost)
    }
    return (
      made, owner,
      { patch in
        outcome { () throws(DomainError) in
          try registry.updateOrganisation(
            made.id.text, patch: patch,
            expecting: try registry.organisation(made.id.text, by: owner).version, by: owner)
        }
      }
    )
  }

  private func decide(_ id: ID<Organisation>, _ isAccepted: Bool) throws(DomainError)
    -> Organisation
  {
    try registry.decideRevision(
      of: id.text, isAccepted: isAccepted, reason: "x", by: World.dost)
  }

  @Test func aVerifiedHouseholdAddsALegalClass() throws {
    let (made, owner, patch) = try verifiedOwn()
    let paper = try registry.addFile(
      SampleFiles.bytes(.pdf), name: "a.pdf", declared: "application/pdf", by: owner)
    let legal: JSON = [
      "household_business",
      [
        "status": "sme_micro", "issuer": "Sở Tài chính", "number": "12", "issued_on": "2026-01-02",
        "file": .string(paper.id.text),
      ],
    ]
    #expect(patch(["legal": legal]) == "ok")
    let waiting = try registry.organisation(made.id.text, by: owner)
    #expect(waiting.profile.legalClasses == [.householdBusiness])
    #expect(waiting.registration.pending?.changes.members.map(\.name) == ["legal"])
    // A form sends what it shows, the mask included.
    #expect(patch(["legal": legal, "personal_id": "********3456"]) == "ok")
    #expect(patch(["legal": legal, "personal_id": .string(Self.number)]) == "ok")
    let after = try decide(made.id, true)
    #expect(after.profile.legalClasses == [.householdBusiness, .smeMicro])
    #expect(
      try registry.organisationInFull(made.id.text, by: owner).json["personal_id"]
        == .string(Self.number))
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test(arguments: [false, true])
  func aVerifiedHouseholdBecomesAnEnterprise(_ isSaid: Bool) throws {
    let (made, owner, patch) = try verifiedOwn()
    var wish: JSON = [
      "kind": "startup", "startup": ["stage": "seed"], "tax_code": "0100233488",
      "legal": ["sme_micro"], "name": "Công ty Ví Dụ",
    ]
    if isSaid { wish = wish.merging(["personal_id": .null], keepingNull: true) }
    #expect(patch(["personal_id": .null]) == "invalid /personal_id officer_only")
    #expect(patch(wish.merging(["personal_id": "001190123456"])) != "ok")
    #expect(
      patch(wish.merging(["personal_id": "********3456"])) == "invalid /personal_id not_for_kind")
    #expect(patch(wish) == "ok")
    let seen = try registry.organisation(made.id.text, by: .anonymous)
    #expect(seen.profile.kind == .technologyFirm && seen.profile.taxCode == nil)
    #expect(seen.profile.personalID?.mask == "********3456")
    let entry = try #require(
      try registry.waitingOrganisations(page: PageRequest(limit: 1), by: World.dost).items.first)
    #expect(
      Set((entry.changes ?? []).map(\.pointer))
        == ["/kind", "/startup", "/tax_code", "/legal", "/name", "/personal_id"])
    #expect(patch(["description": "Rang xay"]) == "ok", "other members go on")
    let after = try decide(made.id, true)
    #expect(after.profile.kind == .startup && after.profile.taxCode == "0100233488")
    #expect(after.profile.personalID == nil && after.profile.identity == .taxCode)
    #expect(after.profile.description == "Rang xay")
    #expect(
      try registry.organisationInFull(made.id.text, by: World.dost).json["personal_id"] == nil)
    #expect(!(try world.bytes().contains(text: Self.number)))
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
    // Its person may found another household.
    #expect(verify(try household("Hộ Mới")) == "ok")
    _ = owner
  }

  @Test func aHouseholdThatStaysOneKeepsItsNumber() throws {
    let (made, owner, patch) = try verifiedOwn()
    #expect(patch(["legal": ["sme_micro"], "tax_code": "0100233488"]) == "ok")
    #expect(patch(["legal": ["household_business"], "tax_code": .null]) == "ok")
    let record = try registry.organisation(made.id.text, by: owner)
    #expect(record.registration.pending == nil)
    #expect(patch(["legal": ["sme_micro"], "tax_code": "0100233488"]) == "ok")
    let refused = try decide(made.id, false)
    #expect(refused.profile.personalID?.mask == "********3456")
    #expect(
      try registry.organisationInFull(made.id.text, by: owner).json["personal_id"]
        == .string(Self.number))
  }

  @Test func onceVerifiedANumberIsAnOfficersToChange() throws {
    let (made, owner) = try own()
    for event in [Organisation.Event.submit, .verify] {
      _ = try registry.moveOrganisation(made.id.text, event, by: World.dost)
    }
    let version = try registry.organisation(made.id.text, by: owner).version
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateOrganisation(
          made.id.text, patch: ["personal_id": "001190123456"], expecting: version, by: owner)
      } == "invalid /personal_id officer_only")
    _ = try registry.updateOrganisation(
      made.id.text, patch: ["personal_id": "001190123456"], expecting: version, by: World.dost)
  }

  @Test func anExportReadAgainChangesNothing() throws {
    let (made, _) = try own()
    let record = try registry.organisation(made.id.text, by: World.admin)
    let items = [ImportItem(position: "1", content: .success(record.json))]
    var options = ImportOptions()
    options.status = "draft"
    let report = try registry.importRecords(items, options: options, by: World.admin)
    #expect(report.unchanged == 1 && report.rejected.isEmpty)
    let unknown = [
      ImportItem(
        position: "1",
        content: .success(record.json.merging(["id": "khac", "external_id": "khac"])))
    ]
    let refused = try registry.importRecords(unknown, options: options, by: World.admin)
    #expect(refused.rejected.count == 1)
  }

  @Test func aForeignFundAndAnAngelHaveAPath() throws {
    for patch in [
      [
        "name": "Quỹ Nước Ngoài", "foreign_register": ["country": "sg", "number": "201912345K"],
        "fund": ["fund_kind": "venture_capital", "thesis": "x"],
      ],
      [
        "name": "Nhà đầu tư thiên thần", "fund": ["fund_kind": "angel_network", "thesis": "x"],
      ],
    ] as [JSON] {
      let record = try world.organisation(.verified, patch.merging(["kind": "fund"]))
      #expect(record.status == .verified && record.profile.taxCode == nil)
    }
  }

  @Test func onlyAnOfficerOverridesACheckDigit() throws {
    let firm = try world.organisation(.draft)
    let (id, member) = (firm.id.text, World.member(of: firm))
    func patch(_ patch: JSON, by actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.updateOrganisation(
          id, patch: patch,
          expecting: try registry.organisation(id, by: World.dost).version, by: actor)
      }
    }
    let wrong: JSON = ["tax_code": "0100233489", "tax_code_override": ["reason": "Theo giấy"]]
    #expect(patch(["tax_code": "0100233489"], by: World.dost) == "invalid /tax_code check_digit")
    #expect(patch(wrong, by: member) == "invalid /tax_code_override officer_only")
    #expect(patch(wrong, by: World.dost) == "ok")
    let record = try registry.organisation(id, by: member)
    #expect(record.profile.taxCode == "0100233489" && record.profile.taxCodeOverride == "Theo giấy")
    #expect(patch(["trl": 5], by: member) == "ok")
    // The override was for that code alone.
    #expect(patch(["tax_code": "0100233487"], by: member) == "invalid /tax_code check_digit")
    #expect(patch(["tax_code": "0100233488"], by: member) == "ok")
    #expect(try registry.organisation(id, by: World.dost).profile.taxCodeOverride == nil)
    _ = patch(wrong, by: World.dost)
    for event in [Organisation.Event.submit, .verify] {
      _ = try registry.moveOrganisation(id, event, by: World.dost)
    }
    let seen = try registry.organisation(id, by: .anonymous)
    #expect(seen.profile.taxCode == "0100233489" && seen.profile.taxCodeOverride == nil)
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }
}
