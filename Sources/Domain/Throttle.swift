/// How often something that guessing could gain from may be tried.
///
/// Each try counts before its outcome is known, so that tries at the same time count too.
package struct Throttle: Sendable, Equatable {
  /// What is counted.
  package let name: String
  /// How many tries are free.
  package let free: Int
  /// Seconds to wait after the last free one; each further try doubles them.
  package let firstWait: Int64
  /// The longest wait in seconds.
  package let longestWait: Int64
  /// Seconds without a try after which all is forgotten.
  package let memory: Int64

  init(
    _ name: String, free: Int, firstWait: Int64, longestWait: Int64, memory: Int64 = 24 * 3600
  ) {
    self.name = name
    self.free = free
    self.firstWait = firstWait
    self.longestWait = longestWait
    self.memory = memory
  }

  /// Passwords for one account. The wait is bounded so that a stranger cannot lock somebody out
  /// for long; at most a hundred guesses a day remain.
  package static let account = Throttle("account", free: 5, firstWait: 30, longestWait: 900)
  /// Passwords from one address; an office may share one.
  package static let address = Throttle("address", free: 30, firstWait: 30, longestWait: 3600)
  /// Second factors of one account: a million codes, three of which count at a time.
  package static let code = Throttle("code", free: 5, firstWait: 60, longestWait: 3600)
  /// Mail that strangers have sent to one address: registrations, confirmations, resets.
  package static let mail = Throttle("mail", free: 3, firstWait: 300, longestWait: 24 * 3600)
  /// The same, counted by the address of those who ask.
  package static let mailers = Throttle("mailers", free: 20, firstWait: 60, longestWait: 3600)
  /// Logins that are sent to the identity provider from one address.
  package static let openID = Throttle(
    "openid", free: 100, firstWait: 5, longestWait: 300, memory: 3600)
  /// Secrets of links, tried from one address.
  package static let links = Throttle("links", free: 20, firstWait: 30, longestWait: 3600)

  /// Seconds to wait after that many tries.
  package func wait(after tries: Int) -> Int64 {
    guard tries >= free else { return 0 }
    let doublings = min(tries - free, 40)
    return min(firstWait << Int64(doublings), longestWait)
  }
}
