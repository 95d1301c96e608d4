import Assets
import Domain
import FoundationEssentials
import SQLite
import Storage
import Testing
import UseCases

/// What is sealed is nowhere to be read, and nobody else knows of it, before it is opened.
@Suite struct SealTests {
  let world: World
  let firm: Organisation
  let problem: Problem
  var registry: Registry { world.registry }
  var member: Actor { World.member(of: firm) }

  init() throws {
    world = try World()
    firm = try world.organisation()
    problem = try world.problem()
  }

  private func file(_ text: String, by actor: Actor? = nil) throws(DomainError) -> StoredFile {
    try registry.addFile(
      Array("%PDF-1.7\n\(text)\n                    \nstartxref\n9\n%%EOF\n".utf8),
      name: text + ".pdf", declared: "application/pdf", by: actor ?? member)
  }

  private func move(
    _ id: ID<Proposal>, _ event: Proposal.Event, by actor: Actor? = nil
  ) -> String {
    outcome { () throws(DomainError) in
      try registry.moveProposal(id, event, by: actor ?? member)
    }
  }

  private func draft(
    partner: Organisation? = nil, approach: String = "planted-6a1f"
  ) throws(DomainError) -> Proposal {
    var members: [(String, JSON)] = [
      ("problem", .string(problem.id.text)), ("approach", .string(approach)),
      ("cost_vnd", 731_625_409), ("duration_months", 9),
    ]
    if let partner { members.append(("partners", [.string(partner.id.text)])) }
    return try registry.createProposal(.object(JSONObject(members)), by: member)
  }

  @Test func noBytesOfItStandInTheClearAnywhere() throws {
    let made = try draft()
    let attached = try registry.attach(
      try file("planted-77c2").id, to: made.id, expecting: 1, by: member)
    #expect(attached.attachments.map(\.name) == ["planted-77c2.pdf"])
    #expect(move(made.id, .submit) == "ok")
    let copy = world.path + ".copy"
    defer {
      for suffix in ["", "-wal", "-shm", ".files"] {
        try? FileManager.default.removeItem(atPath: copy + suffix)
      }
    }
    try registry.backup(to: copy) { _, _ in }
    let folders = [world.path, copy].map { Registry.folderOfFiles(beside: $0) }
    var places = try folders.flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.count > 2 }
        .map { folder + "/" + $0 }
    }
    #expect(places.count == 2, "the backup has the file too")
    places += [copy]
    var all = try world.bytes()
    for place in places { all += Array(try Data(contentsOf: URL(filePath: place))) }
    for text in ["planted-6a1f", "planted-77c2", "731625409", "%PDF"] {
      #expect(!all.contains(text: text), "\(text)")
    }
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test func attachmentsAreSealedWithTheirProposal() throws {
    let made = try draft()
    let file = try file("x")
    func seen(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in _ = try registry.content(of: file.id, by: actor) }
    }
    #expect(seen(World.dost) == "notFound", "it may be meant for a proposal")
    _ = try registry.attach(file.id, to: made.id, expecting: 1, by: member)
    #expect(move(made.id, .submit) == "ok")
    for actor in [World.dost, World.admin, World.reviewer, .anonymous] {
      #expect(seen(actor) == "notFound", "\(actor.name)")
    }
    #expect(seen(member) == "ok")
    try world.open(problem)
    #expect(seen(World.dost) == "ok" && seen(World.reviewer) == "notFound")
  }

  @Test func onlyOneOwnFreeFileIsAttachedAndOnlyToADraft() throws {
    let made = try draft()
    func attach(_ file: ID<StoredFile>, _ version: Int?) -> String {
      outcome { () throws(DomainError) in
        try registry.attach(file, to: made.id, expecting: version, by: member)
      }
    }
    let rival = World.member(of: try world.organisation())
    #expect(attach(ID("none"), 1) == "invalid /file not_found")
    #expect(attach(try file("r", by: rival).id, 1) == "invalid /file not_found")
    #expect(attach(try file("d", by: World.dost).id, 1) == "invalid /file not_found")
    let own = try file("a")
    #expect(attach(own.id, nil) == "versionRequired 1")
    #expect(attach(own.id, 9) == "stale 1")
    #expect(attach(own.id, 1) == "ok")
    #expect(attach(own.id, 2) == "invalid /file repeated")
    let taken = try registry.detach(own.id, from: made.id, expecting: 2, by: member)
    #expect(taken.attachments == [] && taken.version == 3)
    #expect(attach(own.id, 3) == "invalid /file not_found", "it is gone")
    #expect(move(made.id, .submit) == "ok")
    #expect(attach(try file("b").id, 4) == "refused submitted")
  }

  @Test func openingIsAnActThatIsDoneOnceAfterTheDeadline() throws {
    let made = try draft()
    #expect(move(made.id, .submit) == "ok")
    func open(_ actor: Actor = World.dost) -> String {
      outcome { () throws(DomainError) in
        try registry.openProposals(for: problem.id.text, by: actor)
      }
    }
    #expect(open() == "refused published")
    _ = try registry.moveProblem(problem.id.text, .close, code: "order", by: World.dost)
    world.turn(to: "2026-06-30T16:59:59Z")
    #expect(open() == "tooEarly", "closing early opens nothing")
    world.turn(to: "2026-06-30T17:00:00Z")
    #expect(open(member) == "forbidden" && open(.anonymous) == "unauthenticated")
    let opening = try registry.openProposals(for: problem.id.text, by: World.dost)
    let receipt = try registry.receipt(of: made.id, by: member)
    #expect(opening.proposals.map(\.digest) == [receipt.digest])
    world.turn(to: "2026-07-05")
    #expect(try registry.openProposals(for: problem.id.text, by: World.admin) == opening)
    #expect(try registry.opening(of: problem.id.text, by: World.admin) == opening)
  }

  @Test func partnersConfirmBeforeItIsSubmitted() throws {
    let partner = try world.organisation()
    let other = World.member(of: partner)
    let made = try draft(partner: partner)
    func answer(_ event: Partnership.Event, _ actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.answerPartnership(in: made.id, event, by: actor)
      }
    }
    #expect(try registry.proposal(made.id, by: other).offer == made.offer)
    #expect(move(made.id, .submit) == "refused asked")
    #expect(answer(.confirm, member) == "forbidden")
    #expect(answer(.confirm, World.member(of: try world.organisation())) == "notFound")
    let viewer = Actor(name: "v", role: .member, organisation: partner.id, membership: .viewer)
    #expect(answer(.confirm, viewer) == "forbidden")
    #expect(answer(.confirm, other) == "ok" && answer(.confirm, other) == "refused confirmed")
    #expect(move(made.id, .submit, by: other) == "forbidden")
    // What was confirmed is not what it says now.
    _ = try registry.updateProposal(made.id, patch: ["trl": 7], expecting: 2, by: member)
    #expect(move(made.id, .submit) == "refused asked")
    #expect(answer(.confirm, other) == "ok" && move(made.id, .submit) == "ok")
    #expect(answer(.refuse, other) == "refused submitted")
    #expect(try registry.receipt(of: made.id, by: other).isWhole(Credentials.digest))
  }

  @Test func whoRefusesOrIsNamedNoMoreSeesItNoMore() throws {
    let partner = try world.organisation()
    let made = try draft(partner: partner)
    let other = World.member(of: partner)
    func seen() -> String {
      outcome { () throws(DomainError) in try registry.proposal(made.id, by: other) }
    }
    _ = try registry.updateProposal(made.id, patch: ["partners": []], expecting: 1, by: member)
    #expect(seen() == "notFound")
    _ = try registry.updateProposal(
      made.id, patch: ["partners": [.string(partner.id.text)]], expecting: 2, by: member)
    #expect(seen() == "ok")
    _ = try registry.answerPartnership(in: made.id, .refuse, by: other)
    #expect(seen() == "notFound" && move(made.id, .submit) == "refused refused")
  }

  @Test func itIsWithdrawnAndReopenedUntilTheDeadlineOnly() throws {
    let made = try draft()
    for event in [Proposal.Event.submit, .withdraw, .reopen, .submit, .withdraw] {
      #expect(move(made.id, event) == "ok", "\(event)")
    }
    let second = try draft()
    #expect(move(made.id, .reopen) == "conflict problem")
    #expect(move(second.id, .submit) == "ok")
    world.turn(to: "2026-06-30T17:00:00Z")
    #expect(move(second.id, .withdraw) == "deadlinePassed")
    #expect(move(made.id, .reopen) == "deadlinePassed")
  }

  @Test func aReceiptHoldsBeforeAndAfterOpeningAndNoForgedOneDoes() throws {
    let made = try draft()
    #expect(
      outcome { () throws(DomainError) in try registry.receipt(of: made.id, by: member) }
        == "notFound")
    #expect(move(made.id, .submit) == "ok")
    let receipt = try registry.receipt(of: made.id, by: member)
    let sealed = try registry.verify(receipt)
    #expect(sealed.holds && sealed.isOffered == nil)
    try world.open(problem)
    #expect(try registry.verify(receipt).isOffered == true)
    let text = receipt.json.compact.replacing("planted-6a1f", with: "planted-6a1e")
    let forged = try #require(Receipt(try JSONParser.parse(text)))
    #expect(try !registry.verify(forged).holds)
    #expect(try !registry.verify(forged).isWhole)
  }

  /// The clock is read when the writer's turn has come, not when the request was read.
  @Test func aSubmissionThatWaitsPastTheDeadlineIsLate() throws {
    let made = try draft()
    world.turn(to: "2026-06-30T16:59:59Z")
    world.afterNextLook("2026-06-30T17:00:00Z", count: 2)
    #expect(move(made.id, .submit) == "deadlinePassed")
    world.turn(to: "2026-06-30T16:59:59Z")
    #expect(try registry.proposal(made.id, by: member).status == .draft)
  }

  @Test func othersAreToldNothing() throws {
    let rival = try world.organisation()
    let made = try draft()
    #expect(move(made.id, .submit) == "ok")
    for actor in [World.dost, World.admin, World.reviewer, World.member(of: rival)] {
      let page = try registry.proposals(
        problem: problem.code, organisation: firm.id.text, page: PageRequest(limit: 10), by: actor)
      #expect(page.total == 0 && page.items.isEmpty)
      for act in [Proposal.Event.submit, .withdraw, .admit] {
        #expect(move(made.id, act, by: actor) == "notFound")
      }
    }
    let own = try registry.createProposal(
      ["problem": .string(problem.id.text)], by: World.member(of: rival))
    #expect(own.status == .draft, "nobody's proposal stands in another's way")
  }
}

/// Databases of releases that kept offers in the clear.
@Suite final class PlainOfferTests {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "innoreg-plain-\(UUID().uuidString).db").path()

  deinit {
    for suffix in ["", "-wal", "-shm", ".key", ".files"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// A database of version 3, with a draft, a submitted proposal and one that is judged.
  private func makeOld() throws {
    var raw = try Connection(path: path, mode: .create)
    try raw.script(
      """
      CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,
        checksum BLOB NOT NULL, applied_at INTEGER NOT NULL) STRICT
      """)
    for (index, step) in Asset.all(in: "schema").prefix(3).enumerated() {
      try raw.script(step.text)
      let name = step.name.dropFirst("schema/0000_".count).dropLast(".sql".count)
      try raw.execute(
        "INSERT INTO migration VALUES (?, ?, ?, 500)",
        [.integer(Int64(index + 1)), .text(String(name)), .blob(Credentials.digest(step.bytes))])
    }
    for (id, status) in [("lead", "verified"), ("part", "verified")] {
      try raw.execute(
        """
        INSERT INTO organisation (id, kind, status, name, name_key, version, created_at, updated_at,
          profile) VALUES (?, 'startup', ?, 'Hạt', x'01', 1, 10, 10, ?)
        """,
        [.text(id), .text(status), .text("{\"kind\":\"startup\",\"name\":\"Hạt\"}")])
    }
    for (id, status, deadline) in [("p1", "published", 2_000_000_000), ("p2", "reviewing", 20)] {
      try raw.execute(
        """
        INSERT INTO problem (id, status, title, version, created_at, updated_at, published_at,
          deadline, statement) VALUES (?, ?, 'Đề', 1, 10, 10, 10, ?, ?)
        """,
        [
          .text(id), .text(status), .integer(Int64(deadline)),
          .text(
            "{\"title\":\"Đề\",\"deadline\":\"\(Instant(seconds: Int64(deadline)))\"}"),
        ])
    }
    for (id, problem, leader, status) in [
      ("draft", "p1", "part", "draft"), ("sent", "p1", "lead", "submitted"),
      ("judged", "p2", "lead", "admissible"),
    ] {
      try raw.execute(
        """
        INSERT INTO proposal (id, problem_id, organisation_id, status, version, created_at,
          updated_at, submitted_at, offer) VALUES (?, ?, ?, ?, 2, 11, 12, 12, ?)
        """,
        [
          .text(id), .text(problem), .text(leader), .text(status),
          .text(
            "{\"partners\":[\"\(leader == "lead" ? "part" : "lead")\"],"
              + "\"approach\":\"planted-0d4e\",\"cost_vnd\":5}"),
        ])
    }
  }

  @Test func theyAreSealedWhenTheRegisterIsOpened() throws {
    try #require(Credentials.prepare())
    try makeOld()
    #expect(Array(try Data(contentsOf: URL(filePath: path))).contains(text: "planted-0d4e"))
    let registry = try Registry.open(path: path, create: false) {
      Instant(seconds: World.start)
    }
    let lead = Actor(name: "l", role: .member, organisation: ID("lead"))
    let part = Actor(name: "p", role: .member, organisation: ID("part"))
    for (id, owner, status) in [
      ("draft", part, Partnership.Status.asked), ("sent", lead, .confirmed),
      ("judged", lead, .confirmed),
    ] {
      let found = try registry.proposal(ID(id), by: owner)
      #expect(found.offer?.approach == "planted-0d4e" && found.offer?.costVND == 5)
      #expect(found.partnerships.map(\.status) == [status], "\(id)")
    }
    let seen = try registry.proposals(
      problem: nil, organisation: nil, page: PageRequest(limit: 9), by: World.dost)
    #expect(seen.items.map(\.id.text) == ["judged"], "what is judged stays readable, no more")
    for suffix in ["", "-wal"] {
      let bytes = (try? Data(contentsOf: URL(filePath: path + suffix))).map { Array($0) } ?? []
      #expect(!bytes.contains(text: "planted-0d4e"), "\(suffix)")
    }
    let faults = try registry.check().filter { ["seals", "files"].contains($0.name) }
    #expect(faults.count == 2 && faults.allSatisfy { $0.faults.isEmpty })
  }
}
