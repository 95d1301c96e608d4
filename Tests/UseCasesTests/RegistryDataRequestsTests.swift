import Domain
import Storage
import Testing
import UseCases

/// Requests about personal data, and consents.
@Suite struct RegistryDataRequestsTests {
  let world: World
  let actor: Actor
  let account: Account
  var registry: Registry { world.registry }

  init() throws {
    world = try World()
    // A Friday noon in Vietnam.
    world.turn(to: "2026-06-05T05:00:00Z")
    let person = Person(world)
    account = try person.join()
    actor = try person.actor()
  }

  private func ask(_ json: JSON = ["kind": "access"], by actor: Actor? = nil) throws(DomainError)
    -> DataRequest
  {
    try registry.createDataRequest(json, by: actor ?? self.actor)
  }

  private func move(
    _ request: DataRequest, _ event: DataRequest.Event, _ text: String? = nil,
    by actor: Actor = World.dost, version: Int? = nil
  ) -> String {
    outcome { () throws(DomainError) in
      try registry.moveDataRequest(
        request.id, event, text: text, expecting: version, by: actor)
    }
  }

  private func kinds() throws -> [Notice.Kind] {
    try world.kinds().filter { $0.rawValue.hasPrefix("data_request") }
  }

  @Test func theClockRunsOverWorkingDaysOfVietnam() throws {
    let request = try ask()
    #expect(request.number == "2026-000001")
    #expect(request.replyDueAt.rfc3339InVietnam == "2026-06-09T23:59:59+07:00")
    #expect(request.actDueAt.rfc3339InVietnam == "2026-06-15T23:59:59+07:00")
    let onPaper = try ask(
      [
        "kind": "withdraw", "purpose": "watch_alerts_by_mail", "applicant": "An",
        "received_at": "2026-02-12T09:00:00+07:00",
      ], by: World.dost)
    #expect(onPaper.replyDueAt.rfc3339InVietnam == "2026-02-23T23:59:59+07:00")
    #expect(onPaper.isOverdue(at: registry.now))
    #expect(try ask(by: actor).number == "2026-000003")
  }

  @Test func officersAreToldAtOnceAtHalfTimeAndWhenItIsOver() throws {
    let request = try ask()
    #expect(try kinds() == [.dataRequestReceived])
    try registry.keepTime()
    #expect(try kinds().count == 1)
    world.turn(to: "2026-06-07T23:00:00Z")
    try registry.keepTime()
    try registry.keepTime()
    #expect(try kinds() == [.dataRequestReceived, .dataRequestDue])
    world.turn(to: "2026-06-09T16:59:59Z")
    try registry.keepTime()
    #expect(try kinds().count == 2, "the last second still counts")
    world.turn(to: "2026-06-09T17:00:00Z")
    try registry.keepTime()
    try registry.keepTime()
    #expect(
      try kinds() == [.dataRequestReceived, .dataRequestDue, .dataRequestOverdue])
    // Answered late, the other clock goes on.
    #expect(move(request, .answer, "Đang làm") == "ok")
    world.turn(to: "2026-06-16T00:00:00Z")
    try registry.keepTime()
    #expect(try kinds().suffix(2) == [.dataRequestAnswered, .dataRequestOverdue])
    #expect(move(request, .complete) == "ok")
    world.turn(to: "2026-12-16T00:00:00Z")
    try registry.keepTime()
    #expect(try kinds().last == .dataRequestCompleted)
    for notice in try world.notices() { #expect(!notice.values.values.contains("Đang làm")) }
  }

  @Test func stepsKeepToTheStatesAndToWhoMay() throws {
    let request = try ask()
    #expect(move(request, .complete, by: actor) == "forbidden")
    #expect(move(request, .complete, by: World.reviewer) == "notFound")
    #expect(move(request, .complete, by: .anonymous) == "unauthenticated")
    #expect(move(request, .refuse) == "invalid /reason missing")
    #expect(move(request, .answer, "x", version: 7) == "stale 1")
    #expect(move(request, .answer, "Đã nhận") == "ok")
    #expect(move(request, .answer, "Lần nữa") == "refused answered")
    #expect(move(request, .extend, "lâu") == "refused answered", "the law has no extension for it")
    #expect(move(request, .withdraw) == "forbidden")
    #expect(move(request, .withdraw, by: actor) == "ok")
    #expect(move(request, .complete) == "refused withdrawn")
  }

  @Test func anObjectionIsPutOffOnce() throws {
    let request = try ask(["kind": "object", "details": "Đừng gửi thư"])
    let day = request.actDueAt
    #expect(move(request, .extend) == "invalid /reason missing")
    #expect(move(request, .extend, "Phải hỏi") == "ok")
    let later = try registry.dataRequest(request.id, by: actor)
    #expect(later.actDueAt.seconds - day.seconds >= 14 * 86_400)
    #expect(later.replyDueAt == request.replyDueAt && later.status == .received)
    #expect(move(request, .extend, "Nữa") == "refused received")
  }

  /// To have read is not to have answered.
  @Test(
    arguments: [
      (["kind": "access"], true), (["kind": "correct", "details": "x"], true),
      (["kind": "object", "details": "x"], true),
      (["kind": "withdraw", "purpose": "search_alerts_by_mail"], false),
    ] as [(JSON, Bool)]) func whatIsOwedAReplyIsNotFulfilledWithoutOne(
      _ row: (JSON, Bool)
    ) throws
  {
    let request = try ask(row.0)
    #expect(move(request, .complete) == (row.1 ? "invalid /reply missing" : "ok"))
    guard row.1 else { return }
    #expect(move(request, .complete, "Đã xong") == "ok")
    let other = try ask(row.0)
    #expect(move(other, .answer, "Sẽ làm") == "ok")
    #expect(move(other, .complete) == "ok", "they have one")
  }

  @Test func dataThatAreNotErasedYetAreNotSaidToBe() throws {
    let request = try ask(["kind": "erase"])
    #expect(move(request, .complete) == "refused active")
    #expect(
      move(try ask(["kind": "erase", "applicant": "Ai đó"], by: World.dost), .complete) == "ok")
  }

  @Test func oneRequestToEraseAPersonIsOpenAtATime() throws {
    let first = try ask(["kind": "erase"])
    func again() -> String {
      outcome { () throws(DomainError) in try ask(["kind": "erase"], by: actor) }
    }
    #expect(throws: DomainError.obstructed(.erasureRequested(number: first.number))) {
      try ask(["kind": "erase"], by: actor)
    }
    #expect(try ask(["kind": "access"]).status == .received)
    #expect(move(first, .answer, "Đã nhận") == "ok")
    #expect(again() == "obstructed erasure_requested")
    #expect(move(first, .withdraw, by: actor) == "ok")
    #expect(again() == "ok")
  }

  @Test func listsAreSortedByWhatIsDue() throws {
    let late = try ask(["kind": "erase"])
    let early = try ask(
      ["kind": "access", "applicant": "B", "received_at": "2026-06-03T09:00:00+07:00"],
      by: World.dost)
    let done = try ask()
    #expect(move(done, .complete, "Đây là dữ liệu") == "ok")
    func list(_ due: (Bool, Instant?), _ actor: Actor) throws -> [ID<DataRequest>] {
      var filter = DataRequestFilter()
      filter.due = due
      var found: [ID<DataRequest>] = []
      var request = PageRequest(limit: 1)
      while true {
        let page = try registry.dataRequests(filter, page: request, by: actor)
        found += page.items.map(\.id)
        guard let next = page.next else { return found }
        request = PageRequest(limit: 1, after: next)
      }
    }
    #expect(try list((true, nil), World.dost) == [early.id, late.id])
    world.turn(to: "2026-06-06T00:00:00Z")
    #expect(try list((true, registry.now), World.dost) == [early.id])
    #expect(try Set(list((false, nil), World.dost)) == [late.id, early.id, done.id])
    #expect(try Set(list((false, nil), actor)) == [late.id, done.id])
    #expect(
      outcome { () throws(DomainError) in
        try registry.dataRequests(
          DataRequestFilter(), page: PageRequest(limit: 1), by: World.unbound)
      } == "forbidden")
  }

  @Test func whoMayAsk() throws {
    func ask(_ json: JSON, _ actor: Actor) -> String {
      outcome { () throws(DomainError) in try registry.createDataRequest(json, by: actor) }
    }
    #expect(ask(["kind": "access"], .anonymous) == "unauthenticated")
    #expect(ask(["kind": "access"], World.unbound) == "forbidden")
    #expect(ask(["kind": "access", "account": "x"], World.dost) == "invalid /account not_found")
    #expect(
      ask(["kind": "access", "applicant": "A", "received_at": "2027-01-01T00:00:00Z"], World.dost)
        == "invalid /received_at out_of_range")
    for _ in 0..<DataRequest.mostOpen { #expect(ask(["kind": "access"], actor) == "ok") }
    #expect(ask(["kind": "access"], actor) == "invalid /kind too_many")
  }

  // MARK: consents

  private func decide(_ given: Bool, _ version: String? = nil) throws(DomainError) -> ConsentView {
    var json: JSON = ["purpose": "search_alerts_by_mail", "given": .bool(given)]
    if let version { json = json.merging(["version": .string(version)]) }
    return try registry.decide(json, by: actor)
  }

  private func view() throws -> ConsentView {
    let views = try registry.consents(by: actor)
    #expect(views.map(\.text.purpose) == ConsentPurpose.allCases)
    return try #require(views.first { $0.text.purpose == .searchAlertsByMail })
  }

  @Test func nothingIsPreTickedAndWithdrawingIsAsEasyAsGiving() throws {
    #expect(try !view().isGiven && view().last == nil)
    let version = try view().text.version
    #expect(outcome { () throws(DomainError) in try decide(true) } == "invalid /version missing")
    #expect(
      outcome { () throws(DomainError) in try decide(true, "1999") }
        == "invalid /version not_accepted")
    #expect(try decide(true, version).isGiven)
    #expect(try view().last?.at == registry.now)
    let entries = try registry.verifyAudit().entries
    #expect(try decide(true, version).isGiven, "again changes nothing")
    #expect(try registry.verifyAudit().entries == entries)
    #expect(try !decide(false).isGiven)
    #expect(try view().last?.isGiven == false)
    let all = try world.store.read { db throws(DomainError) in try db.consents(of: account.id) }
    #expect(all.map(\.isGiven) == [true, false])
    for other in [World.dost, World.unbound] {
      #expect(outcome { () throws(DomainError) in try registry.consents(by: other) } == "forbidden")
    }
  }

  /// Mail about saved searches goes to those who have agreed, and stops with that, also where it
  /// waits already; what is found stays in the list.
  @Test func whatDependsOnAConsentStopsWithIt() throws {
    let notice = Notice(
      .savedSearchHits, to: .account(account.id), about: Notice.Subject(.savedSearch, "s"),
      ["name": "x", "count": "1"])
    func tell() throws {
      let now = registry.now
      try world.store.write { db throws(DomainError) in try db.post(notice, at: now) }
      try registry.keepTime()
    }
    func mails() throws -> Int {
      try registry.deliveries(page: PageRequest(limit: 100), by: World.admin).items
        .count { $0.delivery.account == account.id && $0.kinds.contains(.savedSearchHits) }
    }
    func unread() throws -> Int {
      try registry.notifications(page: PageRequest(limit: 1), by: actor).unread
    }
    let before = try unread()
    try tell()
    #expect(try mails() == 0 && unread() == before + 1)
    _ = try decide(true, view().text.version)
    try tell()
    #expect(try mails() == 1 && unread() == before + 2)
    _ = try decide(false)
    while let job = try registry.claimMail(lease: 60) {
      #expect(!job.notices.contains { $0.kind == .savedSearchHits })
      try registry.settle(job, .taken)
    }
    try tell()
    #expect(try mails() == 1 && unread() == before + 3)
  }

  @Test func askingToWithdrawWithdrawsAtOnceForOneselfAndOnPaperWhenItIsDone() throws {
    _ = try decide(true, view().text.version)
    let own = try ask(["kind": "withdraw", "purpose": "search_alerts_by_mail"])
    #expect(try !view().isGiven && own.status == .received)
    _ = try decide(true, view().text.version)
    let paper = try ask(
      [
        "kind": "withdraw", "purpose": "search_alerts_by_mail",
        "account": .string(account.id.text),
      ], by: World.dost)
    #expect(try view().isGiven)
    #expect(move(paper, .complete) == "ok")
    #expect(try !view().isGiven)
  }
}
