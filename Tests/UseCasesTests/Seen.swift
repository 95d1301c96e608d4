import Synchronization

/// The numbers that a callback was told.
final class Seen: Sendable {
  private let values = Mutex<[Int]>([])

  func add(_ number: Int) { values.withLock { $0.append(number) } }

  var numbers: [Int] { values.withLock { $0 } }
}
