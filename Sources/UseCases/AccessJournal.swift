import Domain
import Storage
import Synchronization

/// Looks at confidential records on their way into the database.
///
/// A look is noted in memory and written by the next beat of the clock, so that reading never waits
/// for whoever is writing. What a crash takes is the looks of the last beat.
final class AccessJournal: Sendable {
  private let waiting = Mutex<[Access]>([])
  /// So many are written by whoever makes the next look, lest they pile up where no clock runs.
  private static let most = 1000

  /// Adds looks.
  /// - Returns: whether it is time to write them down.
  func add(_ accesses: [Access]) -> Bool {
    waiting.withLock {
      $0 += accesses
      return $0.count >= Self.most
    }
  }

  /// Hands out what waits, and forgets it.
  func take() -> [Access] {
    waiting.withLock {
      let taken = $0
      $0 = []
      return taken
    }
  }

  /// Whether anything waits.
  var isEmpty: Bool { waiting.withLock { $0.isEmpty } }
}

extension Duty {
  /// Writes down who looked at what.
  static let writeAccesses = Duty("write accesses") { registry, _ throws(DomainError) in
    try registry.writeAccesses()
  }
}
