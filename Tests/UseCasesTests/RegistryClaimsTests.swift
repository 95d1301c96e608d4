import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryClaimsTests {
  let world: World
  let firm: Organisation
  let an: Actor
  var registry: Registry { world.registry }

  init() throws {
    world = try World()
    firm = try world.organisation(.verified, ["email": "kin@example.vn"])
    an = try world.person()
  }

  private func claim(
    _ organisation: Organisation? = nil, by actor: Actor? = nil, file: String? = nil
  ) throws(DomainError) -> Claim {
    var body: JSON = ["grounds": "Tôi là người đại diện"]
    if let file { body = body.merging(["file": .string(file)]) }
    return try registry.claim((organisation ?? firm).id.text, body, by: actor ?? an)
  }

  @Test func anAcceptedClaimMakesAnOwner() throws {
    let made = try claim()
    #expect(try registry.organisation(firm.id.text, by: an).profile.email == nil)
    let accepted = try registry.moveClaim(made.id, .accept, by: World.dost)
    #expect(accepted.status == .accepted && accepted.version == 2)
    #expect(try world.roles(in: firm) == ["an@example.vn owner"])
    guard let account = an.account else { return }
    #expect(
      try world.told([.claimMade, .claimAccepted])
        == ["claim_made officers", "claim_accepted account \(account)"])
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveClaim(made.id, .refuse, reason: "x", by: World.dost)
      } == "refused accepted")
  }

  @Test func severalClaimsAreShownAndOneIsAccepted() throws {
    let binh = try world.person("binh@example.vn")
    let (first, second) = (try claim(), try claim(by: binh))
    let page = PageRequest(limit: 10)
    func seen(_ actor: Actor) throws -> Set<ID<Claim>> {
      Set(
        try registry.claims(organisation: firm.id.text, statuses: [.open], page: page, by: actor)
          .items.map(\.id))
    }
    #expect(try seen(World.dost) == [first.id, second.id])
    #expect(try seen(an) == [first.id] && seen(binh) == [second.id])
    #expect(try seen(World.reviewer).isEmpty)
    _ = try registry.moveClaim(second.id, .accept, by: World.dost)
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveClaim(first.id, .accept, by: World.dost)
      } == "refused verified")
    let refused = try registry.moveClaim(first.id, .refuse, reason: "Đã có chủ", by: World.dost)
    #expect(refused.statusReason == "Đã có chủ")
    #expect(try world.roles(in: firm) == ["binh@example.vn owner"])
  }

  @Test func onlyWhatNobodyOwnsIsClaimed() throws {
    let draft = try world.organisation(.draft)
    let owned = try world.organisation()
    _ = try world.member(.owner, of: owned, "chu@example.vn")
    #expect(outcome { () throws(DomainError) in try claim(draft) } == "notFound")
    #expect(outcome { () throws(DomainError) in try claim(owned) } == "refused verified")
    _ = try claim()
    #expect(outcome { () throws(DomainError) in try claim() } == "conflict organisation")
    for (actor, word) in [
      (Actor.anonymous, "unauthenticated"), (World.unbound, "forbidden"),
      (World.dost, "forbidden"), (World.reviewer, "forbidden"),
    ] {
      #expect(outcome { () throws(DomainError) in try claim(by: actor) } == word)
    }
    #expect(
      outcome { () throws(DomainError) in
        try registry.claim(firm.id.text, ["grounds": " ", "status": "accepted"], by: an)
      } == "invalid /grounds missing, /status read_only")
  }

  @Test func aClaimIsItsPersonsAndOfficersToSeeAndDecide() throws {
    let made = try claim()
    let other = try world.person("binh@example.vn")
    for (actor, read, step) in [
      (an, "ok", "forbidden"), (other, "notFound", "notFound"),
      (Actor.anonymous, "notFound", "unauthenticated"), (World.reviewer, "notFound", "notFound"),
      (World.dost, "ok", "ok"),
    ] {
      #expect(
        outcome { () throws(DomainError) in try registry.claim(made.id, by: actor) } == read)
      #expect(
        outcome { () throws(DomainError) in
          try registry.moveClaim(made.id, .refuse, reason: "x", by: actor)
        } == step)
    }
    let again = try claim()
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveClaim(again.id, .withdraw, by: World.dost)
      } == "forbidden")
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveClaim(again.id, .refuse, reason: " ", by: World.dost)
      } == "invalid /reason missing")
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveClaim(again.id, .accept, expecting: 7, by: World.dost)
      } == "stale 1")
    #expect(try registry.moveClaim(again.id, .withdraw, by: an).status == .withdrawn)
  }

  @Test func aPaperIsTheClaimantsOwn() throws {
    let paper = try registry.addFile(
      SampleFiles.bytes(.pdf), name: "giấy.pdf", declared: "application/pdf", by: an)
    let other = try world.person("binh@example.vn")
    #expect(
      outcome { () throws(DomainError) in try claim(by: other, file: paper.id.text) }
        == "invalid /file not_found")
    #expect(
      outcome { () throws(DomainError) in try claim(file: "khong-co") } == "invalid /file not_found"
    )
    #expect(try claim(file: paper.id.text).file == paper.id)
    #expect(try registry.file(paper.id, by: World.dost).name == "giấy.pdf")
    #expect(
      outcome { () throws(DomainError) in try registry.file(paper.id, by: other) } == "notFound")
  }

  @Test func aRepeatedRequestClaimsOnce() throws {
    let key = IdempotencyKey(actor: an.name, key: "k", fingerprint: [1])
    let body: JSON = ["grounds": "x"]
    let first = try registry.claim(firm.id.text, body, by: an, key: key)
    #expect(try registry.claim(firm.id.text, body, by: an, key: key) == first)
  }
}
