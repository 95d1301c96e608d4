import Domain
import FoundationEssentials
import Testing

@Suite struct InstantTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-12-31T17:00:00+07:00", 1_798_711_200),
      ("2026-12-31T10:00:00Z", 1_798_711_200), ("2026-12-31t10:00:00z", 1_798_711_200),
      ("2026-12-31T10:00:00.999Z", 1_798_711_200), ("2026-12-31T10:00:00.5+00:00", 1_798_711_200),
      ("2026-12-31T04:30:00-05:30", 1_798_711_200), ("2026-12-31T10:00:00-00:00", 1_798_711_200),
      ("2026-12-31", 1_798_736_399), ("2024-02-29T00:00:00Z", 1_709_164_800),
      ("2000-02-29T00:00:00Z", 951_782_400), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] as [(String, Int64)]) func reads(_ row: (String, Int64))
  {
    #expect(Instant(rfc3339: row.0)?.seconds == row.1)
  }

  @Test(arguments: [
    "", "2026", "2026-12", "2026-02-31", "2026-02-29", "1900-02-29", "2100-02-29", "2026-04-31",
    "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "20261231", "31/12/2026", "2026-12-31 ",
    "2026-02-31T00:00:00Z", "2026-12-31T24:00:00Z", "2026-12-31T10:60:00Z", "2026-12-31T10:00:60Z",
    "2026-12-31T10:00Z", "2026-12-31T10:00:00", "2026-12-31 10:00:00Z", "2026-12-31T10:00:00+7",
    "2026-12-31T10:00:00Zx", "2026-12-31T10:00:00+07:00 ", " 2026-12-31T10:00:00Z",
    "2026-12-31T10:00:00.Z", "2026-12-31T10:00:00,5Z", "2026-12-31T10:00:00+25:00",
    "2026-12-31T10:00:00+07:60", "2026-+1-01T10:00:00Z", "2026-01-+1T10:00:00Z",
    "2026-01-01T+1:00:00Z", "-026-01-01T10:00:00Z", "+026-01-01T10:00:00Z",
    "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01", "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00Z", "２026-12-31", "2026-12-31T10:00:00ZZ",
    "2026-12-31T10:00:00.0000000000000000000000000000Z",
  ]) func refuses(_ text: String) {
    #expect(Instant(rfc3339: text) == nil)
  }

  @Test func aDayLastsUntilItsEndInVietnam() {
    #expect(Instant(rfc3339: "2026-06-09")?.description == "2026-06-09T16:59:59Z")
    #expect(Instant(rfc3339: "2026-06-09") == Instant(rfc3339: "2026-06-09T23:59:59+07:00"))
  }

  @Test(arguments: [
    ("2025-12-31T16:59:59Z", 2025), ("2025-12-31T17:00:00Z", 2026),
    ("2026-01-01T00:00:00+07:00", 2026),
    ("2025-12-31T23:59:59+07:00", 2025), ("2026-07-01T00:00:00Z", 2026),
  ]) func theYearTurnsAtMidnightInVietnam(_ row: (String, Int)) {
    #expect(Instant(rfc3339: row.0)?.yearInVietnam == row.1)
  }

  @Test func whatItWritesItReadsBack() {
    var random = Seeded(6)
    for _ in 0..<2000 {
      let instant = Instant(seconds: Int64(random.number(0...253_402_300_799)))
      #expect(Instant(rfc3339: instant.description) == instant)
    }
  }

  @Test func isCutToTheSecond() {
    #expect(Instant(Date(timeIntervalSince1970: 12.9)).seconds == 12)
    #expect(Instant(Date(timeIntervalSince1970: -0.1)).seconds == -1)
    #expect(Instant(seconds: 1) < Instant(seconds: 2))
    #expect(Instant(seconds: 1) + 60 == Instant(seconds: 61))
  }
}
