import Domain
import Storage
import Testing
import UseCases

/// What funds keep: portfolio, watch list, saved searches.
@Suite struct RegistryFundsTests {
  private let scene: Meetings
  private var registry: Registry { scene.registry }

  init() throws { scene = try Meetings() }

  private func invest(
    _ patch: JSON = [:], by actor: Actor? = nil
  ) throws(DomainError) -> PortfolioEntry {
    let base: JSON = ["name": "Trại Mẫu", "date": "2026-03-01", "amount_vnd": 1_234_567_891]
    return try registry.createInvestment(
      ofFund: scene.fund.id.text, base.merging(patch), by: actor ?? scene.asFund)
  }

  private static let inputs: [(JSON, String)] = [
    ([:], "ok"), (["share_after": 5000], "ok"),
    (["share_after": 5001], "invalid /share_after out_of_range"),
    (["share_after": 9000, "date": "2017-05-01"], "ok"),
    (["share_after": 10_001], "invalid /share_after out_of_range"),
    (["date": "2026-06-02"], "invalid /date out_of_range"), (["date": "2026-06-01"], "ok"),
    (["organisation": "khong"], "invalid /name not_accepted"),
    (["name": nil], "invalid /name missing"),
    (["name": nil, "organisation": "khong"], "invalid /organisation not_found"),
    (["instrument": "grant"], "ok"), (["x": 1], "invalid /x unknown_member"),
    (["fund": "y"], "invalid /fund read_only"),
  ]

  @Test(arguments: inputs.indices) func anInvestmentIsHeldAgainstTheLawOfItsDay(_ row: Int) {
    let (patch, expected) = Self.inputs[row]
    #expect(outcome { () throws(DomainError) in try invest(patch) } == expected)
  }

  @Test func whatTheLawBarsNamesDocumentAndClause() throws {
    let other = try scene.world.organisation(
      .verified,
      [
        "kind": "fund", "name": "Quỹ B",
        "fund": ["fund_kind": "startup_investment_fund", "thesis": "Cà phê"],
      ])
    do {
      _ = try invest(["name": nil, "organisation": .string(other.id.text), "share_after": 6000])
      Issue.record("taken")
    } catch {
      guard case .invalid(let faults) = error else { throw error }
      #expect(Set(faults.map(\.path)) == ["/share_after", "/organisation"])
      for fault in faults { #expect(fault.accepted?.contains("38/2018/NĐ-CP") == true) }
    }
    let marked = try invest(["instrument": "grant"])
    #expect(marked.json["warnings"]?.elements?.first?["rule"] == "sif-instruments-2025")
  }

  @Test func thePortfolioIsTheFundsAndItsPublicPartEverybodys() throws {
    let hidden = try invest(["note": "bí mật"])
    let open = try invest(["public": true, "share_after": 777])
    func seen(_ actor: Actor) throws -> [PortfolioEntry] {
      try registry.investments(
        ofFund: scene.fund.id.text, page: PageRequest(limit: 10), by: actor
      ).items
    }
    for actor in [scene.asFund, World.dost, World.admin] {
      #expect(try seen(actor).count == 2)
      #expect(try seen(actor).contains { $0.json["share_after"] == 777 })
    }
    for actor in [Actor.anonymous, scene.asStartup, World.reviewer] {
      let entries = try seen(actor)
      #expect(entries.map(\.investment.id) == [open.investment.id])
      let text = entries.map(\.json.compact).joined()
      #expect(!text.contains("1234567891") && entries.allSatisfy { $0.json["share_after"] == nil })
      #expect(
        outcome { () throws(DomainError) in
          try registry.investment(
            hidden.investment.id, ofFund: scene.fund.id.text, by: actor)
        } == "notFound")
    }
    #expect(outcome { () throws(DomainError) in try invest(by: scene.asStartup) } == "forbidden")
    #expect(outcome { () throws(DomainError) in try invest(by: .anonymous) } == "unauthenticated")
    let changed = try registry.updateInvestment(
      hidden.investment.id, ofFund: scene.fund.id.text, patch: ["share_after": 5000],
      expecting: 1, by: scene.asFund)
    #expect(changed.investment.version == 2)
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateInvestment(
          hidden.investment.id, ofFund: scene.fund.id.text, patch: ["share_after": 5001],
          expecting: 2, by: scene.asFund)
      } == "invalid /share_after out_of_range")
  }

  @Test func aMatchThatCompetesIsFlaggedToTheFundAlone() throws {
    _ = try invest(["name": nil, "organisation": .string(scene.startup.id.text)])
    func conflicts(_ actor: Actor) throws -> [String: String] {
      let found = try registry.startups(forFund: scene.fund.id.text, limit: 10, by: actor).list
      #expect(found.matches.count == 2)
      return found.matches.reduce(into: [:]) { result, entry in
        result[entry.record.organisation.profile.name] = entry.record.conflict?.firm.profile.name
      }
    }
    #expect(try conflicts(scene.asFund) == ["Lá Mẫu": "Hạt Mẫu"])
    for actor in [Actor.anonymous, scene.asStartup, scene.asOther, World.reviewer, World.dost] {
      #expect(try conflicts(actor) == [:], "\(actor.name)")
    }
  }

  private func change(_ patch: JSON) throws(DomainError) {
    let target = scene.startup.id.text
    let version = try registry.organisation(target, by: World.admin).version
    _ = try registry.updateOrganisation(
      target, patch: patch, expecting: version, by: scene.asStartup)
  }

  @Test func aFundIsToldOfWhomItWatches() throws {
    let (fund, target) = (scene.fund.id.text, scene.startup.id.text)
    for _ in 0..<2 {
      _ = try registry.startWatching(target, byFund: fund, actor: scene.asFund)
    }
    try change(["startup": ["stage": "series_a"]])
    try change(["startup": ["raising_vnd": 5_000_000_000]])
    #expect(try scene.notices(for: scene.fund) == [.watchedStage])
    try change(["startup": ["raising_visible_to_funds": true]])
    _ = try registry.moveOrganisation(target, .suspend, reason: "bí mật", by: World.admin)
    #expect(
      try scene.notices(for: scene.fund) == [.watchedStage, .watchedRaising, .watchedHidden])
    #expect(!(try scene.waiting().contains { "\($0.values)".contains("bí mật") }))
    let list = try registry.watches(
      ofFund: fund, page: PageRequest(limit: 5), by: scene.asFund)
    #expect(list.items.map(\.json["name"]) == [nil], "a suspended firm is not named")
    try registry.stopWatching(target, byFund: fund, actor: scene.asFund)
    _ = try registry.moveOrganisation(target, .verify, by: World.admin)
    #expect(try scene.notices(for: scene.fund).count == 3)
    #expect(
      outcome { () throws(DomainError) in
        try registry.stopWatching(target, byFund: fund, actor: scene.asFund)
      } == "notFound")
  }

  @Test func theWatchListIsTheFundsAlone() throws {
    let fund = scene.fund.id.text
    for (actor, expected) in [
      (scene.asFund, "ok"), (World.dost, "forbidden"), (World.admin, "forbidden"),
      (scene.asStartup, "forbidden"), (Actor.anonymous, "unauthenticated"),
    ] {
      #expect(
        outcome { () throws(DomainError) in
          try registry.watches(ofFund: fund, page: PageRequest(limit: 5), by: actor)
        } == expected, "\(actor.name)")
      #expect(
        outcome { () throws(DomainError) in
          try registry.startWatching(scene.startup.id.text, byFund: fund, actor: actor)
        } == expected, "\(actor.name)")
    }
  }

  private func save(
    _ kind: String, _ query: JSON, _ alert: String = "at_once", by actor: Actor? = nil
  ) throws(DomainError) -> SavedSearch {
    try registry.createSavedSearch(
      ["name": "Cà phê", "kind": .string(kind), "query": query, "alert": .string(alert)],
      by: actor ?? scene.asFund)
  }

  private func newStartup(_ name: String) throws {
    _ = try scene.world.organisation(
      .verified,
      [
        "kind": "startup", "name": .string(name), "description": "Truy xuất nguồn gốc cà phê.",
        "startup": ["stage": "seed"],
      ])
  }

  @Test(
    arguments: [
      ("search", ["q": "cà phê", "type": ["organisation"]]),
      ("startup_matches", ["organisation": "{fund}"]),
    ] as [(String, JSON)]) func onlyWhatIsNewIsToldAndOnlyOnce(_ kind: String, _ query: JSON) throws
  {
    let filled = try JSONParser.parse(
      query.compact.replacing("{fund}", with: scene.fund.id.text))
    _ = try save(kind, filled)
    for _ in 0..<2 { try registry.keepTime() }
    #expect(try scene.notices(for: scene.fund) == [], "what is there already is known")
    try newStartup("Hạt Mới")
    for _ in 0..<3 { try registry.keepTime() }
    let told = try scene.waiting().filter { $0.kind == .savedSearchHits }
    #expect(told.map(\.values) == [["search": "Cà phê", "count": "1", "names": "Hạt Mới"]])
    #expect(told.map(\.audience) == [.organisation(scene.fund.id)])
  }

  @Test func aDailySearchIsAskedOnceADay() throws {
    _ = try save("search", ["q": "cà phê"], "daily")
    try newStartup("Hạt Mới")
    try registry.keepTime()
    #expect(try scene.notices(for: scene.fund) == [])
    scene.world.turn(to: "2026-06-02T00:00:00Z")
    for _ in 0..<2 { try registry.keepTime() }
    #expect(try scene.notices(for: scene.fund) == [.savedSearchHits])
    try newStartup("Hạt Mới Nữa")
    try registry.keepTime()
    #expect(try scene.notices(for: scene.fund).count == 1)
  }

  @Test func aSearchNeverTellsOfWhatItsOwnerMayNotSee() throws {
    let hidden = try scene.world.organisation(
      .draft,
      [
        "kind": "startup", "name": "Nháp", "description": "Truy xuất cà phê.",
        "startup": ["stage": "seed"],
      ])
    #expect(
      outcome { () throws(DomainError) in
        try save("problem_matches", ["organisation": .string(hidden.id.text)])
      } == "invalid /query/organisation not_found")
    _ = try save("search", ["q": "cà phê"])
    _ = try registry.moveOrganisation(hidden.id.text, .submit, by: World.admin)
    try registry.keepTime()
    #expect(try scene.notices(for: scene.fund) == [])
    _ = try registry.moveOrganisation(hidden.id.text, .verify, by: World.admin)
    try registry.keepTime()
    #expect(try scene.notices(for: scene.fund) == [.savedSearchHits])
  }

  @Test func aSavedSearchIsItsOwnersAlone() throws {
    let saved = try save("search", ["q": "cà phê"])
    for actor in [scene.asStartup, Actor(name: "d", role: .dost, account: ID("a"))] {
      #expect(
        outcome { () throws(DomainError) in try registry.savedSearch(saved.id, by: actor) }
          == "notFound", "\(actor.name)")
    }
    #expect(
      outcome { () throws(DomainError) in try registry.savedSearch(saved.id, by: World.dost) }
        == "forbidden")
    let changed = try registry.updateSavedSearch(
      saved.id, patch: ["query": ["q": "bơ"]], expecting: 1, by: scene.asFund)
    #expect(changed.wish.query.text == "bơ" && changed.version == 2)
    #expect(
      outcome { () throws(DomainError) in
        try registry.removeSavedSearch(saved.id, expecting: 1, by: scene.asFund)
      } == "stale 2")
    try registry.removeSavedSearch(saved.id, expecting: 2, by: scene.asFund)
    #expect(
      try registry.savedSearches(page: PageRequest(limit: 5), by: scene.asFund).total == 0)
  }

  private static let searches: [(JSON, String)] = [
    (["kind": "search", "query": ["x": 1]], "invalid /query/x unknown_member"),
    (["kind": "search", "query": ["type": ["firm"]]], "invalid /query/type/0 not_accepted"),
    (["kind": "solver_matches", "query": [:]], "invalid /query/problem missing"),
    (
      ["kind": "problem_matches", "query": ["problem": "x"]],
      "invalid /query/organisation missing, /query/problem unknown_member"
    ),
    (["kind": "search", "query": [:], "alert": "hourly"], "invalid /alert not_accepted"),
    (["kind": "search"], "invalid /query missing"),
    (["kind": "solver_matches", "query": ["problem": "x"]], "invalid /query/problem not_found"),
  ]

  @Test(arguments: searches.indices) func aSearchIsCheckedWhenItIsSaved(_ row: Int) {
    let (patch, expected) = Self.searches[row]
    let base: JSON = ["name": "Tên", "alert": "daily"]
    let found = outcome { () throws(DomainError) in
      try registry.createSavedSearch(base.merging(patch), by: scene.asFund)
    }
    #expect(
      Set(found.dropFirst(8).split(separator: ", "))
        == Set(expected.dropFirst(8).split(separator: ", ")), "\(found)")
  }
}
