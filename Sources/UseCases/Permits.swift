import Domain
private import Synchronization

/// How many may do something costly at the same time.
final class Permits: Sendable {
  private let free: Mutex<Int>
  private let name: String

  init(_ count: Int, of name: String) {
    free = Mutex(count)
    self.name = name
  }

  /// Does it, unless too many are at it.
  /// - Throws: `.unavailable` where they are.
  func holding<Result>(_ body: () throws(DomainError) -> Result) throws(DomainError) -> Result {
    let isTaken = free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
    guard isTaken else { throw .unavailable(name) }
    defer { free.withLock { $0 += 1 } }
    return try body()
  }
}
