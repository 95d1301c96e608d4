import Domain
import Testing

@Suite struct WorkingDaysTests {
  private let days: WorkingDays

  init() throws { days = try WorkingDays(json: Places.json("fixtures/codes/holidays.json")) }

  @Test(
    arguments: [
      ("2025-01-01", false), ("2025-01-24", true), ("2025-01-27", false), ("2025-01-31", false),
      ("2025-02-03", true), ("2025-04-07", false), ("2025-04-26", true), ("2025-05-02", false),
      ("2025-05-05", true), ("2025-09-01", false), ("2025-09-03", true), ("2026-01-02", false),
      ("2026-01-10", true), ("2026-02-13", true), ("2026-02-16", false), ("2026-02-20", false),
      ("2026-02-23", true), ("2026-02-28", false), ("2026-04-27", false), ("2026-08-22", true),
      ("2026-08-31", false), ("2026-09-03", true), ("2027-02-08", false), ("2027-02-11", true),
      ("2027-04-16", false), ("2027-05-03", false), ("2028-02-29", true), ("2030-01-05", false),
      ("2026-02-30", false), ("x", false),
    ]) func officesWorkOnTheseDays(_ day: String, _ works: Bool)
  {
    #expect(days.isWorking(day) == works, "\(day)")
  }

  @Test(
    arguments: [
      // On a Friday; over a weekend; over Tết; before an exchanged Saturday; at the last second.
      ("2026-06-05T10:00:00+07:00", 2, "2026-06-09T23:59:59+07:00"),
      ("2026-06-06T10:00:00+07:00", 2, "2026-06-09T23:59:59+07:00"),
      ("2026-06-01T00:00:00+07:00", 2, "2026-06-03T23:59:59+07:00"),
      ("2026-06-01T23:59:59+07:00", 2, "2026-06-03T23:59:59+07:00"),
      ("2026-02-12T09:00:00+07:00", 2, "2026-02-23T23:59:59+07:00"),
      ("2026-08-20T09:00:00+07:00", 2, "2026-08-22T23:59:59+07:00"),
      ("2026-08-28T09:00:00+07:00", 1, "2026-09-03T23:59:59+07:00"),
      ("2024-02-28T09:00:00+07:00", 1, "2024-02-29T23:59:59+07:00"),
      // Still the day before in UTC.
      ("2026-06-01T18:00:00Z", 1, "2026-06-03T23:59:59+07:00"),
    ]) func workingDaysAreCounted(_ start: String, _ count: Int, _ end: String) throws
  {
    let moment = try #require(Instant(rfc3339: start))
    #expect(days.end(ofWorkingDay: count, after: moment).rfc3339InVietnam == end)
  }

  @Test(
    arguments: [
      ("2026-06-01T09:00:00+07:00", 15, "2026-06-16T23:59:59+07:00"),
      // On a Saturday, and in the middle of Tết.
      ("2026-06-05T09:00:00+07:00", 15, "2026-06-22T23:59:59+07:00"),
      ("2026-02-02T09:00:00+07:00", 15, "2026-02-23T23:59:59+07:00"),
    ]) func daysEndOnAWorkingDay(_ start: String, _ count: Int, _ end: String) throws
  {
    let moment = try #require(Instant(rfc3339: start))
    #expect(days.end(ofDay: count, after: moment).rfc3339InVietnam == end)
  }

  /// Between start and end there are exactly as many working days as were asked for, the last of
  /// them the end's; a later start never ends earlier.
  @Test func countingKeepsToItsLaw() throws {
    var seeded = Seeded(7)
    var last = Instant(seconds: 0)
    var moment = try #require(Instant(rfc3339: "2024-12-20T00:00:00Z"))
    for _ in 0..<400 {
      moment = moment + Int64.random(in: 0..<200_000, using: &seeded)
      let count = Int.random(in: 1...12, using: &seeded)
      let end = days.end(ofWorkingDay: count, after: moment)
      var found = 0
      var day = moment + 86_400
      while day.dayInVietnam <= end.dayInVietnam {
        if days.isWorking(day.dayInVietnam) { found += 1 }
        day = day + 86_400
      }
      #expect(found == count, "\(moment) + \(count)")
      #expect(days.isWorking(end.dayInVietnam))
      #expect(end.rfc3339InVietnam.hasSuffix("T23:59:59+07:00"))
      let two = days.end(ofWorkingDay: 2, after: moment)
      #expect(last <= two)
      last = two
    }
  }

  @Test(
    arguments: [
      ["x"], [["document": "1", "valid_from": "2026-01-01"]],
      [
        [
          "document": "1", "valid_from": "2026-01-01", "valid_to": "2026-12-31",
          "off": [["from": "2026-02-02", "to": "2026-02-01", "vi": "a", "en": "b"]],
        ]
      ],
      [
        [
          "document": "1", "valid_from": "2026-01-01", "valid_to": "2026-12-31",
          "worked": ["2026-13-01"],
        ]
      ], [:],
    ] as [JSON]) func whatCannotBeReadIsRefused(_ json: JSON)
  {
    #expect(throws: ReferenceDataError.self) { try WorkingDays(json: json) }
  }
}
