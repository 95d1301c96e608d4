import Domain
import Testing

@Suite struct DeliveryTests {
  private let start = Instant(seconds: 1_780_000_000)

  private func delivery() -> Delivery {
    Delivery(id: ID("d"), account: ID("a"), choice: .atOnce, at: start, due: start)
  }

  @Test func attemptsAreSpacedFromAMinuteToADayAndThenGivenUp() {
    var delivery = delivery()
    var now = start
    var waits: [Int64] = []
    while delivery.state == .waiting {
      delivery.state = .sending
      delivery.attempts += 1
      delivery = delivery.failing("busy", isPermanent: false, at: now)
      if delivery.state == .waiting {
        waits.append(delivery.nextAt.seconds - now.seconds)
        now = delivery.nextAt
      }
    }
    #expect(waits == Delivery.backoff)
    #expect(waits == waits.sorted() && waits.first == 60 && waits.last == 86_400)
    #expect(delivery.state == .failed && delivery.endedAt == now && delivery.error == "busy")
    #expect(now <= delivery.expiresAt)
  }

  @Test func aRefusalForGoodEndsItAtOnce() {
    var delivery = delivery()
    delivery.attempts = 1
    #expect(delivery.failing("no such user", isPermanent: true, at: start).state == .failed)
  }

  @Test func whatWouldComeTooLateIsGivenUp() {
    var delivery = delivery()
    delivery.attempts = 1
    let late = start + (Delivery.lifetime - 59)
    #expect(delivery.failing("busy", isPermanent: false, at: late).state == .failed)
    #expect(delivery.failing("busy", isPermanent: false, at: late + -1).state == .waiting)
  }

  @Test func anErrorIsKeptShort() {
    let error = delivery().failing(
      String(repeating: "x", count: 9000), isPermanent: true, at: start
    ).error
    #expect(error?.count == Delivery.longestError)
  }

  @Test(arguments: [
    ("an@example.vn", "a…@example.vn"), ("a…@example.vn", "a…@example.vn"), ("x", "…"), ("", "…"),
  ]) func anAddressIsShortened(_ address: String, _ masked: String) {
    #expect(Delivery.masked(address) == masked)
    #expect(Delivery.masked(masked) == masked)
  }
}
