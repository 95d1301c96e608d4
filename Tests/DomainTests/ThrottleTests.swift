import Domain
import Testing

@Suite struct ThrottleTests {
  static let all: [Throttle] = [.account, .address, .code, .mail, .mailers, .openID, .links]

  @Test(arguments: all.indices) func theWaitDoublesUpToItsBound(_ index: Int) {
    let throttle = Self.all[index]
    for tries in 0..<throttle.free { #expect(throttle.wait(after: tries) == 0) }
    #expect(throttle.wait(after: throttle.free) == throttle.firstWait)
    var before: Int64 = 0
    for tries in throttle.free..<(throttle.free + 100) {
      let wait = throttle.wait(after: tries)
      #expect(wait >= before && wait <= throttle.longestWait)
      if before > 0 { #expect(wait == min(before * 2, throttle.longestWait)) }
      before = wait
    }
    #expect(throttle.wait(after: .max) == throttle.longestWait)
    #expect(throttle.longestWait <= throttle.memory)
  }

  @Test func namesAreDifferent() {
    #expect(Set(Self.all.map(\.name)).count == Self.all.count)
  }
}
