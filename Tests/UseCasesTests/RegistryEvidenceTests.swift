import Domain
import Matching
import Storage
import Testing
import UseCases

/// Legal classes as dated evidence, and what falls due for a registration.
@Suite struct RegistryEvidenceTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private static func evidence(until last: String) -> JSON {
    [
      "legal": [
        [
          "status": "high_tech_enterprise", "issuer": "Bộ KH&CN", "number": "12/GCN",
          "issued_on": "2024-06-11", "expires_on": .string(last),
        ]
      ],
      "products": ["Giám sát vườn cà phê, cảnh báo sâu bệnh sớm"],
    ]
  }

  private func problem() throws(DomainError) -> Problem {
    try world.problem([
      "deadline": "2026-12-31", "description": "Cảm biến vườn cà phê",
      "required": [["legal": "high_tech_enterprise"]],
    ])
  }

  private func solvers(_ problem: Problem) throws(DomainError) -> (in: [String], out: [String]) {
    let list = try registry.solvers(
      forProblem: problem.id.text, limit: 10, kinds: nil, by: World.dost
    ).list
    return (list.matches.map(\.record.id.text), list.excluded.map(\.record.id.text))
  }

  private func listed() throws(DomainError) -> Int {
    var filter = OrganisationFilter()
    filter.legal = [.highTechEnterprise]
    return try registry.organisations(filter, page: PageRequest(limit: 5), by: .anonymous).total
  }

  @Test func anExpiredClassStopsCountingOnItsDay() throws {
    let firm = try world.organisation(.verified, Self.evidence(until: "2026-07-10"))
    let problem = try problem()
    try registry.follow()
    let member = World.member(of: firm)
    world.turn(to: "2026-07-10T23:59:59+07:00")
    try registry.keepTime()
    #expect(try solvers(problem).in == [firm.id.text] && listed() == 1)
    world.turn(to: "2026-07-11T00:00:00+07:00")
    // Before the service has noticed: to the second.
    #expect(try solvers(problem).in.isEmpty && listed() == 0)
    #expect(
      outcome { () throws(DomainError) in
        try registry.createProposal(["problem": .string(problem.id.text)], by: member)
      } == "ineligible")
    try registry.keepTime()
    let after = try solvers(problem)
    #expect(after.in.isEmpty && after.out == [firm.id.text])
    #expect(
      try registry.problems(forOrganisation: firm.id.text, limit: 5, by: member)
        .list.matches.isEmpty)
    #expect(try world.told([.evidenceEnded]) == ["evidence_ended organisation \(firm.id)"])
    #expect(try registry.organisation(firm.id.text, by: .anonymous).profile.legal.count == 1)
    try registry.keepTime()
    #expect(try world.told([.evidenceEnded]).count == 1)
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test func aClassBeginsToCountOnItsDay() throws {
    var json = Self.evidence(until: "2027-01-01")
    json = [
      "products": json["products"] ?? [],
      "legal": [
        json["legal"]?.elements?.first?.merging(["issued_on": "2026-06-20"]) ?? [:]
      ],
    ]
    let firm = try world.organisation(.verified, json)
    let problem = try problem()
    try registry.follow()
    try registry.keepTime()
    #expect(try solvers(problem).out == [firm.id.text] && listed() == 0)
    world.turn(to: "2026-06-20T00:00:00+07:00")
    try registry.keepTime()
    #expect(try solvers(problem).in == [firm.id.text] && listed() == 1)
  }

  @Test func anIndexThatIsLoadedLaterKnowsTheDay() throws {
    let firm = try world.organisation(.verified, Self.evidence(until: "2026-06-10"))
    let problem = try problem()
    world.turn(to: "2026-06-11")
    try registry.follow()
    #expect(try solvers(problem).out == [firm.id.text])
  }

  @Test func theHolderIsRemindedTwiceAndOnceEach() throws {
    let firm = try world.organisation(.verified, Self.evidence(until: "2026-08-10"))
    func told() throws -> [String] {
      try world.notices().filter { $0.kind == .evidenceEnding }.compactMap { $0.values["days"] }
    }
    for (day, expected) in [
      ("2026-07-10", []), ("2026-07-11", ["30"]), ("2026-07-12", ["30"]), ("2026-08-02", ["30"]),
      ("2026-08-03", ["30", "7"]), ("2026-08-10", ["30", "7"]), ("2026-08-20", ["30", "7"]),
    ] as [(String, [String])] {
      world.turn(to: day + "T09:00:00+07:00")
      try registry.keepTime()
      try registry.keepTime()
      #expect(try told() == expected, "\(day)")
    }
    #expect(try world.told([.evidenceEnding]).allSatisfy { $0.hasSuffix(firm.id.text) })
  }

  @Test func aServiceThatWasDownTellsTheNearestAlone() throws {
    _ = try world.organisation(.verified, Self.evidence(until: "2026-08-10"))
    world.turn(to: "2026-08-08T09:00:00+07:00")
    try registry.keepTime()
    let told = try world.notices().filter { $0.kind == .evidenceEnding }
    #expect(told.map { $0.values["days"] } == ["2"])
  }

  @Test func newEvidenceIsRemindedOfAnew() throws {
    let firm = try world.organisation(.verified, Self.evidence(until: "2026-06-20"))
    try registry.keepTime()
    #expect(try world.told([.evidenceEnding]).count == 1)
    _ = try registry.updateOrganisation(
      firm.id.text, patch: Self.evidence(until: "2026-06-25"), expecting: firm.version,
      by: World.dost)
    try registry.keepTime()
    #expect(try world.told([.evidenceEnding]).count == 2)
  }

  @Test func onlyAnOfficerRecognises() throws {
    let firm = try world.organisation(.verified, Self.evidence(until: "2026-08-10"))
    let (id, member) = (firm.id.text, World.member(of: firm))
    func recognise(
      _ actor: Actor, _ status: LegalClass = .highTechEnterprise, _ flag: Bool = true,
      reason: String? = nil
    ) -> String {
      outcome { () throws(DomainError) in
        try registry.recognise(
          status, of: id, isRecognised: flag, reason: reason, by: actor)
      }
    }
    #expect(recognise(member) == "forbidden" && recognise(.anonymous) == "unauthenticated")
    #expect(recognise(World.dost, .large) == "invalid /class not_accepted")
    #expect(recognise(World.dost) == "ok")
    #expect(
      try registry.organisation(id, by: .anonymous).profile.legal.map(\.isRecognised) == [true])
    #expect(recognise(World.dost, .highTechEnterprise, false) == "invalid /reason missing")
    #expect(recognise(World.dost, .highTechEnterprise, false, reason: "Thu hồi") == "ok")
    _ = recognise(World.dost)
    // Other evidence is nobody's word but the holder's.
    let changed = try registry.updateOrganisation(
      id, patch: Self.evidence(until: "2030-01-01"),
      expecting: try registry.organisation(id, by: World.dost).version, by: member
    ).record
    #expect(changed.profile.legal.map(\.isRecognised) == [true])
    let accepted = try registry.decideRevision(
      of: id, isAccepted: true, reason: nil, by: World.dost)
    #expect(accepted.profile.legal.map(\.isRecognised) == [false])
    let claimed = outcome { () throws(DomainError) in
      try registry.updateOrganisation(
        id, patch: ["legal": [["status": "large", "recognised": true]]],
        expecting: accepted.version, by: World.dost)
    }
    #expect(claimed == "invalid /legal/0/recognised read_only")
  }

  @Test func whatIsRecognisedHasIssuerAndDay() throws {
    let bare = try world.organisation(.verified, ["legal": ["large"]])
    #expect(
      outcome { () throws(DomainError) in
        try registry.recognise(
          .large, of: bare.id.text, isRecognised: true, reason: nil, by: World.dost)
      } == "invalid /legal/0/issuer missing, /legal/0/issued_on missing")
    let ended = try world.organisation(.verified, Self.evidence(until: "2026-05-31"))
    #expect(
      outcome { () throws(DomainError) in
        try registry.recognise(
          .highTechEnterprise, of: ended.id.text, isRecognised: true, reason: nil, by: World.dost)
      } == "invalid /legal/0/expires_on in_the_past")
  }

  @Test func aPaperIsItsHoldersAndOfficersToSee() throws {
    let firm = try world.organisation(.draft)
    let (id, member) = (firm.id.text, World.member(of: firm))
    let paper = try registry.addFile(
      SampleFiles.bytes(.pdf), name: "gcn.pdf", declared: "application/pdf", by: member)
    let other = try world.organisation()
    let foreign = try registry.addFile(
      SampleFiles.bytes(.pdf), name: "khac.pdf", declared: "application/pdf",
      by: World.member(of: other))
    func hang(_ file: ID<StoredFile>) -> String {
      outcome { () throws(DomainError) in
        try registry.updateOrganisation(
          id,
          patch: ["legal": [["status": "large", "file": .string(file.text)]]],
          expecting: try registry.organisation(id, by: member).version, by: member)
      }
    }
    #expect(hang(foreign.id) == "invalid /legal/0/file not_found")
    #expect(hang(ID("khong-co")) == "invalid /legal/0/file not_found")
    #expect(hang(paper.id) == "ok")
    for event in [Organisation.Event.submit, .verify] {
      _ = try registry.moveOrganisation(id, event, by: World.dost)
    }
    #expect(try registry.organisation(id, by: .anonymous).profile.legal.first?.file == nil)
    #expect(try registry.organisation(id, by: member).profile.legal.first?.file == paper.id)
    #expect(
      outcome { () throws(DomainError) in
        try registry.file(paper.id, by: World.member(of: other))
      } == "notFound")
    #expect(try registry.file(paper.id, by: World.dost).id == paper.id)
  }

  @Test func afterAYearARecordIsToBeConfirmed() throws {
    let firm = try world.organisation()
    let (id, member) = (firm.id.text, World.member(of: firm))
    func isStale() throws -> Bool {
      try registry.organisations(
        OrganisationFilter(), page: PageRequest(limit: 1), by: .anonymous
      ).items.contains(where: \.isStale)
    }
    for (time, told, stale) in [
      ("2027-05-31T23:59:59+07:00", 0, false), ("2027-06-01T00:00:00+07:00", 1, false),
      ("2027-06-30T23:59:59+07:00", 1, false), ("2027-07-01T00:00:00+07:00", 1, true),
    ] {
      world.turn(to: time)
      try registry.keepTime()
      #expect(try world.told([.confirmationDue]).count == told, "\(time)")
      #expect(try isStale() == stale, "\(time)")
    }
    #expect(
      outcome { () throws(DomainError) in try registry.confirmRecord(of: id, by: World.dost) }
        == "forbidden")
    let confirmed = try registry.confirmRecord(of: id, by: member)
    #expect(confirmed.registration.confirmedOn == "2027-07-01")
    #expect(try !isStale())
    #expect(try registry.confirmRecord(of: id, by: member).version == confirmed.version)
    world.turn(to: "2028-07-01T00:00:00+07:00")
    try registry.keepTime()
    #expect(try world.told([.confirmationDue]).count == 2)
    let draft = try world.organisation(.draft)
    #expect(
      outcome { () throws(DomainError) in
        try registry.confirmRecord(of: draft.id.text, by: World.member(of: draft))
      } == "refused draft")
  }
}
