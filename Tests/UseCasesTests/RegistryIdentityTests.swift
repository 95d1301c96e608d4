import Domain
import Matching
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
