import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryOrganisationsTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  @Test func aKindAndANameMakeADraft() throws {
    let made = try registry.createOrganisation(
      ["kind": "startup", "name": " Rẫy Số ", "province": "Phú Yên"], by: World.dost)
    #expect(made.record.status == .draft && made.record.version == 1)
    #expect(made.record.profile.name == "Rẫy Số" && made.record.profile.province == "66")
    #expect(made.record.createdAt.seconds == World.start)
    #expect(made.notes.map(\.became) == ["66"])
    #expect(try registry.organisation(made.record.id.text, by: World.dost) == made.record)
  }

  @Test func aChangeSaysWhichVersionItIsBasedOn() throws {
    let own = try world.organisation(.draft)
    let id = own.id.text
    func change(_ trl: Int64, _ version: Int?) -> String {
      outcome { () throws(DomainError) in
        try registry.updateOrganisation(
          id, patch: ["trl": .integer(trl)], expecting: version, by: World.dost)
      }
    }
    #expect(change(5, nil) == "versionRequired 1")
    #expect(change(5, 2) == "stale 1")
    #expect(change(5, 1) == "ok")
    #expect(change(6, 1) == "stale 2")
    #expect(change(6, 2) == "ok")
    let now = try registry.organisation(id, by: World.dost)
    #expect(now.version == 3 && now.profile.trl == 6)
    let same = try registry.updateOrganisation(id, patch: ["trl": 6], expecting: 3, by: World.dost)
    #expect(same.record.version == 3)
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveOrganisation(id, .submit, expecting: 2, by: World.dost)
      } == "stale 3")
  }

  @Test func nullTakesAMemberAway() throws {
    let own = try world.organisation(.draft, ["trl": 5, "products": ["a"]])
    let patched = try registry.updateOrganisation(
      own.id.text, patch: ["trl": nil, "products": nil], expecting: 1, by: World.dost
    ).record
    #expect(patched.profile.trl == nil && patched.profile.products.isEmpty)
    #expect(patched.profile.description == own.profile.description)
  }

  @Test(
    arguments: [
      ([], "invalid  wrong_type"), (["id": "x"], "invalid /id read_only"),
      (["status": "verified", "version": 9], "invalid /status read_only, /version read_only"),
      (["name": nil], "invalid /name missing"), (["trl": 99], "invalid /trl out_of_range"),
      (["nme": "x"], "invalid /nme unknown_member"),
      (["startup": ["stage": "seed"]], "invalid /startup not_for_kind"),
    ] as [(JSON, String)]) func badPatchesChangeNothing(_ row: (JSON, String)) throws
  {
    let own = try world.organisation(.draft)
    let word = outcome { () throws(DomainError) in
      try registry.updateOrganisation(own.id.text, patch: row.0, expecting: 1, by: World.dost)
    }
    #expect(word == row.1)
    #expect(try registry.organisation(own.id.text, by: World.dost) == own)
  }

  @Test func submittingAsksForWhatIsMissing() throws {
    let thin = try registry.createOrganisation(["kind": "startup", "name": "x"], by: World.dost)
      .record
    let word = outcome { () throws(DomainError) in
      try registry.moveOrganisation(thin.id.text, .submit, by: World.dost)
    }
    #expect(
      word
        == "invalid /province missing, /description missing, /fields missing, /startup/stage missing"
    )
    #expect(try registry.organisation(thin.id.text, by: World.dost).status == .draft)
  }

  @Test func oneLiveHolderOfATaxCode() throws {
    let code: JSON = ["tax_code": "0100233488"]
    let first = try world.organisation(.submitted, code)
    func expectConflict(_ body: () throws(DomainError) -> Void) {
      do {
        try body()
        Issue.record("accepted")
      } catch {
        #expect(
          error == .conflict(field: "tax_code", value: "0100233488", holder: first.id.text))
      }
    }
    expectConflict { () throws(DomainError) in _ = try world.organisation(.draft, code) }
    let second = try world.organisation(.draft)
    expectConflict { () throws(DomainError) in
      _ = try registry.updateOrganisation(
        second.id.text, patch: code, expecting: 1, by: World.dost)
    }
    _ = try world.organisation(.draft, ["tax_code": "0100233488-001"])
    _ = try registry.moveOrganisation(first.id.text, .withdraw, by: World.dost)
    _ = try world.organisation(.draft, code)
  }

  @Test func repeatingARequestWithItsKeyMakesNothingMore() throws {
    let json: JSON = ["kind": "fund", "name": "Quỹ"]
    let key = IdempotencyKey(actor: "dost", key: "k1", fingerprint: [1])
    let first = try registry.createOrganisation(json, by: World.dost, key: key).record
    #expect(try registry.createOrganisation(json, by: World.dost, key: key).record == first)
    let other = IdempotencyKey(actor: "dost", key: "k1", fingerprint: [2])
    #expect(
      outcome { () throws(DomainError) in
        try registry.createOrganisation(json, by: World.dost, key: other)
      } == "keyReused")
    let stranger = IdempotencyKey(actor: "admin", key: "k1", fingerprint: [1])
    #expect(
      try registry.createOrganisation(json, by: World.admin, key: stranger).record.id != first.id)
    world.turn(to: "2026-06-09")
    #expect(try registry.createOrganisation(json, by: World.dost, key: key).record.id != first.id)
  }

  @Test func aRefusedRequestLeavesItsKeyFree() throws {
    let key = IdempotencyKey(actor: "dost", key: "k", fingerprint: [1])
    #expect(
      outcome { () throws(DomainError) in
        try registry.createOrganisation(["kind": "fund"], by: World.dost, key: key)
      } == "invalid /name missing")
    _ = try registry.createOrganisation(["kind": "fund", "name": "x"], by: World.dost, key: key)
  }

  @Test func listsAndRecordsHideWhatIsPrivate() throws {
    let own = try world.organisation(
      .verified, ["email": "a@vi-du.example", "phone": "0262 000 000", "address": "12 đường Ví Dụ"])
    _ = try world.organisation(.draft)
    let page = PageRequest(limit: 10)
    for (actor, sees) in [
      (Actor.anonymous, false), (World.reviewer, false), (World.member(of: own), true),
    ] {
      let list = try registry.organisations(OrganisationFilter(), page: page, by: actor)
      #expect(list.total == 1 && list.items.map(\.id) == [own.id])
      let record = try registry.organisation(own.id.text, by: actor)
      #expect(list.items.first == record)
      #expect((record.profile.email != nil) == sees && (record.profile.phone != nil) == sees)
      #expect((record.profile.address != nil) == sees)
    }
    #expect(try registry.organisations(OrganisationFilter(), page: page, by: World.dost).total == 2)
  }

  @Test func nobodyWidensAListByItsFilter() throws {
    _ = try world.organisation(.draft)
    var filter = OrganisationFilter()
    filter.statuses = [.draft]
    filter.visibleTo = .everything
    let found = try registry.organisations(filter, page: PageRequest(limit: 5), by: .anonymous)
    #expect(found.total == 0 && found.items.isEmpty)
  }
}
