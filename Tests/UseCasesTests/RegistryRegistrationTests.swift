import Domain
import Matching
import Storage
import Testing
import UseCases

@Suite struct RegistryRegistrationTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func patch(
    _ record: Organisation, _ patch: JSON, by actor: Actor
  ) throws(DomainError) -> Organisation {
    let version = try registry.organisation(record.id.text, by: World.dost).version
    return try registry.updateOrganisation(
      record.id.text, patch: patch, expecting: version, by: actor
    ).record
  }

  private func queue() throws(DomainError) -> [WaitingOrganisation] {
    try registry.waitingOrganisations(page: PageRequest(limit: 20), by: World.dost).items
  }

  @Test func theQueueIsOfficersAndOldestFirst() throws {
    let first = try world.organisation(.submitted, ["name": "Một"])
    world.turn(to: "2026-06-02")
    let verified = try world.organisation(.verified, ["name": "Hai"])
    _ = try patch(verified, ["name": "Hai Mới"], by: World.member(of: verified))
    world.turn(to: "2026-06-03")
    let last = try world.organisation(.submitted, ["name": "Ba"])
    _ = try world.organisation(.draft)
    let waiting = try queue()
    #expect(waiting.map(\.organisation.id) == [first.id, verified.id, last.id])
    #expect(waiting.map(\.isRevision) == [false, true, false])
    for (actor, word) in [
      (World.member(of: first), "forbidden"), (World.reviewer, "forbidden"),
      (Actor.anonymous, "unauthenticated"),
    ] {
      #expect(
        outcome { () throws(DomainError) in
          try registry.waitingOrganisations(page: PageRequest(limit: 1), by: actor)
        } == word)
    }
    let page = try registry.waitingOrganisations(page: PageRequest(limit: 2), by: World.dost)
    let rest = try registry.waitingOrganisations(
      page: PageRequest(limit: 2, after: page.next), by: World.dost)
    #expect(page.total == 3 && rest.items.map(\.organisation.id) == [last.id])
  }

  @Test func aReturnSaysWhyMemberByMember() throws {
    let firm = try world.organisation(.submitted)
    let member = try world.member(.owner, of: firm)
    let reasons = [
      FieldReason(pointer: "/trl", reason: "Thiếu"), .init(pointer: "/name", reason: "x"),
    ]
    let returned = try registry.moveOrganisation(
      firm.id.text, .return, reason: "Bổ sung", reasons: reasons, by: World.dost)
    #expect(returned.registration.reasons == reasons && returned.waitingSince == nil)
    #expect(try registry.organisation(firm.id.text, by: member).registration.reasons == reasons)
    _ = try patch(firm, ["trl": 7, "description": "Mới"], by: member)
    let again = try registry.moveOrganisation(firm.id.text, .submit, by: member)
    #expect(again.registration.reasons.isEmpty)
    let entry = try #require(try queue().first)
    #expect(
      Set(try #require(entry.changes).map(\.pointer)) == ["/trl", "/description"])
    #expect(entry.organisation.registration.lookedVersion == returned.version)
    let verified = try registry.moveOrganisation(firm.id.text, .verify, by: World.dost)
    #expect(verified.registration.verifiedOn == "2026-06-01")
    #expect(try queue().isEmpty)
    #expect(
      try world.told([.organisationSubmitted, .organisationReturned, .organisationVerified])
        == [
          "organisation_returned organisation \(firm.id)", "organisation_submitted officers",
          "organisation_verified organisation \(firm.id)",
        ])
  }

  @Test func atTheFirstLookNothingHasChanged() throws {
    let person = try world.person()
    let made = try registry.createOrganisation(
      [
        "kind": "technology_firm", "name": "Mới", "province": "66", "description": "x",
        "fields": ["energy"],
      ], by: person
    ).record
    guard let account = person.account else { return }
    let owner = World.actor(account, .owner, of: made.id)
    _ = try registry.moveOrganisation(made.id.text, .submit, by: owner)
    let entry = try #require(try queue().first)
    #expect(entry.changes == nil && entry.organisation.registration.lookedVersion == nil)
    #expect(entry.organisation.profile.identity == .none)
  }

  @Test func everybodySeesTheVerifiedUntilAChangeIsAccepted() throws {
    let firm = try world.organisation(
      .verified, ["name": "Tên Cũ", "name_en": "Old Name", "legal": ["sme_small"]])
    let member = World.member(of: firm)
    try registry.follow()
    let changed = try patch(
      firm, ["name": "Tên Mới Tinh", "name_en": "Brand New", "legal": ["large"], "trl": 9],
      by: member)
    #expect(changed.profile.name == "Tên Cũ" && changed.profile.trl == 9)
    #expect(
      changed.registration.pending?.changes.members.map(\.name) == ["name", "name_en", "legal"])
    let id = firm.id.text
    let seen = try registry.organisation(id, by: .anonymous)
    #expect(seen.profile.name == "Tên Cũ" && seen.profile.nameEN == "Old Name")
    #expect(seen.registration.pending == nil)
    #expect(try registry.organisation(id, by: World.dost).registration.pending != nil)
    #expect(registry.search(SearchQuery(text: "Tinh")).hits.isEmpty)
    var exported = ""
    try registry.export(.organisations, by: World.admin) { page in
      exported += page.map(\.compact).joined()
    }
    #expect(exported.contains("Tên Cũ"))
    let entry = try #require(try queue().first)
    #expect(try #require(entry.changes).map(\.pointer) == ["/name", "/name_en", "/legal", "/trl"])
    let accepted = try registry.decideRevision(
      of: id, isAccepted: true, reason: nil, expecting: changed.version, by: World.dost)
    #expect(accepted.profile.name == "Tên Mới Tinh" && accepted.profile.nameEN == "Brand New")
    #expect(accepted.registration.pending == nil)
    #expect(accepted.profile.legalClasses == [.large] && accepted.status == .verified)
    #expect(registry.search(SearchQuery(text: "Tinh")).hits.map(\.id) == [id])
    #expect(
      try world.told([.revisionWaiting, .revisionAccepted])
        == ["revision_waiting officers", "revision_accepted organisation \(firm.id)"])
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test func onlyOneChangeWaitsAndAFurtherOneJoinsIt() throws {
    let firm = try world.organisation(.verified, ["name": "A"])
    let member = World.member(of: firm)
    _ = try patch(firm, ["name": "B"], by: member)
    world.turn(to: "2026-06-05")
    let both = try patch(firm, ["tax_code": "0100233488"], by: member)
    let pending = try #require(both.registration.pending)
    #expect(pending.changes == JSONObject([("name", "B"), ("tax_code", "0100233488")]))
    #expect(pending.at.seconds == World.start)
    let same = try patch(firm, ["name": "B"], by: member)
    #expect(same.version == both.version)
    let back = try patch(firm, ["name": "A"], by: member)
    #expect(back.registration.pending?.changes == JSONObject([("tax_code", "0100233488")]))
    #expect(try patch(firm, ["tax_code": nil], by: member).registration.pending == nil)
    #expect(try world.told([.revisionWaiting]).count == 1)
  }

  @Test func aChangeIsRefusedWithAReasonOrTakenBack() throws {
    let firm = try world.organisation(.verified, ["name": "A"])
    let (id, member) = (firm.id.text, World.member(of: firm))
    func decide(_ isAccepted: Bool, _ reason: String?, _ actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.decideRevision(of: id, isAccepted: isAccepted, reason: reason, by: actor)
      }
    }
    #expect(decide(true, nil, World.dost) == "obstructed no_revision_pending")
    _ = try patch(firm, ["name": "B"], by: member)
    #expect(decide(true, nil, member) == "forbidden")
    #expect(decide(true, nil, .anonymous) == "unauthenticated")
    #expect(decide(false, "  ", World.dost) == "invalid /reason missing")
    #expect(decide(false, "Không khớp", World.dost) == "ok")
    let refused = try registry.organisation(id, by: member)
    #expect(refused.registration.refusal?.reason == "Không khớp" && refused.profile.name == "A")
    #expect(try registry.organisation(id, by: .anonymous).registration.refusal == nil)
    _ = try patch(firm, ["name": "C"], by: member)
    #expect(try registry.organisation(id, by: member).registration.refusal == nil)
    #expect(
      outcome { () throws(DomainError) in try registry.withdrawRevision(of: id, by: World.dost) }
        == "forbidden")
    #expect(try registry.withdrawRevision(of: id, by: member).registration.pending == nil)
    #expect(
      outcome { () throws(DomainError) in try registry.withdrawRevision(of: id, by: member) }
        == "obstructed no_revision_pending")
  }

  @Test func aTaxCodeThatAnotherGotMeanwhileIsNotAccepted() throws {
    let firm = try world.organisation(.verified, ["name": "A"])
    let member = World.member(of: firm)
    let waiting = try patch(firm, ["tax_code": "0100233488"], by: member)
    let other = try world.organisation(.verified, ["tax_code": "0100233488"])
    #expect(
      outcome { () throws(DomainError) in
        try registry.decideRevision(of: firm.id.text, isAccepted: true, reason: nil, by: World.dost)
      } == "conflict tax_code")
    _ = try registry.moveOrganisation(other.id.text, .withdraw, by: World.dost)
    let accepted = try registry.decideRevision(
      of: firm.id.text, isAccepted: true, reason: nil, expecting: waiting.version, by: World.dost)
    #expect(accepted.profile.taxCode == "0100233488")
  }

  @Test func officersChangeWhatIsVouchedForAtOnce() throws {
    let firm = try world.organisation(.verified, ["name": "A"])
    _ = try patch(firm, ["name": "B"], by: World.member(of: firm))
    let changed = try patch(firm, ["name": "B"], by: World.dost)
    #expect(changed.profile.name == "B" && changed.registration.pending == nil)
  }

  @Test func aKindChangesWithItsParts() throws {
    let firm = try world.organisation()
    let member = World.member(of: firm)
    let waiting = try patch(firm, ["kind": "startup", "startup": ["stage": "seed"]], by: member)
    #expect(waiting.profile.kind == .technologyFirm && waiting.profile.startup == nil)
    let accepted = try registry.decideRevision(
      of: firm.id.text, isAccepted: true, reason: nil, by: World.dost)
    #expect(accepted.profile.kind == .startup && accepted.profile.startup?.stage == .seed)
  }

  @Test func withdrawingDropsWhatWaits() throws {
    let firm = try world.organisation()
    _ = try patch(firm, ["name": "B"], by: World.member(of: firm))
    let gone = try registry.moveOrganisation(firm.id.text, .withdraw, by: World.member(of: firm))
    #expect(gone.registration.pending == nil && gone.waitingSince == nil)
    #expect(try queue().isEmpty)
  }

  @Test func likelyDuplicatesAreToldToThoseWhoMayKnowOfThem() throws {
    let public_ = try world.organisation(.verified, ["name": "Công ty TNHH Rẫy Số"])
    let hidden = try world.organisation(.submitted, ["name": "Rẫy Số"])
    _ = try world.organisation(.verified, ["name": "Cà Phê Khác"])
    let person = try world.person()
    let json: JSON = ["kind": "startup", "name": "Công ty CP Ray So", "province": "66"]
    let made = try registry.createOrganisation(json, by: person)
    #expect(made.duplicates.map(\.id) == [public_.id])
    #expect(made.duplicates.first?.why == .nameAndPlace)
    let byOfficer = try registry.createOrganisation(json, by: World.dost)
    #expect(
      Set(byOfficer.duplicates.map(\.id)) == [public_.id, hidden.id, made.record.id])
    let entry = try #require(try queue().first { $0.organisation.id == hidden.id })
    #expect(entry.duplicates.map(\.id).contains(public_.id))
  }

  @Test func aDraftKeepsNobodyFromATaxCode() throws {
    let code: JSON = ["tax_code": "0100233488"]
    let squatter = try world.organisation(.draft, code)
    let firm = try world.organisation(.submitted, code)
    let late = outcome { () throws(DomainError) in
      try registry.moveOrganisation(squatter.id.text, .submit, by: World.member(of: squatter))
    }
    #expect(late == "conflict tax_code")
    let person = try world.person()
    do {
      _ = try registry.createOrganisation(
        ["kind": "startup", "name": "x", "tax_code": "0100233488"], by: person)
      Issue.record("accepted")
    } catch {
      #expect(error == .conflict(field: "tax_code", value: "0100233488", holder: nil))
    }
    _ = try registry.moveOrganisation(firm.id.text, .return, reason: "x", by: World.dost)
    _ = try registry.moveOrganisation(squatter.id.text, .submit, by: World.dost)
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveOrganisation(firm.id.text, .submit, by: World.member(of: firm))
      } == "conflict tax_code")
  }
}
