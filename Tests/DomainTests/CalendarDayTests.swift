import Domain
import Testing

@Suite struct CalendarDayTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("2000-02-29", 11016), ("2026-06-01", 20605),
    ("9999-12-31", 2_932_896),
  ]) func aDayIsReadAndWritten(_ text: String, _ number: Int) throws {
    let day = try #require(CalendarDay(text))
    #expect(day.number == number)
    #expect(CalendarDay(number: number).description == text)
  }

  @Test(arguments: ["2026-02-29", "2026-13-01", "2026-6-1", "", "2026-06-31", "01-06-2026x"])
  func whatIsNoDayIsNone(_ text: String) { #expect(CalendarDay(text) == nil) }

  @Test(arguments: [
    ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
    ("2026-01-31", 1, "2026-02-28"), ("2026-12-15", 1, "2027-01-15"),
    ("2026-03-31", -1, "2026-02-28"), ("2026-06-01", 13, "2027-07-01"),
  ]) func monthsEndWhereTheyDo(_ text: String, _ months: Int, _ expected: String) throws {
    #expect(try #require(CalendarDay(text)).adding(months: months).description == expected)
  }

  @Test func theDayTurnsAtMidnightInVietnam() throws {
    for (time, day) in [
      ("2026-06-01T16:59:59Z", "2026-06-01"), ("2026-06-01T17:00:00Z", "2026-06-02"),
      ("1970-01-01T00:00:00Z", "1970-01-01"),
    ] {
      let instant = try #require(Instant(rfc3339: time))
      #expect(CalendarDay(inVietnam: instant).description == day)
      #expect(instant.dayInVietnam == day)
    }
  }

  @Test func everyDayOfFourCenturiesComesAfterTheLast() throws {
    var day = try #require(CalendarDay("1970-01-01"))
    var last = day.description
    for _ in 0..<146_097 {
      day = day.adding(days: 1)
      let text = day.description
      #expect(text > last)
      last = text
    }
    #expect(last == "2370-01-01")
    for step in stride(from: 0, to: 40_000, by: 37) {
      let day = CalendarDay(number: step)
      #expect(CalendarDay(day.description) == day)
    }
  }
}
