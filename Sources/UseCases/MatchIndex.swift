import Domain
import Matching
import Storage
import Synchronization

/// The searchable image of the register in memory, which follows the change feed.
///
/// Readers take the current snapshot and keep it for as long as they need; a new one is built
/// beside it and swapped in whole.
final class MatchIndex: Sendable {
  /// Declared before the store and so closed before it, see `Store.writer`.
  private let follower: Mutex<Follower>
  private let store: Store
  private let places: Gazetteer
  private let snapshot: Mutex<Snapshot>

  /// How far the index has followed; it opens its connection when it is first loaded.
  private struct Follower: ~Copyable {
    var watch: ChangeWatch?
    var sequence: Int64 = 0
    /// News that was noticed but not taken up yet, perhaps because that failed.
    var isBehind = true
  }

  /// Changes taken up in one swap; more would keep news back for too long after an import.
  private static let step = 5000

  init(store: Store, places: Gazetteer, empty: Snapshot) {
    self.store = store
    self.places = places
    snapshot = Mutex(empty)
    follower = Mutex(Follower())
  }

  /// The register as last seen.
  var current: Snapshot { snapshot.withLock { $0 } }

  /// Brings the index up to the newest commit, loading everything the first time.
  func follow() throws(DomainError) {
    try follower.withLock { follower throws(DomainError) in
      if follower.watch == nil {
        follower.watch = try ChangeWatch(store)
        follower.sequence = try load()
      }
      if try follower.watch?.hasNews() ?? false { follower.isBehind = true }
      guard follower.isBehind else { return }
      while let sequence = try takeUp(after: follower.sequence) { follower.sequence = sequence }
      follower.isBehind = false
    }
  }

  /// Follows after this process has committed. A failure is left to the next poll, since the
  /// write itself has succeeded.
  func followIfLoaded() {
    let isLoaded = follower.withLock { $0.watch != nil }
    if isLoaded { try? follow() }
  }

  private func load() throws(DomainError) -> Int64 {
    let (places, page) = (places, Self.step)
    let (changes, weights, sequence) = try store.read(bulk: true) { db throws(DomainError) in
      var changes: [Snapshot.Change] = []
      let sequence = try db.lastChange()
      var last = ""
      while true {
        let items = try db.organisations(afterID: last, limit: page, places: places)
        changes += items.map { .organisation($0) }
        guard let end = items.last else { break }
        last = end.id.text
      }
      last = ""
      while true {
        let items = try db.problems(afterID: last, limit: page, places: places)
        changes += items.map { .problem($0) }
        guard let end = items.last else { break }
        last = end.id.text
      }
      return (changes, try db.weightsInForce().weights, sequence)
    }
    publish(changes, weights: weights)
    return sequence
  }

  /// - Returns: how far the feed was followed; nil when there was nothing left.
  private func takeUp(after sequence: Int64) throws(DomainError) -> Int64? {
    let (places, limit) = (places, Self.step)
    let taken = try store.read(bulk: true) {
      db throws(DomainError)
        -> (changes: [Snapshot.Change], weights: Weights?, sequence: Int64)? in
      let entries = try db.changes(after: sequence, limit: limit)
      guard let last = entries.last else { return nil }
      var changes: [Snapshot.Change] = []
      var weights: Weights?
      var seen: Set<String> = []
      for entry in entries where seen.insert(entry.id).inserted {
        switch entry.aggregate {
        case .organisation:
          if let record = try db.organisation(ID(entry.id), places: places) {
            changes.append(.organisation(record))
          }
        case .problem:
          if let record = try db.problem(ID(entry.id), places: places) {
            changes.append(.problem(record))
          }
        case .weights: weights = try db.weightsInForce().weights
        case .proposal, .token, .setting, .outcome: break
        }
      }
      return (changes, weights, last.sequence)
    }
    guard let taken else { return nil }
    publish(taken.changes, weights: taken.weights)
    return taken.sequence
  }

  private func publish(_ changes: [Snapshot.Change], weights: Weights?) {
    guard !changes.isEmpty || weights != nil else { return }
    var next = current.applying(changes)
    if let weights { next = next.weighing(signalsBy: weights) }
    snapshot.withLock { $0 = next }
  }
}
