import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryIntroductionsTests {
  private let scene: Meetings
  private var registry: Registry { scene.registry }

  init() throws { scene = try Meetings() }

  private func ask(
    _ target: Organisation? = nil, by actor: Actor? = nil, key: IdempotencyKey? = nil
  ) throws(DomainError) -> IntroductionRecord {
    try registry.createIntroduction(
      [
        "to": .string((target ?? scene.startup).id.text), "message": "Xin gặp",
      ], by: actor ?? scene.asFund, key: key)
  }

  private func answer(_ json: JSON = [:]) throws -> Introduction.Answer {
    try Introduction.Answer(json, takesRefusal: true)
  }

  private func move(
    _ record: IntroductionRecord, _ event: Introduction.Event, _ json: JSON = [:],
    by actor: Actor
  ) throws -> IntroductionRecord {
    try registry.moveIntroduction(
      record.introduction.id, event, try answer(json), by: actor)
  }

  @Test func consentSharesContactsWithBothAndNobodyElse() throws {
    let asked = try ask()
    #expect(asked.status == .requested)
    for actor in [scene.asFund, scene.asStartup, World.dost] {
      let seen = try registry.introduction(asked.introduction.id, by: actor).json.compact
      #expect(!seen.contains("@example.vn"), "\(actor.name)")
    }
    let accepted = try move(asked, .accept, ["note": "hẹn tuần sau"], by: scene.asStartup)
    #expect(accepted.json["contacts"]?["from"]?["email"] == "quy@example.vn")
    for (actor, isSeen) in [
      (scene.asFund, true), (scene.asStartup, true), (World.dost, false), (World.admin, false),
    ] {
      let seen = try registry.introduction(asked.introduction.id, by: actor).json.compact
      #expect(seen.contains("hat@example.vn") == isSeen, "\(actor.name)")
    }
    for actor in [scene.asOther, scene.asIncubator, World.reviewer, World.unbound] {
      let id = asked.introduction.id
      #expect(
        outcome { () throws(DomainError) in try registry.introduction(id, by: actor) }
          == "notFound")
    }
    #expect(
      try scene.notices(for: scene.startup) == [.introductionRequested, .introductionAccepted])
    #expect(try scene.notices(for: scene.fund) == [.introductionAccepted])
    let told = try scene.waiting().map { "\($0.values)" }.joined()
    #expect(!told.contains("@") && !told.contains("Xin gặp") && !told.contains("hẹn"))
  }

  /// Whoever accepts knows it; the others of their organisation are told, but for viewers.
  @Test func whoeverAcceptsIsNotToldThatTheyDid() throws {
    let asked = try ask()
    let world = scene.world
    var people: [Actor] = []
    for (name, role) in [("mot", Membership.Role.owner), ("hai", .editor), ("ba", .viewer)] {
      let account = try world.account("\(name)@example.vn", role: nil)
      let startup = scene.startup.id
      try world.store.write { db throws(DomainError) in
        try db.set(
          Membership(
            account: account.id, organisation: startup, role: role,
            since: Instant(seconds: World.start)))
      }
      people.append(
        Actor(
          name: "account:\(account.id)", role: .member, organisation: startup, membership: role,
          account: account.id))
    }
    _ = try move(asked, .accept, by: people[0])
    let told = try world.notices().filter { $0.kind == .introductionAccepted }.map(\.audience)
    let second = try #require(people[1].account)
    #expect(told == [.organisation(scene.fund.id), .account(second)])
  }

  @Test func aRefusalNeedsACodedReasonAndTellsTheOtherSide() throws {
    let asked = try ask()
    #expect(throws: DomainError.self) { try answer(["reason": "no way"]) }
    #expect(throws: DomainError.invalid([Fault("/reason", .missing)])) {
      try move(asked, .refuse, by: scene.asStartup)
    }
    let refused = try move(
      asked, .refuse, ["reason": "not_raising", "note": "sang năm"], by: scene.asStartup)
    #expect(refused.json["reason"] == "not_raising")
    #expect(refused.json["contacts"] == nil)
    #expect(try scene.notices(for: scene.fund) == [.introductionRefused])
    #expect(try ask().status == .requested, "the way is free for another")
  }

  @Test func eachStepIsForItsSide() throws {
    let asked = try ask()
    let id = asked.introduction.id
    let none = try answer()
    for (event, actor) in [
      (Introduction.Event.accept, scene.asFund), (.refuse, scene.asFund),
      (.withdraw, scene.asStartup), (.accept, World.dost), (.expire, scene.asFund),
      (.expire, World.admin),
    ] {
      #expect(
        outcome { () throws(DomainError) in
          try registry.moveIntroduction(id, event, none, by: actor)
        } == "forbidden", "\(event) \(actor.name)")
    }
    let viewer = Actor(
      name: "v", role: .member, organisation: scene.startup.id, membership: .viewer)
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveIntroduction(id, .accept, none, by: viewer)
      } == "forbidden")
    #expect(try move(asked, .withdraw, by: scene.asFund).status == .withdrawn)
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveIntroduction(id, .accept, none, by: scene.asStartup)
      } == "refused withdrawn")
  }

  @Test func whatNobodyAnswersExpiresAfterFourteenDays() throws {
    let asked = try ask()
    let (id, none) = (asked.introduction.id, try answer())
    scene.world.turn(to: "2026-06-15T00:00:00Z")
    try registry.keepTime()
    #expect(try registry.introduction(id, by: scene.asFund).status == .requested)
    scene.world.turn(to: "2026-06-15T00:00:01Z")
    // The request path needs no clock to refuse what is late.
    #expect(try registry.introduction(id, by: scene.asFund).json["status"] == "expired")
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveIntroduction(id, .accept, none, by: scene.asStartup)
      } == "refused expired")
    for _ in 0..<2 { try registry.keepTime() }
    #expect(try registry.introduction(id, by: scene.asFund).introduction.status == .expired)
    #expect(try scene.notices(for: scene.fund) == [.introductionExpired])
    #expect(
      try scene.notices(for: scene.startup) == [.introductionRequested, .introductionExpired])
    #expect(try ask().status == .requested)
  }

  @Test func anOverdueOneDoesNotBarTheNext() throws {
    _ = try ask()
    scene.world.turn(to: "2026-06-20T00:00:00Z")
    #expect(try ask().status == .requested)
  }

  @Test func nobodyIsFloodedWithRequests() throws {
    for number in 0..<Introduction.mostOpen {
      _ = try ask(
        try scene.world.organisation(
          .verified,
          [
            "kind": "startup", "name": .string("Hạt \(number)"), "startup": ["stage": "seed"],
          ]))
    }
    #expect(outcome { () throws(DomainError) in try ask() } == "invalid /to too_many")
    let page = try registry.introductions(page: PageRequest(limit: 1), by: scene.asFund)
    _ = try move(try #require(page.items.first), .withdraw, by: scene.asFund)
    #expect(try ask().status == .requested)
  }

  @Test func whoMayAskWhom() throws {
    let closed = try scene.world.organisation(
      .verified,
      [
        "kind": "fund", "name": "Quỹ Đóng",
        "fund": ["fund_kind": "venture_capital", "thesis": "Cà phê", "open": false],
      ])
    let draft = try scene.world.organisation(.draft, ["kind": "startup", "name": "Nháp"])
    let young = try scene.world.organisation(.draft, ["kind": "fund", "name": "Quỹ Mới"])
    let rows: [(Organisation, Actor, String)] = [
      (scene.startup, scene.asFund, "ok"), (scene.startup, scene.asFund, "conflict to"),
      (scene.startup, scene.asIncubator, "ok"), (scene.fund, scene.asOther, "ok"),
      (scene.fund, scene.asStartup, "conflict to"),
      (scene.other, scene.asStartup, "invalid /to not_for_kind"),
      (scene.incubator, scene.asFund, "invalid /to not_for_kind"),
      (closed, scene.asStartup, "invalid /to not_accepted"),
      (draft, scene.asFund, "notFound"), (scene.startup, World.member(of: young), "refused draft"),
      (scene.startup, World.dost, "forbidden"), (scene.startup, .anonymous, "unauthenticated"),
      (scene.startup, World.unbound, "forbidden"),
    ]
    for (target, actor, expected) in rows {
      #expect(
        outcome { () throws(DomainError) in try ask(target, by: actor) } == expected,
        "\(actor.name) \(target.profile.name)")
    }
  }

  @Test func eachSideSaysWhatCameOfIt() throws {
    let asked = try ask()
    let id = asked.introduction.id
    func say(_ kind: String, by actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.recordIntroductionOutcome(of: id, ["kind": .string(kind)], by: actor)
      }
    }
    #expect(say("met", by: scene.asFund) == "refused requested")
    _ = try move(asked, .accept, by: scene.asStartup)
    #expect(say("met", by: scene.asFund) == "ok")
    #expect(say("met", by: scene.asFund) == "conflict kind")
    #expect(say("met", by: scene.asStartup) == "ok")
    #expect(say("invested", by: scene.asFund) == "ok")
    #expect(say("married", by: scene.asFund) == "invalid /kind not_accepted")
    #expect(say("met", by: World.dost) == "forbidden")
    #expect(say("met", by: scene.asOther) == "notFound")
    for actor in [scene.asFund, scene.asStartup, World.dost] {
      let seen = try registry.introduction(id, by: actor).introduction.outcomes
      #expect(seen.count == 3 && seen.count { $0.by == scene.fund.id } == 2)
    }
    #expect(
      try scene.notices(for: scene.startup).suffix(2) == [
        .introductionOutcome, .introductionOutcome,
      ])
  }

  /// A pair has one at a time, whichever side asks: until the asked side refuses, the time is over,
  /// or somebody says what came of it.
  @Test func onePairHasOneAtATime() throws {
    let asked = try ask()
    func standing(_ actor: Actor, _ with: Organisation) throws -> ID<Introduction>? {
      try registry.standingIntroduction(with: with.id, by: actor)?.introduction.id
    }
    #expect(
      throws: DomainError.conflict(
        field: "to", value: scene.startup.id.text, holder: asked.introduction.id.text)
    ) { try ask() }
    #expect(try standing(scene.asStartup, scene.fund) == asked.introduction.id)
    #expect(try standing(scene.asOther, scene.fund) == nil)
    _ = try move(asked, .accept, by: scene.asStartup)
    #expect(outcome { () throws(DomainError) in try ask() } == "conflict to")
    #expect(
      outcome { () throws(DomainError) in try ask(scene.fund, by: scene.asStartup) }
        == "conflict to")
    #expect(try standing(scene.asFund, scene.startup) == asked.introduction.id)
    _ = try registry.recordIntroductionOutcome(
      of: asked.introduction.id, ["kind": "met"], by: scene.asStartup)
    #expect(try standing(scene.asFund, scene.startup) == nil)
    #expect(try ask().status == .requested)
    scene.world.turn(to: "2026-07-15T00:00:00Z")
    #expect(try standing(scene.asFund, scene.startup) == nil, "its time is over")
  }

  @Test func listsHoldWhatTheAskerIsPartOf() throws {
    let first = try ask()
    _ = try ask(scene.fund, by: scene.asOther)
    func ids(_ actor: Actor, _ statuses: [Introduction.Status] = []) throws -> Int {
      try registry.introductions(
        statuses: statuses, page: PageRequest(limit: 10), by: actor
      ).total
    }
    #expect(try ids(World.dost) == 2)
    #expect(try ids(scene.asFund) == 2)
    #expect(try ids(scene.asStartup) == 1)
    #expect(try ids(scene.asIncubator) == 0)
    #expect(try ids(World.reviewer) == 0)
    _ = try move(first, .accept, by: scene.asStartup)
    #expect(try ids(World.dost, [.accepted]) == 1)
  }

  @Test func aRepeatedRequestAsksOnce() throws {
    let key = IdempotencyKey(actor: scene.asFund.name, key: "gioi-thieu", fingerprint: [1])
    let first = try ask(key: key)
    #expect(try ask(key: key).json == first.json)
    #expect(try scene.notices(for: scene.startup) == [.introductionRequested])
  }
}
