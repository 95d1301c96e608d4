import Domain
import Matching
import Testing
import UseCases

/// Who may ask, and that what a startup raises neither shows nor tells for those who may not see.
@Suite struct RegistryMandatesTests {
  private let world: World
  private let startup: Organisation
  private let fund: Organisation
  private let incubator: Organisation

  init() throws {
    world = try World()
    startup = try world.organisation(
      .verified,
      [
        "kind": "startup", "name": "Hạt Mẫu", "description": "Truy xuất nguồn gốc cà phê.",
        "startup": [
          "stage": "seed", "raising_vnd": 2_000_000_000, "traction": "mười khách",
          "raising_visible_to_funds": true,
        ],
      ])
    fund = try world.organisation(
      .verified,
      [
        "kind": "fund", "name": "Quỹ Mẫu",
        "fund": [
          "fund_kind": "venture_capital", "thesis": "Cà phê, truy xuất nguồn gốc.",
          "stages": ["seed"], "ticket_min_vnd": 3_000_000_000, "ticket_max_vnd": 9_000_000_000,
          "open": true,
        ],
      ])
    incubator = try world.organisation(
      .verified,
      [
        "kind": "incubator", "name": "Vườn ươm Mẫu",
        "incubator": [
          "programmes": [
            ["id": "ca-phe", "title": "Ươm tạo cà phê", "stages": ["seed"]],
            ["id": "du-lich", "title": "Ươm tạo du lịch", "closes": "2026-05-31"],
          ],
          "mentor_profiles": [["id": "truy-xuat", "title": "Cố vấn truy xuất nguồn gốc cà phê"]],
        ],
      ])
    try world.registry.follow()
  }

  private func funds(_ actor: Actor) throws(DomainError) -> MandateList {
    try world.registry.mandates(
      .fund, forOrganisation: startup.id.text, limit: 10, by: actor
    ).list
  }

  private func startups(_ actor: Actor) throws(DomainError) -> MandateList {
    try world.registry.startups(forFund: fund.id.text, limit: 10, by: actor).list
  }

  @Test func theRoundCountsForTheStartupItselfAndOfficers() throws {
    for actor in [World.member(of: startup), World.dost, World.admin] {
      let found = try funds(actor)
      #expect(found.matches.isEmpty)
      #expect(found.excluded.first?.exclusion.reasons.map(\.limit) == [.ticketAboveRound])
    }
    for actor in [Actor.anonymous, World.member(of: fund), World.reviewer, World.unbound] {
      let found = try funds(actor)
      #expect(found.matches.first?.record.organisation.id == fund.id)
      #expect(found.excluded.isEmpty)
      #expect(found.matches.first?.match.missing.map(\.key).contains("raising_unknown") == true)
    }
  }

  @Test func aVerifiedFundSeesRoundsInItsOwnMatches() throws {
    for actor in [World.member(of: fund), World.dost] {
      let found = try startups(actor)
      #expect(found.excluded.first?.exclusion.reasons.map(\.limit) == [.ticketAboveRound])
      #expect(
        found.excluded.first?.record.organisation.profile.startup?.raisingVND == 2_000_000_000)
    }
    for actor in [Actor.anonymous, World.member(of: incubator), World.reviewer, World.unbound] {
      let found = try startups(actor)
      let record = try #require(found.matches.first?.record.organisation)
      #expect(found.excluded.isEmpty)
      #expect(record.profile.startup?.raisingVND == nil && record.profile.startup?.traction == nil)
    }
    // The startup knows its own round, also in the fund's list.
    #expect(try startups(World.member(of: startup)).excluded.count == 1)
  }

  /// Nothing is pre-ticked: unless the startup says so, a fund knows as much as the public.
  @Test func aStartupThatHasNotChosenToIsSeenByNoFund() throws {
    let version = try world.registry.organisation(startup.id.text, by: World.admin).version
    _ = try world.registry.updateOrganisation(
      startup.id.text, patch: ["startup": ["raising_visible_to_funds": nil]],
      expecting: version, by: World.member(of: startup))
    let found = try startups(World.member(of: fund))
    #expect(found.excluded.isEmpty)
    let record = try #require(found.matches.first?.record.organisation.profile.startup)
    #expect(record.raisingVND == nil && record.traction == nil)
    #expect(
      found.matches.first?.match.missing.map(\.key)
        == (try startups(.anonymous).matches.first?.match.missing.map(\.key)))
    #expect(try startups(World.dost).excluded.count == 1)
  }

  @Test func aFundThatIsNotVerifiedSeesNoRounds() throws {
    _ = try world.registry.moveOrganisation(
      fund.id.text, .suspend, reason: "lý do", by: World.admin)
    let found = try startups(World.member(of: fund))
    #expect(found.matches.first?.record.organisation.profile.startup?.raisingVND == nil)
    #expect(found.excluded.isEmpty)
    #expect(outcome { () throws(DomainError) in try startups(.anonymous) } == "notFound")
    #expect(try funds(World.dost).matches.isEmpty)
  }

  /// Two registers that differ only in what is raised answer alike to those who may not see it.
  @Test func nothingCanBeInferred() throws {
    func answers(_ actor: Actor) throws -> [String] {
      let lists = [try funds(actor), try startups(actor)]
      return lists.flatMap { list in
        list.matches.map { "\($0.match.scoreMicros) \($0.match.missing) \($0.match.summary)" }
          + list.excluded.map { "\($0.exclusion)" }
      }
    }
    let before = try answers(.anonymous)
    for raising in [1, 3_000_000_000, 90_000_000_000] as [Int64] {
      let version = try world.registry.organisation(startup.id.text, by: World.admin).version
      _ = try world.registry.updateOrganisation(
        startup.id.text, patch: ["startup": ["raising_vnd": .integer(raising)]],
        expecting: version, by: World.admin)
      #expect(try answers(.anonymous) == before, "\(raising)")
    }
  }

  @Test func programmesAndMentorsAreFoundByWhatTheyAre() throws {
    let programmes = try world.registry.mandates(
      .programme, forOrganisation: startup.id.text, limit: 5, by: .anonymous
    ).list
    #expect(programmes.matches.map(\.record.programme?.id) == ["ca-phe"])
    let mentors = try world.registry.mandates(
      .mentor, forOrganisation: startup.id.text, limit: 5, by: .anonymous
    ).list
    #expect(mentors.matches.map(\.record.mentor?.id) == ["truy-xuat"])
  }

  private typealias Row = (programme: String?, mentor: String?, outcome: String)
  private static let parts: [Row] = [
    ("ca-phe", nil, "ok"), (nil, "truy-xuat", "ok"),
    (nil, nil, "invalid /incubator/programmes missing"),
    ("khac", nil, "invalid /incubator/programmes not_accepted"),
    (nil, "khac", "invalid /incubator/mentor_profiles not_accepted"),
    ("ca-phe", "truy-xuat", "invalid /incubator/mentor_profiles not_accepted"),
  ]

  @Test(arguments: parts.indices) func anIncubatorIsAskedForOnePart(_ row: Int) {
    let (programme, mentor, expected) = Self.parts[row]
    #expect(
      outcome { () throws(DomainError) in
        try world.registry.startups(
          forMandateOf: incubator.id.text, programme: programme, mentor: mentor, limit: 5,
          by: .anonymous)
      } == expected)
  }

  @Test func whoIsOfAnotherKindIsToldSo() throws {
    let firm = try world.organisation()
    func support(_ kind: MandateKind, _ organisation: Organisation) -> String {
      outcome { () throws(DomainError) in
        try world.registry.mandates(
          kind, forOrganisation: organisation.id.text, limit: 5, by: .anonymous)
      }
    }
    #expect(support(.fund, firm) == "invalid /kind not_for_kind")
    #expect(support(.programme, firm) == "invalid /kind not_for_kind")
    #expect(support(.mentor, firm) == "ok")
    #expect(support(.mentor, fund) == "invalid /kind not_for_kind")
    #expect(
      outcome { () throws(DomainError) in
        try world.registry.startups(forMandateOf: firm.id.text, limit: 5, by: .anonymous)
      } == "invalid /kind not_for_kind")
    #expect(
      outcome { () throws(DomainError) in
        try world.registry.startups(forFund: incubator.id.text, limit: 5, by: .anonymous)
      } == "notFound")
  }

  @Test func aDraftSeesItsOwnMatchesAndNobodyElseDoes() throws {
    let draft = try world.organisation(
      .draft, ["kind": "startup", "name": "Nháp", "description": "Cà phê."])
    func ask(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try world.registry.mandates(
          .fund, forOrganisation: draft.id.text, limit: 5, by: actor)
      }
    }
    #expect(ask(World.member(of: draft)) == "ok")
    #expect(ask(World.dost) == "ok")
    #expect(ask(.anonymous) == "notFound")
    #expect(ask(World.member(of: startup)) == "notFound")
  }
}
