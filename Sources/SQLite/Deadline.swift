private import CSQLite
private import Synchronization

/// Stops a connection's queries once their time is up, by SQLite's progress handler.
final class Deadline: Sendable {
  private static let operationsBetweenChecks: Int32 = 2000
  /// Milliseconds on the continuous clock since `origin`; the largest value means no limit.
  private let limit = Atomic<Int64>(.max)
  private let origin = ContinuousClock.now

  func set(_ milliseconds: Int64?) {
    limit.store(
      milliseconds.map { elapsed() + $0 } ?? .max, ordering: .relaxed)
  }

  private func elapsed() -> Int64 {
    let duration = (ContinuousClock.now - origin).components
    return duration.seconds * 1000 + duration.attoseconds / 1_000_000_000_000_000
  }

  private var isOver: Bool {
    let limit = limit.load(ordering: .relaxed)
    return limit != .max && elapsed() > limit
  }

  /// The connection owns this object for as long as it lives, so the pointer stays valid.
  func install(on handle: OpaquePointer) {
    unsafe sqlite3_progress_handler(
      handle, Self.operationsBetweenChecks,
      { context in
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<Deadline>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
