import Domain
import Testing

@Suite struct MailChoiceTests {
  @Test(arguments: [
    (MailChoice.daily, "2026-11-21T06:59:59+07:00", "2026-11-21T07:00:00+07:00"),
    (.daily, "2026-11-21T07:00:00+07:00", "2026-11-22T07:00:00+07:00"),
    (.daily, "2026-12-31T23:00:00+07:00", "2027-01-01T07:00:00+07:00"),
    // A Saturday; Monday is the 23rd.
    (.weekly, "2026-11-21T06:59:59+07:00", "2026-11-23T07:00:00+07:00"),
    (.weekly, "2026-11-23T06:59:59+07:00", "2026-11-23T07:00:00+07:00"),
    (.weekly, "2026-11-23T07:00:00+07:00", "2026-11-30T07:00:00+07:00"),
    (.atOnce, "2026-11-21T06:59:59+07:00", "2026-11-21T06:59:59+07:00"),
  ]) func isDueInTheMorningInVietnam(_ choice: MailChoice, _ now: String, _ due: String) throws {
    #expect(choice.due(after: try #require(Instant(rfc3339: now))) == Instant(rfc3339: due))
  }

  @Test func digestsComeLaterAndNoMailNever() {
    for seconds in stride(from: 1_780_000_000 as Int64, to: 1_781_300_000, by: 7919) {
      let now = Instant(seconds: seconds)
      for (choice, most) in [(MailChoice.daily, 86_400), (.weekly, 7 * 86_400)] {
        let wait = (choice.due(after: now) ?? now).seconds - seconds
        #expect((1...Int64(most)).contains(wait))
        #expect(choice.due(after: now)?.dayInVietnam != nil)
      }
      #expect(MailChoice.none.due(after: now) == nil)
    }
  }
}
