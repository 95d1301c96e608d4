import Domain
import Matching
import Storage
import Testing
import UseCases

@Suite struct RegistryLexiconTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private static let fogNet: JSON = [
    "id": "fog_net", "vi": ["lưới gom sương"], "en": ["fog catcher"], "broader": ["irrigation"],
  ]

  private func add(_ json: JSON, by actor: Actor = World.dost) throws(DomainError) -> ConceptRecord
  {
    try registry.addConcept(json, by: actor)
  }

  private func faults(_ json: JSON) -> String {
    outcome { () throws(DomainError) in try add(json) }
  }

  @Test func aConceptIsAddedChangedAndTakenOut() throws {
    let made = try add(Self.fogNet)
    #expect(made.origin == .added)
    #expect(made.version == 1)
    #expect(try registry.concept("fog_net") == made)
    let changed = try registry.updateConcept(
      "fog_net", patch: ["en": ["fog collector"], "broader": nil], expecting: 1,
      by: World.admin)
    #expect(changed.version == 2)
    #expect(changed.entry.en == ["fog collector"])
    #expect(changed.entry.broader == [])
    #expect(changed.entry.vi == made.entry.vi)
    let same = try registry.updateConcept(
      "fog_net", patch: ["broader": nil], expecting: 2, by: World.dost)
    #expect(same.version == 2)
    try registry.removeConcept("fog_net", expecting: 2, by: World.dost)
    #expect(outcome { () throws(DomainError) in try registry.concept("fog_net") } == "notFound")
    #expect(try add(Self.fogNet).version == 4)
  }

  @Test func aShippedConceptIsAddedTo() throws {
    let before = try registry.concept("coffee")
    #expect((before.origin, before.version) == (.shipped, 1))
    let form = before.entry.vi[0]
    let after = try add([
      "id": "coffee", "vi": [.string(form), "hạt nâu"], "related": ["early_warning"],
    ])
    #expect((after.origin, after.version) == (.extended, 2))
    #expect(after.entry.vi == before.entry.vi + ["hạt nâu"])
    #expect(
      after.addition?.entry
        == ConceptEntry(id: "coffee", vi: ["hạt nâu"], related: ["early_warning"]))
    let more = try add(["id": "coffee", "en": ["brown bean"]])
    #expect(more.version == 3)
    #expect(more.addition?.entry.vi == ["hạt nâu"])
    #expect(try add(["id": "coffee", "en": ["Brown Bean"]]).version == 3)
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateConcept(
          "coffee", patch: ["vi": ["hạt nâu"]], expecting: 3, by: .commandLine)
      } == "invalid " + before.entry.vi.map { _ in "/vi shipped" }.joined(separator: ", "))
    let vi = JSON.array((before.entry.vi + ["hạt đen"]).map(JSON.string))
    let patched = try registry.updateConcept(
      "coffee", patch: ["vi": vi], expecting: 3, by: World.dost)
    #expect(patched.addition?.entry.vi == ["hạt đen"])
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateConcept(
          "coffee",
          patch: [
            "vi": .array(before.entry.vi.map(JSON.string)),
            "en": .array(before.entry.en.map(JSON.string)), "related": nil,
          ], expecting: 4, by: World.dost)
      } == "invalid  missing")
    try registry.removeConcept("coffee", expecting: 4, by: World.dost)
    let again = try registry.concept("coffee")
    #expect((again.entry, again.origin, again.version) == (before.entry, .shipped, 5))
  }

  @Test func aShippedConceptMayBePatchedBeforeAnythingIsAdded() throws {
    let made = try registry.updateConcept(
      "coffee", patch: ["related": ["early_warning"]], expecting: 1, by: World.dost)
    #expect((made.origin, made.version) == (.extended, 2))
  }

  @Test(
    arguments: [
      (["vi": ["x"]], "invalid /id missing, /en missing"),
      (["id": "x", "vi": ["một hai ba bốn"]], "invalid /en missing"),
      (["id": "x", "vi": ["cà phê"], "en": ["zzz"]], "invalid /vi/0 clash"),
      (["id": "x", "vi": ["zzz"], "en": ["coffees"]], "invalid /en/0 clash"),
      (
        ["id": "x", "vi": ["zzz"], "en": ["yyy"], "broader": ["nowhere"]],
        "invalid /broader/0 not_found"
      ),
      (["id": "coffee", "broader": ["arabica"]], "invalid /broader/0 cycle"),
      (["id": "coffee", "related": ["coffee"]], "invalid /related/0 already_linked"),
      (["id": "coffee", "code": "technology:ai"], "invalid /code read_only"),
      (
        ["id": "x", "colour": "red"],
        "invalid /colour unknown_member, /vi missing, /en missing"
      ),
      (
        ["id": "X", "vi": ["cà phê"], "code": "field:moon", "broader": ["nowhere"]],
        "invalid /id bad_format, /code not_accepted, /vi/0 clash, /en missing, /broader/0 not_found"
      ),
      (["id": "x", "vi": ["ca phe"], "en": ["yyy"]], "invalid /vi/0 clash"),
      ([], "invalid  wrong_type"),
    ] as [(JSON, String)])
  func refusesWhatDoesNotFit(_ line: JSON, _ word: String) throws {
    #expect(faults(line) == word)
    #expect(try registry.exportLexicon(addedOnly: true) == [])
  }

  @Test func aClashSaysWhichConceptAndACircleItsWay() throws {
    _ = try add(["id": "a", "vi": ["zza"], "en": ["zzae"]])
    _ = try add(["id": "b", "vi": ["zzb"], "en": ["zzbe"], "broader": ["a"]])
    #expect(throws: DomainError.invalid([Fault("/vi/0", .clash, found: "ZZB", accepted: "b")])) {
      try add(["id": "c", "vi": ["ZZB"], "en": ["zzc"]])
    }
    #expect(
      throws: DomainError.invalid([
        Fault("/broader/0", .cycle, found: "a → b → a", accepted: "a")
      ])
    ) {
      try registry.updateConcept("a", patch: ["broader": ["b"]], expecting: 1, by: World.dost)
    }
    #expect(
      throws: DomainError.invalid([
        Fault("/code", .readOnly, found: "field:energy", accepted: "field:health")
      ])
    ) {
      _ = try registry.updateConcept(
        "a", patch: ["code": "field:health"], expecting: 1, by: World.dost)
      _ = try add(["id": "a", "code": "field:energy"])
    }
  }

  @Test func whatOthersNameStays() throws {
    _ = try add(Self.fogNet)
    _ = try add([
      "id": "fog_meter", "vi": ["máy đo sương"], "en": ["fog meter"], "related": ["fog_net"],
    ])
    #expect(throws: DomainError.invalid([Fault("", .inUse, found: "fog_meter")])) {
      try registry.removeConcept("fog_net", expecting: 1, by: World.dost)
    }
    try registry.removeConcept("fog_meter", expecting: 1, by: World.dost)
    try registry.removeConcept("fog_net", expecting: 1, by: World.dost)
    #expect(
      outcome { () throws(DomainError) in
        try registry.removeConcept("coffee", expecting: 1, by: World.dost)
      } == "invalid  shipped")
  }

  @Test func changesNameTheirVersion() throws {
    _ = try add(Self.fogNet)
    for (version, word) in [(nil, "versionRequired 1"), (7, "stale 1")] as [(Int?, String)] {
      #expect(
        outcome { () throws(DomainError) in
          try registry.updateConcept(
            "fog_net", patch: ["vi": ["khác"]], expecting: version, by: World.dost)
        } == word)
      #expect(
        outcome { () throws(DomainError) in
          try registry.removeConcept("fog_net", expecting: version, by: World.dost)
        } == word)
    }
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateConcept(
          "fog_net", patch: ["id": "x", "version": 3], expecting: 1, by: World.dost)
      } == "invalid /id read_only, /version read_only")
  }

  @Test(arguments: [
    (Actor.anonymous, "unauthenticated"), (World.unbound, "forbidden"),
    (World.reviewer, "forbidden"), (World.dost, "ok"), (World.admin, "ok"),
  ])
  func onlyOfficersMayChangeIt(_ actor: Actor, _ word: String) throws {
    #expect(outcome { () throws(DomainError) in try add(Self.fogNet, by: actor) } == word)
    if word != "ok" { _ = try add(Self.fogNet) }
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateConcept(
          "fog_net", patch: ["vi": ["lưới sương"]], expecting: 1, by: actor)
      } == word)
    let line = ImportItem(position: "line 1", content: .success(["id": "coffee"]))
    #expect(
      outcome { () throws(DomainError) in try registry.importLexicon([line], by: actor) } == word)
    let version = try registry.concept("fog_net").version
    #expect(
      outcome { () throws(DomainError) in
        try registry.removeConcept("fog_net", expecting: version, by: actor)
      } == word)
  }

  @Test func aRepeatedRequestAddsOnce() throws {
    let key = IdempotencyKey(actor: "dost", key: "k", fingerprint: [1])
    let first = try registry.addConcept(Self.fogNet, by: World.dost, key: key)
    let second = try registry.addConcept(Self.fogNet, by: World.dost, key: key)
    #expect(first == second)
    let other = IdempotencyKey(actor: "dost", key: "k", fingerprint: [2])
    #expect(
      outcome { () throws(DomainError) in
        try registry.addConcept(Self.fogNet, by: World.dost, key: other)
      } == "keyReused")
  }

  @Test func everyActIsAuditedAndFed() throws {
    _ = try add(Self.fogNet)
    _ = try registry.updateConcept(
      "fog_net", patch: ["vi": ["lưới sương"]], expecting: 1, by: World.dost)
    try registry.removeConcept("fog_net", expecting: 2, by: World.dost)
    _ = try add(["id": "coffee", "vi": ["hạt nâu"]])
    let feed = try world.store.read { db throws(DomainError) in
      try db.changes(after: 0, limit: 10).map { "\($0.aggregate.rawValue) \($0.id) \($0.version)" }
    }
    #expect(
      feed == [
        "lexicon fog_net 1", "lexicon fog_net 2", "lexicon fog_net 3", "lexicon coffee 2",
      ])
    let checks = try registry.check()
    #expect(checks.flatMap(\.faults) == [])
    #expect(checks.first { $0.name == "lexicon" }?.examined == 1)
  }

  @Test func listsArePagedAndFiltered() throws {
    _ = try add(Self.fogNet)
    _ = try add(["id": "coffee", "vi": ["hạt nâu"]])
    func ids(_ limit: Int, _ change: (inout ConceptFilter) -> Void) throws -> [[String]] {
      var filter = ConceptFilter()
      change(&filter)
      var pages: [[String]] = []
      var request: PageRequest? = PageRequest(limit: limit)
      while let current = request {
        let page = try registry.concepts(filter, page: current)
        pages.append(page.items.map(\.entry.id))
        #expect(page.items.count <= limit)
        if page.next == nil { #expect(pages.joined().count == page.total) }
        request = page.next.map { PageRequest(limit: limit, after: $0) }
      }
      return pages
    }
    let all = try ids(200) { _ in }.flatMap { $0 }
    #expect(all == all.sorted())
    #expect(Set(all).count == all.count)
    #expect(Set(all).isSuperset(of: ["coffee", "fog_net", "arabica"]))
    #expect(try ids(1) { $0.origins = [.added, .extended] } == [["coffee"], ["fog_net"]])
    #expect(try ids(9) { $0.origins = [.added] } == [["fog_net"]])
    #expect(try ids(9) { $0.text = "gom suong" } == [["fog_net"]])
    #expect(try ids(9) { $0.text = "HẠT NÂU" } == [["coffee"]])
    #expect(try ids(900) { $0.text = "ca phe" }.joined().contains("arabica"))
    #expect(try ids(9) { $0.text = "không có từ này" } == [[]])
  }

  @Test func whatDoesNotFitALaterReleaseIsToldAndLeftOut() throws {
    try world.store.write { db throws(DomainError) in
      try db.insert(
        LexiconAddition(
          entry: ConceptEntry(id: "beans", vi: ["cà phê"], en: ["zzz"]), version: 1,
          createdAt: Instant(seconds: 1), updatedAt: Instant(seconds: 1)))
    }
    try registry.follow()
    let check = try registry.check().first { $0.name == "lexicon" }
    #expect(check?.faults == ["beans", "beans/vi/0 clash cà phê (coffee)"])
  }
}
