import Domain
import Storage
import Testing
import UseCases

/// Cohorts, applications for them, and requests to mentors.
@Suite struct RegistryProgrammesTests {
  private let scene: Meetings
  private var registry: Registry { scene.registry }

  init() throws { scene = try Meetings() }

  private func apply(
    _ cohort: Cohort, by actor: Actor, submit: Bool = true
  ) throws(DomainError) -> Application {
    let draft = try registry.createApplication(
      ["cohort": .string(cohort.id.text), "answers": "Đội năm người"], by: actor)
    return submit ? try registry.moveApplication(draft.id, .submit, by: actor) : draft
  }

  private func step(
    _ application: Application, _ event: Application.Event, _ reason: String? = nil,
    by actor: Actor
  ) -> String {
    outcome { () throws(DomainError) in
      try registry.moveApplication(application.id, event, reason: reason, by: actor)
    }
  }

  @Test func aCohortIsPublicOnceAnnounced() throws {
    let draft = try registry.createCohort(
      [
        "programme": "ca-phe", "name": "Khoá", "opens": "2026-06-10", "closes": "2026-06-30",
        "capacity": 5,
      ], by: scene.asIncubator)
    func see(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in try registry.cohort(draft.cohort.id, by: actor) }
    }
    func total(_ actor: Actor) throws -> Int {
      try registry.cohorts(page: PageRequest(limit: 5), by: actor).total
    }
    #expect(see(.anonymous) == "notFound" && see(scene.asStartup) == "notFound")
    #expect(see(scene.asIncubator) == "ok" && see(World.dost) == "ok")
    #expect(try total(.anonymous) == 0 && total(scene.asIncubator) == 1 && total(World.dost) == 1)
    #expect(
      outcome { () throws(DomainError) in
        try registry.moveCohort(draft.cohort.id, .announce, by: scene.asFund)
      } == "notFound")
    _ = try registry.moveCohort(draft.cohort.id, .announce, by: scene.asIncubator)
    #expect(see(.anonymous) == "ok")
    #expect(try registry.cohort(draft.cohort.id, by: .anonymous).json["applications"] == nil)
    #expect(try registry.cohort(draft.cohort.id, by: World.dost).json["applications"] != nil)
    // A suspended incubator takes its cohorts with it.
    _ = try registry.moveOrganisation(
      scene.incubator.id.text, .suspend, reason: "lý do", by: World.admin)
    #expect(see(.anonymous) == "notFound" && see(scene.asIncubator) == "ok")
    #expect(try total(.anonymous) == 0)
  }

  private static let cohortInputs: [(JSON, String)] = [
    (["programme": "khac"], "invalid /programme not_accepted"),
    (["closes": "2026-05-01"], "invalid /closes out_of_range"),
    (["capacity": 0], "invalid /capacity out_of_range"), (["x": 1], "invalid /x unknown_member"),
    (["status": "announced"], "invalid /status read_only"), ([:], "ok"),
  ]

  @Test(arguments: cohortInputs.indices) func aCohortIsCheckedWhenItIsMade(_ row: Int) {
    let (patch, expected) = Self.cohortInputs[row]
    let base: JSON = [
      "programme": "ca-phe", "name": "Khoá", "opens": "2026-06-10", "closes": "2026-06-30",
      "capacity": 5,
    ]
    #expect(
      outcome { () throws(DomainError) in
        try registry.createCohort(base.merging(patch), by: scene.asIncubator)
      } == expected)
    #expect(
      outcome { () throws(DomainError) in
        try registry.createCohort(
          base.merging(["incubator": .string(scene.incubator.id.text)]), by: scene.asFund)
      } == "forbidden")
  }

  @Test func anAnnouncedIntakeOnlyBecomesLonger() throws {
    let cohort = try scene.cohort(capacity: 2)
    _ = try step(apply(cohort, by: scene.asStartup), .accept, by: scene.asIncubator)
    func change(_ patch: JSON) -> String {
      outcome { () throws(DomainError) in
        let version = try registry.cohort(cohort.id, by: scene.asIncubator).cohort.version
        return try registry.updateCohort(
          cohort.id, patch: patch, expecting: version, by: scene.asIncubator)
      }
    }
    #expect(change(["closes": "2026-06-29"]) == "invalid /closes out_of_range")
    #expect(change(["opens": "2026-06-02"]) == "invalid /opens out_of_range")
    #expect(change(["closes": "2026-07-31", "capacity": 1]) == "ok")
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateCohort(
          cohort.id, patch: ["name": "x"], expecting: nil, by: scene.asIncubator)
      }.hasPrefix("versionRequired"))
  }

  @Test func theIntakeIsEnforcedToTheSecond() throws {
    let cohort = try scene.cohort(opens: "2026-06-10T00:00:00Z")
    let draft = try apply(cohort, by: scene.asStartup, submit: false)
    for (time, expected) in [
      ("2026-06-09T23:59:59Z", "invalid /cohort out_of_range"),
      ("2026-06-30T17:00:00Z", "deadlinePassed"), ("2026-06-30T16:59:59Z", "ok"),
    ] {
      scene.world.turn(to: time)
      #expect(step(draft, .submit, by: scene.asStartup) == expected, "\(time)")
    }
    scene.world.turn(to: "2026-06-30T17:00:00Z")
    #expect(
      outcome { () throws(DomainError) in try apply(cohort, by: scene.asOther) }
        == "deadlinePassed")
  }

  @Test func draftsArePrivateAndWhatIsHandedInIsNot() throws {
    let cohort = try scene.cohort()
    let draft = try apply(cohort, by: scene.asStartup, submit: false)
    func see(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in try registry.application(draft.id, by: actor) }
    }
    func total(_ actor: Actor) throws -> Int {
      try registry.applications(page: PageRequest(limit: 5), by: actor).total
    }
    let readers = [scene.asIncubator, World.dost, World.admin]
    for actor in readers {
      #expect(see(actor) == "notFound", "\(actor.name)")
      #expect(try total(actor) == 0)
    }
    #expect(see(scene.asStartup) == "ok")
    _ = try registry.moveApplication(draft.id, .submit, by: scene.asStartup)
    for actor in readers + [scene.asStartup] {
      #expect(see(actor) == "ok", "\(actor.name)")
      #expect(try total(actor) == 1)
    }
    for actor in [scene.asOther, scene.asFund, World.reviewer] {
      #expect(see(actor) == "notFound", "\(actor.name)")
      #expect(try total(actor) == 0)
    }
    #expect(see(.anonymous) == "unauthenticated")
  }

  @Test func aCohortTakesAsManyAsThereArePlaces() throws {
    let cohort = try scene.cohort(capacity: 1)
    let first = try apply(cohort, by: scene.asStartup)
    let second = try apply(cohort, by: scene.asOther)
    #expect(step(first, .accept, by: scene.asIncubator) == "ok")
    #expect(step(second, .shortlist, by: scene.asIncubator) == "ok")
    #expect(step(second, .accept, by: scene.asIncubator) == "invalid /cohort too_many")
    #expect(step(first, .withdraw, by: scene.asStartup) == "ok")
    #expect(step(second, .accept, by: scene.asIncubator) == "ok")
    #expect(step(second, .join, by: scene.asOther) == "ok")
    #expect(step(second, .leave, by: scene.asOther) == "invalid /reason missing")
    #expect(step(second, .leave, "chuyển tỉnh", by: scene.asOther) == "ok")
    // One live application at a time; a withdrawn one makes room.
    let again = try apply(cohort, by: scene.asStartup)
    #expect(
      outcome { () throws(DomainError) in try apply(cohort, by: scene.asStartup) }
        == "conflict cohort")
    #expect(step(again, .accept, by: scene.asIncubator) == "ok")
    #expect(
      try registry.cohort(cohort.id, by: World.dost).json["applications"]
        == ["withdrawn": 1, "accepted": 1, "left": 1])
    #expect(try scene.notices(for: scene.startup) == [.applicationAccepted, .applicationAccepted])
  }

  @Test func eachStepIsForItsSide() throws {
    let application = try apply(try scene.cohort(), by: scene.asStartup)
    for (event, actor) in [
      (Application.Event.accept, scene.asStartup), (.decline, scene.asStartup),
      (.withdraw, scene.asIncubator), (.accept, World.dost), (.shortlist, World.admin),
    ] {
      #expect(
        step(application, event, "lý do", by: actor) == "forbidden", "\(event) \(actor.name)")
    }
    #expect(step(application, .decline, by: scene.asIncubator) == "invalid /reason missing")
    #expect(step(application, .decline, "chưa hợp", by: scene.asIncubator) == "ok")
    #expect(step(application, .accept, by: scene.asIncubator) == "refused declined")
  }

  @Test func aCancelledCohortTellsThoseWhoApplied() throws {
    let cohort = try scene.cohort()
    _ = try apply(cohort, by: scene.asStartup)
    _ = try apply(cohort, by: scene.asOther, submit: false)
    _ = try registry.moveCohort(cohort.id, .cancel, reason: "lý do", by: scene.asIncubator)
    #expect(try scene.notices(for: scene.startup) == [.cohortCancelled])
    #expect(try scene.notices(for: scene.other) == [])
    #expect(
      outcome { () throws(DomainError) in try apply(cohort, by: scene.asOther, submit: false) }
        == "refused cancelled")
  }

  @Test func onlyStartupsApplyWithTheirOwnFiles() throws {
    let cohort = try scene.cohort()
    func file(_ owner: Organisation) throws -> ID<StoredFile> {
      let id = ID<StoredFile>("file-\(owner.id)")
      try scene.world.store.write { db throws(DomainError) in
        try db.insert(
          StoredFile(
            id: id, name: "x.pdf", mediaType: "application/pdf", size: 1,
            digest: [UInt8](repeating: 1, count: 32), organisation: owner.id, by: "test",
            at: Instant(seconds: World.start)))
      }
      return id
    }
    let (own, foreign) = (try file(scene.startup), try file(scene.other))
    func apply(_ files: [JSON], by actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.createApplication(
          ["cohort": .string(cohort.id.text), "files": .array(files)], by: actor)
      }
    }
    #expect(apply([], by: scene.asFund) == "invalid /cohort not_for_kind")
    #expect(
      apply([.string(own.text), .string(foreign.text), "none"], by: scene.asStartup)
        == "invalid /files/1 not_found, /files/2 not_found")
    #expect(apply([.string(own.text)], by: scene.asStartup) == "ok")
  }

  @Test func aMentorTakesAsManyAsAMonthHolds() throws {
    func ask(_ mentor: String, by actor: Actor) throws(DomainError) -> MentorRequest {
      try registry.createMentorRequest(
        [
          "incubator": .string(scene.incubator.id.text), "mentor": .string(mentor),
          "message": "Nhờ góp ý",
        ], by: actor)
    }
    func move(_ request: MentorRequest, _ event: MentorRequest.Event, by actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.moveMentorRequest(request.id, event, by: actor)
      }
    }
    for (mentor, actor, expected) in [
      ("ban", scene.asStartup, "invalid /mentor not_accepted"),
      ("khong", scene.asStartup, "invalid /mentor not_accepted"),
      ("xuat-khau", scene.asFund, "invalid /mentor not_for_kind"),
      ("xuat-khau", World.dost, "forbidden"),
    ] {
      #expect(
        outcome { () throws(DomainError) in try ask(mentor, by: actor) } == expected, "\(mentor)")
    }
    let first = try ask("xuat-khau", by: scene.asStartup)
    #expect(
      outcome { () throws(DomainError) in try ask("xuat-khau", by: scene.asStartup) }
        == "conflict mentor")
    let second = try ask("xuat-khau", by: scene.asOther)
    #expect(move(first, .accept, by: scene.asStartup) == "forbidden")
    #expect(move(first, .accept, by: scene.asIncubator) == "ok")
    #expect(move(second, .accept, by: scene.asIncubator) == "invalid /mentor too_many")
    // The month ends in Vietnam, seven hours before it ends in UTC.
    scene.world.turn(to: "2026-06-30T17:00:00Z")
    #expect(move(second, .accept, by: scene.asIncubator) == "ok")
    #expect(
      outcome { () throws(DomainError) in
        try registry.mentorRequest(first.id, by: scene.asFund)
      } == "notFound")
    func rate(_ rating: Int, by actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.recordMentorFeedback(on: first.id, ["rating": JSON(rating)], by: actor)
      }
    }
    #expect(rate(5, by: scene.asStartup) == "refused accepted")
    #expect(move(first, .complete, by: scene.asStartup) == "ok")
    #expect(rate(6, by: scene.asStartup) == "invalid /rating out_of_range")
    #expect(rate(5, by: scene.asStartup) == "ok" && rate(4, by: scene.asIncubator) == "ok")
    #expect(rate(1, by: scene.asStartup) == "conflict by")
    let seen = try registry.mentorRequest(first.id, by: World.dost).feedback
    #expect(Set(seen.map(\.rating)) == [4, 5])
    #expect(
      try registry.mentorRequests(
        statuses: [.done], page: PageRequest(limit: 5), by: scene.asIncubator
      ).items.map(\.feedback.count) == [2])
  }
}
