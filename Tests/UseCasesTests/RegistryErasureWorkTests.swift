import Domain
import Storage
import Testing
import UseCases

/// What is kept on people beside their account: what they claim, where they belonged and are
/// invited to, what they judged, and the number of whoever stands behind a household business.
@Suite struct RegistryErasureWorkTests {
  let world: World
  let person: Person
  let account: Account
  var registry: Registry { world.registry }

  static let email = "nguoi-xin-xoa@bimat.example"
  static let grounds = "Qz tôi là chủ hộ"
  static let number = "066090123456"

  init() throws {
    world = try World()
    person = Person(world, Self.email)
    try person.register(name: "Qz Người Xin Xoá")
    account = try person.confirm(try world.lastSecret(to: Self.email))
  }

  private func erase() throws -> Erasure {
    let request = try registry.createDataRequest(
      ["kind": "erase", "account": .string(account.id.text)], by: World.dost)
    return try registry.eraseAccount(
      account.id.text, ["request": .string(request.number)], by: World.admin)
  }

  private func household(_ name: String) throws -> Organisation {
    try world.organisation(
      .verified,
      [
        "name": .string(name), "legal": ["household_business"],
        "personal_id": .string(Self.number),
      ])
  }

  private func kept() throws -> JSON {
    try #require(try registry.personalData(of: account.id.text, by: World.admin)["kept"])
  }

  @Test func whatTheyClaimIsShownAndGoes() throws {
    let firm = try world.organisation(.verified, ["name": "Chưa Có Chủ"])
    let claim = try registry.claim(
      firm.id.text, ["grounds": .string(Self.grounds)], by: try person.actor())
    #expect(try kept()["claim"]?.elements?.first?["grounds"] == .string(Self.grounds))
    _ = try erase()
    let left = try registry.claim(claim.id, by: World.dost)
    #expect(left.status == .withdrawn && left.grounds.isEmpty && left.version == 2)
    #expect(try !world.bytes().contains(text: Self.grounds))
    #expect(try registry.verifyAudit().faults == [])
    #expect(try registry.check().flatMap(\.faults) == [])
  }

  @Test func whereTheyBelongedAndAreInvitedToGoes() throws {
    let firm = try world.organisation(.verified, ["name": "Cũ"])
    let other = try world.organisation(.verified, ["name": "Mời"])
    try world.bind(account, to: firm, ending: true)
    _ = try registry.invite(
      to: other.id.text, ["email": .string(Self.email), "role": "owner"], by: World.admin)
    let before = try kept()
    #expect(
      before["former_membership"]?.elements?.first?["organisation_id"] == .string(firm.id.text))
    #expect(before["invitation"]?.elements?.first?["email"] == .string(Self.email))
    let report = try erase()
    let tables = Set(report.rows.map(\.table))
    #expect(tables.isSuperset(of: ["former_membership", "invitation"]))
    #expect(try registry.invitations(to: other.id.text, by: World.admin).isEmpty)
    #expect(try !world.bytes().contains(text: Self.email))
  }

  @Test(arguments: [false, true]) func theNumberGoesWithItsOnlyOwner(_ isShared: Bool) throws {
    let household = try household("Hộ Ví Dụ")
    let claim = try registry.claim(
      household.id.text, ["grounds": "Của tôi"], by: try person.actor())
    _ = try registry.moveClaim(claim.id, .accept, by: World.dost)
    if isShared {
      let other = try world.account("chu-khac@example.vn", role: nil)
      try world.store.write { db throws(DomainError) in
        try db.set(
          Membership(
            account: other.id, organisation: household.id, role: .owner, since: registry.now))
      }
    }
    let shown = try kept()["organisation_identity"]?.elements ?? []
    #expect(shown.count == (isShared ? 0 : 1))
    let report = try erase()
    #expect(report.ownerless == (isShared ? [] : [household.id]))
    let left = try registry.organisationInFull(household.id.text, by: World.dost)
    #expect(left.json["personal_id"]?.text == (isShared ? Self.number : nil))
    let mask = try world.bytes().contains(text: "********3456")
    #expect(mask == isShared)
    #expect(try registry.verifyAudit().faults == [])
    #expect(try registry.check().flatMap(\.faults) == [])
  }

  /// Contacts of an organisation: who else owns it, whether the address is the account's, whether it
  /// is known by a person's number, and what of e-mail, telephone and street goes.
  struct Contacts: Sendable {
    let isShared: Bool
    let isOwnAddress: Bool
    let isHousehold: Bool
    let left: [Bool]
  }

  @Test(arguments: [
    Contacts(
      isShared: false, isOwnAddress: false, isHousehold: true, left: [false, false, false]),
    Contacts(
      isShared: false, isOwnAddress: false, isHousehold: false, left: [false, false, true]),
    Contacts(isShared: false, isOwnAddress: true, isHousehold: false, left: [false, false, true]),
    Contacts(isShared: true, isOwnAddress: true, isHousehold: false, left: [false, false, true]),
    Contacts(isShared: true, isOwnAddress: true, isHousehold: true, left: [false, false, true]),
    Contacts(isShared: true, isOwnAddress: false, isHousehold: true, left: [true, true, true]),
  ]) func contactsGoWithWhomTheyStandFor(_ row: Contacts) throws {
    let (phone, street) = ("+84905777123", "12 đường Qz Hoa Ban")
    let address = row.isOwnAddress ? Self.email : "lien-he@qz.example"
    let contacts: JSON = [
      "email": .string(address), "phone": .string(phone), "address": .string(street),
    ]
    let firm: Organisation =
      if row.isHousehold {
        try world.organisation(
          .verified,
          contacts.merging([
            "legal": ["household_business"], "personal_id": .string(Self.number),
            "name": "Hộ Ví Dụ",
          ]))
      } else { try world.organisation(.verified, contacts) }
    try world.store.write { db throws(DomainError) in
      try db.set(
        Membership(
          account: account.id, organisation: firm.id, role: .owner, since: registry.now))
    }
    if row.isShared {
      let other = try world.account("chu-khac@example.vn", role: nil)
      try world.store.write { db throws(DomainError) in
        try db.set(
          Membership(account: other.id, organisation: firm.id, role: .owner, since: registry.now))
      }
    }
    let isAny = row.left.contains(false)
    let shown = try registry.personalData(of: account.id.text, by: World.admin)["contacts_of"]?
      .elements?.first { $0["organisation"]?.text == firm.id.text }
    #expect((shown != nil) == isAny)
    #expect(shown?["email"]?.text == (row.left[0] ? nil : address))
    #expect(shown?["phone"]?.text == (row.left[1] ? nil : phone))
    #expect(shown?["address"]?.text == (row.left[2] ? nil : street))
    let report = try erase()
    #expect(report.contacts.contains(firm.id) == isAny)
    let profile = try registry.organisation(firm.id.text, by: World.dost).profile
    #expect([profile.email != nil, profile.phone != nil, profile.address != nil] == row.left)
    let bytes = try world.bytes()
    for (text, isLeft) in zip([address, phone, street], row.left) {
      #expect(bytes.contains(text: text) == isLeft, "\(text)")
    }
    #expect(try registry.verifyAudit().faults == [])
    #expect(try registry.check().flatMap(\.faults) == [])
  }

  @Test func whatChangedSinceALookIsToldAfterAnErasureToo() throws {
    let firm = try world.organisation(.verified, ["email": .string(Self.email)])
    let claim = try registry.claim(firm.id.text, ["grounds": "x"], by: try person.actor())
    _ = try registry.moveClaim(claim.id, .accept, by: World.dost)
    #expect(try erase().contacts == [firm.id])
    let record = try registry.organisation(firm.id.text, by: World.dost)
    _ = try registry.updateOrganisation(
      firm.id.text, patch: ["name": "Tên Mới"], expecting: record.version,
      by: World.member(of: firm))
    let waiting = try registry.waitingOrganisations(page: PageRequest(limit: 9), by: World.dost)
    #expect(waiting.items.first?.changes?.map(\.pointer) == ["/name"])
  }

  @Test func whatAReviewerDeclaredIsKeptOnItsGround() throws {
    let scene = try ReviewScene(world)
    _ = try scene.assign(0)
    let id = try scene.review(0, of: 0)
    _ = try registry.declare(
      id, ["conflict": "has", "grounds": "Qz em họ"], by: scene.actor(0))
    let reviewer = scene.reviewers[0].id.text
    let data = try registry.personalData(of: reviewer, by: World.admin)
    let reviews = try #require(data["kept"]?["review"]?.elements)
    #expect(reviews.contains { $0["conflict_grounds"] == "Qz em họ" })
    let request = try registry.createDataRequest(
      ["kind": "erase", "account": .string(reviewer)], by: World.dost)
    let report = try registry.eraseAccount(
      reviewer, ["request": .string(request.number)], by: World.admin)
    #expect(report.json { _ in Bilingual(vi: "", en: "") }.compact.contains(#""what":"review""#))
    #expect(try registry.review(id, by: World.dost).review.declaration?.grounds == "Qz em họ")
  }
}
