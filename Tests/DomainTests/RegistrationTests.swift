import Domain
import Testing

@Suite struct RegistrationTests {
  private func organisation(
    _ patch: JSON = [:], _ registration: (inout Organisation.Registration) -> Void = { _ in }
  ) throws -> Organisation {
    let base: JSON = ["kind": "technology_firm", "name": "Công ty Ví Dụ", "province": "66"]
    let profile = try OrganisationProfile.read(base.merging(patch), places: try Places.gazetteer())
      .profile
    var record = Organisation(
      id: ID("a"), status: .verified, createdAt: Instant(seconds: 1_780_272_000),
      updatedAt: Instant(seconds: 1_780_272_000), profile: profile)
    registration(&record.registration)
    return record
  }

  private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  @Test func whatIsVouchedForWaitsAndTheRestDoesNot() throws {
    let before = try organisation(["trl": 3]).profile
    let wish = try organisation(["trl": 7, "name": "Tên Mới", "legal": ["large"]]).profile
    let (now, waiting) = before.split(wish: wish)
    #expect(waiting.members.map(\.name) == ["name", "legal"])
    let shown = try OrganisationProfile.read(now, places: try Places.gazetteer()).profile
    #expect(shown.trl == 7 && shown.name == before.name && shown.legal.isEmpty)
    let merged = now.merging(.object(waiting))
    #expect(try OrganisationProfile.read(merged, places: try Places.gazetteer()).profile == wish)
  }

  @Test func thePartsOfAKindWaitWithIt() throws {
    let before = try organisation().profile
    let wish = try organisation(["kind": "startup", "startup": ["stage": "seed"]]).profile
    let (now, waiting) = before.split(wish: wish)
    #expect(waiting.members.map(\.name) == ["kind", "startup"])
    #expect(now["startup"] == nil)
    let (_, back) = wish.split(wish: before)
    #expect(back["startup"] == .null)
  }

  @Test func takingAwayWaitsToo() throws {
    let before = try organisation(["tax_code": "0100233488"]).profile
    let (now, waiting) = before.split(wish: try organisation().profile)
    #expect(waiting == JSONObject([("tax_code", .null)]) && now["tax_code"] == "0100233488")
  }

  @Test func changesAreToldMemberByMember() {
    let changes = MemberChange.between(
      ["name": "A", "startup": ["stage": "seed", "raising_vnd": 1], "trl": 3],
      ["name": "A", "startup": ["stage": "growth", "raising_vnd": 1], "fields": ["energy"]])
    #expect(changes.map(\.pointer) == ["/startup/stage", "/trl", "/fields"])
    #expect(changes.first?.before == "seed" && changes.first?.after == "growth")
    #expect(changes[1].after == nil && changes[2].before == nil)
  }

  @Test func aRegistrationIsReadAsItWasStored() throws {
    let record = try organisation { registration in
      registration.submittedAt = Instant(seconds: 1_780_000_000)
      registration.lookedVersion = 7
      registration.verifiedOn = "2026-06-01"
      registration.confirmedOn = "2026-07-01"
      registration.reasons = [FieldReason(pointer: "/legal/0/number", reason: "Không rõ")]
      registration.pending = Organisation.Revision(
        changes: JSONObject([("name", "B"), ("tax_code", .null)]),
        at: Instant(seconds: 1_780_000_001))
      registration.refusal = Organisation.Refusal(
        reason: "Không khớp", at: Instant(seconds: 1_780_000_002))
      registration.mergedInto = ID("b")
    }
    #expect(
      try Organisation.Registration.stored(record.registration.stored) == record.registration)
    #expect(try Organisation.Registration.stored([:]) == Organisation.Registration())
  }

  @Test(arguments: [
    (Organisation.Status.draft, false), (.submitted, true), (.returned, false), (.verified, true),
    (.suspended, true), (.withdrawn, false),
  ]) func aDraftKeepsNobodyFromATaxCode(_ status: Organisation.Status, _ holds: Bool) throws {
    var record = try organisation()
    record.status = status
    #expect(record.holdsTaxCode == holds)
  }

  @Test func evidenceCountsFromItsFirstDayToItsLast() throws {
    let record = try organisation([
      "legal": [
        ["status": "large", "issued_on": "2026-02-01", "expires_on": "2026-02-28"], "cooperative",
      ]
    ])
    for (day, counts) in [
      ("2026-01-31", false), ("2026-02-01", true), ("2026-02-28", true), ("2026-03-01", false),
    ] {
      #expect(record.profile.legalClasses(on: day).contains(.large) == counts, "\(day)")
      #expect(record.counting(on: day).profile.legalClasses.contains(.large) == counts)
      #expect(record.profile.legalClasses(on: day).contains(.cooperative))
      let verdict = Requirement.legal(.large).verdict(on: record.profile.counting(on: day))
      #expect((verdict == .met) == counts)
    }
  }

  @Test func theCalendarSaysWhenSomethingFallsDue() throws {
    let record = try organisation([
      "legal": [["status": "large", "issued_on": "2025-01-01", "expires_on": "2026-08-31"]]
    ]) { $0.verifiedOn = "2026-06-01" }
    var today = try day("2026-06-01")
    var days: [String] = []
    while let next = record.dueDay(after: today), days.count < 10 {
      days.append(next.description)
      today = next
    }
    #expect(days == ["2026-08-01", "2026-08-24", "2026-09-01", "2027-06-01"])
    #expect(record.dueDay(asOf: try day("2026-08-25"))?.description == "2026-08-25")
    #expect(record.dueDay(asOf: try day("2026-09-01"))?.description == "2027-06-01")
    var suspended = record
    suspended.status = .suspended
    #expect(suspended.dueDay(asOf: today) == nil)
  }

  @Test func aRecordGrowsStaleAMonthAfterItWasAskedFor() throws {
    let record = try organisation { $0.verifiedOn = "2024-02-29" }
    for (text, isStale) in [("2025-03-28", false), ("2025-03-29", true), ("2030-01-01", true)] {
      #expect(record.isStale(on: try day(text)) == isStale, "\(text)")
    }
    var confirmed = record
    confirmed.registration.confirmedOn = "2025-03-29"
    #expect(!confirmed.isStale(on: try day("2025-03-29")))
  }

  @Test func aReasonPointsAtAMember() throws {
    let said = try Organisation.StepReason(
      ["reasons": [["pointer": "/legal/0/number", "reason": "mờ"]]], takesReasons: true)
    #expect(said.reason == "/legal/0/number: mờ")
    for bad in ["/tên", "name", "/", "/status"] {
      #expect(throws: DomainError.self) {
        try Organisation.StepReason(
          ["reasons": [["pointer": .string(bad), "reason": "x"]]], takesReasons: true)
      }
    }
    #expect(throws: DomainError.self) {
      try Organisation.StepReason(["reasons": []], takesReasons: false)
    }
  }
}
