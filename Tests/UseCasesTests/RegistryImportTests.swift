import Assets
import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryImportTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  @discardableResult
  private func take(
    _ text: String, _ format: ImportSource.Format = .json, into world: World? = nil,
    _ change: (inout ImportOptions) -> Void = { _ in }
  ) throws -> ImportReport {
    var options = ImportOptions()
    change(&options)
    let items = try ImportSource.records(Array(text.utf8), format)
    return try (world ?? self.world).registry.importRecords(
      items, options: options, by: World.admin)
  }

  private func counts(_ report: ImportReport) -> [Int] {
    [report.created, report.updated, report.unchanged, report.rejected.count]
  }

  private func organisations(_ world: World? = nil) throws -> [Organisation] {
    try (world ?? self.world).registry.organisations(
      OrganisationFilter(), page: PageRequest(limit: 1000), by: World.admin
    ).items
  }

  private static let two = """
    [{"id":"a","kind":"startup","name":"A","tax_code":"0100233488"},{"id":7,"title":"Bài toán"}]
    """

  @Test func newOrganisationsAreVerifiedAndNewProblemsPublished() throws {
    let report = try take(Self.two)
    #expect(counts(report) == [2, 0, 0, 0] && report.committed)
    let firm = try registry.organisation("a", by: .anonymous)
    #expect(firm.status == .verified && firm.externalID == "a" && firm.id.text != "a")
    let problem = try registry.problem("7", by: .anonymous)
    #expect(problem.status == .published && problem.code == "DLK-2026-001")
    #expect(problem.publishedAt?.seconds == World.start)
  }

  @Test func theSameFileAgainChangesNothing() throws {
    try take(Self.two)
    let before = try organisations()
    world.turn(to: "2026-06-05")
    let report = try take(Self.two)
    #expect(counts(report) == [0, 0, 2, 0])
    #expect(try organisations() == before)
  }

  @Test func aCorrectedFileChangesWhatDiffers() throws {
    try take(Self.two)
    let report = try take(Self.two.replacing("\"name\":\"A\"", with: "\"name\":\"B\""))
    #expect(counts(report) == [0, 1, 1, 0])
    let firm = try registry.organisation("a", by: .anonymous)
    #expect(firm.profile.name == "B" && firm.version == 2 && firm.status == .verified)
  }

  /// What somebody with a tie may not change by hand, no file of theirs changes either.
  @Test func nobodyImportsChangesToWhatTheyAreTiedTo() throws {
    try self.take(Self.two)
    let firm = try registry.organisation("a", by: .anonymous)
    let problem = try registry.problem("7", by: .anonymous)
    let proposal = try world.proposal(of: firm, for: problem)
    let account = try world.account("quantri@dost.example.vn", role: .admin)
    try world.bind(account, to: firm)
    func take(_ text: String, by actor: Actor) throws -> ImportReport {
      var options = ImportOptions()
      options.continuing = true
      return try registry.importRecords(
        try ImportSource.records(Array(text.utf8), .json), options: options, by: actor)
    }
    let changed = Self.two.replacing("\"name\":\"A\"", with: "\"name\":\"B\"")
      .replacing("Bài toán", with: "Bài khác")
      .replacing("[{", with: #"[{"id":"c","kind":"agency","name":"Sở"},{"#)
    let tied = try take(changed, by: ReviewScene.person(account))
    #expect(counts(tied) == [1, 0, 0, 2] && proposal.submittedAt != nil)
    #expect(tied.rejected.map { word($0.error) } == ["forbidden", "forbidden"])
    #expect(try registry.organisation("a", by: .anonymous).profile.name == "A")
    #expect(counts(try take(Self.two, by: ReviewScene.person(account))) == [0, 0, 2, 0])
    let free = ReviewScene.person(try world.account("ranh@dost.example.vn", role: .admin))
    #expect(counts(try take(changed, by: free)) == [0, 2, 1, 0])
  }

  @Test func recordsWithoutAnIdentifierAreNewEachTime() throws {
    try take(#"[{"kind":"agency","name":"Sở"}]"#)
    #expect(counts(try take(#"[{"kind":"agency","name":"Sở"}]"#)) == [1, 0, 0, 0])
  }

  @Test func oneFaultyRecordRefusesTheFile() throws {
    let report = try take(
      #"[{"id":"a","kind":"agency","name":"A"},{"id":"b","kind":"bakery"},{"name":7}]"#)
    #expect(!report.committed)
    #expect(report.rejected.map(\.index) == [1, 2])
    #expect(report.rejected.map(\.position) == ["record 2", "record 3"])
    #expect(report.rejected.map(\.name) == ["b", ""])
    #expect(word(report.rejected[0].error) == "invalid /kind not_accepted, /name missing")
    #expect(try organisations().isEmpty)
  }

  @Test func continuingTakesTheRest() throws {
    let lines = (0..<2500).map { number in
      number % 100 == 3
        ? #"{"id":"x\#(number)"}"# : #"{"id":"x\#(number)","kind":"agency","name":"n"}"#
    }
    let report = try take(lines.joined(separator: "\n"), .jsonl) { $0.continuing = true }
    #expect(counts(report) == [2475, 0, 0, 25] && report.committed)
    #expect(report.rejected.map(\.index) == Array(stride(from: 3, to: 2500, by: 100)))
    #expect(report.rejected[24].position == "line 2404")
    let total = try registry.organisations(
      OrganisationFilter(), page: PageRequest(limit: 1), by: World.admin
    ).total
    #expect(total == 2475)
  }

  @Test(arguments: [true, false]) func aDryRunWritesNothing(_ continuing: Bool) throws {
    let report = try take(Self.two) {
      $0.dryRun = true
      $0.continuing = continuing
    }
    #expect(counts(report) == [2, 0, 0, 0] && !report.committed)
    #expect(try organisations().isEmpty)
    #expect(counts(try take(Self.two)) == [2, 0, 0, 0])
  }

  @Test func progressCountsEveryRecord() throws {
    let items = try ImportSource.records(Array(Self.two.utf8), .json)
    let seen = Seen()
    _ = try registry.importRecords(items, options: ImportOptions(), by: World.admin) {
      seen.add($0)
    }
    #expect(seen.numbers == [1, 2])
  }

  @Test func theFileOrTheOptionsSayTheStatus() throws {
    let text = """
      [{"id":"a","kind":"agency","name":"A","status":"draft"},
       {"id":"b","kind":"agency","name":"B"},{"id":"p","title":"P","status":"closed"},
       {"id":"q","title":"Q","status":"draft"}]
      """
    try take(text)
    #expect(try registry.organisation("a", by: World.dost).status == .draft)
    #expect(try registry.organisation("b", by: World.dost).status == .verified)
    let closed = try registry.problem("p", by: .anonymous)
    #expect(closed.status == .closed && closed.code != nil && closed.publishedAt != nil)
    let draft = try registry.problem("q", by: World.dost)
    #expect(draft.status == .draft && draft.code == nil && draft.publishedAt == nil)
    let again = try World()
    try take(text, into: again) { $0.status = "submitted" }
    #expect(try again.registry.organisation("a", by: World.dost).status == .submitted)
    #expect(try again.registry.problem("p", by: World.dost).status == .submitted)
    #expect(try organisations(again).allSatisfy { $0.status == .submitted })
    let wrong = try take(#"[{"kind":"agency","name":"A","status":"published"}]"#)
    #expect(wrong.rejected.map { word($0.error) } == ["invalid /status not_accepted"])
  }

  @Test func aStatusThatFitsNoRecordOfTheKindIsRefused() throws {
    let report = try? take(#"[{"id":"a","kind":"agency","name":"A"}]"#) { $0.status = "published" }
    #expect(report?.committed != true)
    #expect(try organisations().isEmpty)
  }

  @Test(arguments: [
    (#"{"kind":"startup","name":"x","stage":"seed","raising_vnd":5,"traction":"t"}"#, "ok"),
    (#"{"kind":"fund","name":"x","fund_kind":"angel_network","thesis":"t","open":true}"#, "ok"),
    (#"{"kind":"venture_capital","name":"x","stages":["seed"],"ticket_min_vnd":5}"#, "ok"),
    (#"{"kind":"agency","name":"x","stage":"seed"}"#, "invalid /stage unknown_member"),
    (#"{"kind":"fund","name":"x","stages":["ipo"]}"#, "invalid /fund/stages/0 not_accepted"),
    (#"{"kind":"bakery","name":"x"}"#, "invalid /kind not_accepted"),
    (#"{"name":"x"}"#, "invalid /kind missing"), (#"{"description":"x"}"#, "invalid  missing"),
    (#"{"title":""}"#, "invalid /title missing"), ("7", "invalid  wrong_type"),
    (#"{"title":"x","code":"dlk-1"}"#, "invalid /code bad_format"),
    (#"{"title":"x","code":"DLK-2026-1"}"#, "invalid /code bad_format"),
    (#"{"title":"x","id":{}}"#, "invalid /id wrong_type"),
    (#"{"title":"x","id":"a\nb"}"#, "invalid /id bad_format"),
    (#"{"kind":"agency","name":"x","code":"y"}"#, "invalid /code unknown_member"),
    (#"{"kind":"agency","name":"x","version":9,"created_at":"x","notes":[]}"#, "ok"),
    (#"{"title":"x","kind":"agency"}"#, "invalid /kind unknown_member"),
  ]) func theKindOfARecordIsSeenFromItsMembers(_ row: (String, String)) throws {
    let report = try take("[\(row.0)]") { $0.dryRun = true }
    #expect(report.rejected.map { word($0.error) } == (row.1 == "ok" ? [] : [row.1]))
  }

  @Test func flatMembersFindTheirPlace() throws {
    try take(
      """
      [{"id":"s","kind":"startup","name":"S","stage":"seed","raising_vnd":5},
       {"id":"f","kind":"venture_capital","name":"F","fields":["energy"],"thesis":"T","provinces":["54"]}]
      """)
    let startup = try registry.organisation("s", by: World.dost).profile
    #expect(startup.startup?.stage == .seed && startup.startup?.raisingVND == 5)
    let fund = try registry.organisation("f", by: World.dost).profile
    #expect(fund.kind == .fund && fund.fund?.fundKind == .ventureCapital)
    #expect(fund.fund?.fields == [.energy] && fund.fields.isEmpty && fund.fund?.provinces == ["66"])
  }

  @Test func formerProvincesAreNoted() throws {
    let report = try take(
      "kind,name,province\nagency,A,Phú Yên\nagency,B,66\nagency,C,Bến Tre\n", .csv)
    #expect(report.notes.map(\.position) == ["line 2", "line 4"])
    #expect(report.notes.map(\.note.became) == ["66", "86"])
    #expect(try organisations().map(\.profile.province) == ["66", "66", "86"])
  }

  @Test func aTaxCodeTwiceInAFileIsAConflict() throws {
    let text = """
      [{"id":"a","kind":"agency","name":"A","tax_code":"0100233488"},
       {"id":"b","kind":"agency","name":"B","tax_code":"0100 233 488"},
       {"id":"a","kind":"agency","name":"A","tax_code":"0100233488"}]
      """
    let report = try take(text)
    #expect(report.rejected.map { word($0.error) } == ["conflict tax_code"])
    #expect(counts(report) == [1, 0, 1, 1] && !report.committed)
    #expect(counts(try take(text) { $0.continuing = true }) == [1, 0, 1, 1])
    #expect(try organisations().map(\.profile.name) == ["A"])
  }

  @Test func aPublicCodeInTheFileIsKeptAndCountedOn() throws {
    try take(#"[{"id":"a","title":"A","code":"DLK-2026-041"}]"#)
    #expect(try registry.problem("DLK-2026-041", by: .anonymous).externalID == "a")
    #expect(try world.problem().code == "DLK-2026-042")
    let other = try take(#"[{"id":"b","title":"B","code":"DLK-2026-041"}]"#)
    #expect(other.rejected.map { word($0.error) } == ["conflict code"])
    let changed = try take(#"[{"id":"a","title":"A","code":"DLK-2026-050"}]"#)
    #expect(changed.rejected.map { word($0.error) } == ["invalid /code read_only"])
  }

  @Test func theExampleEcosystemIsTakenWholeAndOnce() throws {
    var total = 0
    for asset in Asset.all(in: "fixtures/demo") {
      let report = try take(asset.text)
      #expect(report.rejected.map { "\($0.position): \($0.error)" } == [], "\(asset.name)")
      #expect(report.committed && report.updated == 0 && report.unchanged == 0)
      total += report.created
      #expect(counts(try take(asset.text)) == [0, 0, report.created, 0], "\(asset.name)")
    }
    // 80 organisations, 25 problems, 12 funds and 6 incubators are the least.
    #expect(total >= 123)
    let problems = try registry.problems(
      ProblemFilter(), page: PageRequest(limit: 1), by: .anonymous)
    #expect(problems.total >= 25)
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test func whatIsExportedIsImportedAsItWas() throws {
    for asset in Asset.all(in: "fixtures/demo") { try take(asset.text) }
    _ = try world.organisation(
      .returned, ["legal": [["status": "large", "number": "02239/QĐ-UBND"]]])
    _ = try registry.createOrganisation(
      ["kind": "fund", "name": "Quỹ nháp", "fields": ["energy"]], by: World.admin)
    _ = try world.problem(publish: false)
    let copy = try World()
    for kind in ExportKind.allCases {
      var records: [JSON] = []
      try registry.export(kind, by: World.admin) { records += $0 }
      let text = JSON.array(records).pretty
      let same = try take(text)
      #expect(same.created == 0 && same.updated == 0, "\(kind)")
      #expect(same.unchanged == records.count && same.rejected.isEmpty, "\(kind)")
      let taken = try take(text, into: copy)
      #expect(counts(taken) == [records.count, 0, 0, 0], "\(kind)")
    }
    let key: (Organisation) -> String = { $0.profile.name + $0.status.rawValue }
    let (left, right) = (
      try organisations().sorted { key($0) < key($1) },
      try organisations(copy).sorted { key($0) < key($1) }
    )
    #expect(left.map(\.profile) == right.map(\.profile))
    #expect(left.map(\.status) == right.map(\.status))
    let page = PageRequest(limit: 500)
    let problems = try [world, copy].map {
      try $0.registry.problems(ProblemFilter(), page: page, by: World.admin).items
        .sorted { ($0.code ?? "", $0.statement.title) < ($1.code ?? "", $1.statement.title) }
    }
    #expect(problems[0].map(\.statement) == problems[1].map(\.statement))
    #expect(problems[0].map(\.code) == problems[1].map(\.code))
    #expect(problems[0].map(\.status) == problems[1].map(\.status))
  }

  @Test func thePublicExportsWhatItMaySee() throws {
    _ = try world.organisation(.verified, ["email": "a@vi-du.example"])
    _ = try world.organisation(.draft)
    _ = try world.problem(publish: false)
    _ = try world.problem()
    for (kind, all) in [(ExportKind.organisations, 2), (.problems, 2)] {
      var (open, full): ([JSON], [JSON]) = ([], [])
      try registry.export(kind, by: .anonymous) { open += $0 }
      try registry.export(kind, by: World.dost) { full += $0 }
      #expect(open.count == 1 && full.count == all)
      #expect(open.allSatisfy { $0["email"] == nil })
      if kind == .organisations { #expect(full.contains { $0["email"] != nil }) }
    }
  }
}
