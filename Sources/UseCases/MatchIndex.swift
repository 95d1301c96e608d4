import Domain
import Matching
import Storage
import Synchronization

/// The searchable image of the register in memory, which follows the change feed.
///
/// Readers take the current snapshot and keep it for as long as they need; a new one is built
/// beside it and swapped in whole. A change of the concepts needs every text to be read again:
/// `renew` does that aside, while the snapshot with the old concepts goes on following.
final class MatchIndex: Sendable {
  /// Declared before the store and so closed before it, see `Store.writer`.
  private let follower: Mutex<Follower>
  private let store: Store
  private let places: Gazetteer
  /// An empty register that knows no concepts yet.
  private let empty: Snapshot
  /// The concepts that come with the program, read when the index is first loaded.
  private let shippedLexicon: @Sendable () throws(DomainError) -> Lexicon
  /// Says which day it is, since a legal class counts from day to day.
  private let clock: @Sendable () -> Instant
  private let snapshot: Mutex<Snapshot>
  private let damage = Mutex(Damage())
  /// Held by whoever builds anew, so that nobody else does at the same time.
  private let renewal = Mutex(())

  /// How far the index has followed; it opens its connection when it is first loaded.
  private struct Follower: ~Copyable {
    var watch: ChangeWatch?
    var sequence: Int64 = 0
    /// News that was noticed but not taken up yet, perhaps because that failed.
    var isBehind = true
    /// The last change to the concepts in the feed as far as it was followed.
    var lexiconChange: Int64 = 0
    /// The place in the feed whose concepts the snapshot was read with.
    var lexiconRead: Int64 = 0
  }

  /// What could not be read and is left out, each fault once.
  private struct Damage {
    var known: Set<String> = []
    var untold: [String] = []

    /// As many as anybody would mend by hand.
    static let limit = 1000
  }

  /// A part of the feed.
  private struct News: Sendable {
    let changes: [Snapshot.Change]
    /// The weights in force, where they were set anew.
    let weights: Weights?
    let sequence: Int64
    let lexiconChange: Int64?

    /// The register after these news.
    func applied(to image: Snapshot) -> Snapshot {
      let next = changes.isEmpty ? image : image.applying(changes)
      return weights.map(next.weighing(signalsBy:)) ?? next
    }
  }

  /// Changes taken up in one swap; more would keep news back for too long after an import.
  private static let step = 5000

  init(
    store: Store, places: Gazetteer, empty: Snapshot,
    clock: @escaping @Sendable () -> Instant,
    shippedLexicon: @escaping @Sendable () throws(DomainError) -> Lexicon
  ) {
    self.clock = clock
    self.store = store
    self.places = places
    self.empty = empty
    self.shippedLexicon = shippedLexicon
    snapshot = Mutex(empty)
    follower = Mutex(Follower())
  }

  /// The register as last seen.
  var current: Snapshot { snapshot.withLock { $0 } }

  /// What was found unreadable since the last call and is left out of the index.
  func takeDamage() -> [String] {
    damage.withLock { damage in
      defer { damage.untold = [] }
      return damage.untold
    }
  }

  private func leaveOut(_ faults: [String]) {
    guard !faults.isEmpty else { return }
    damage.withLock { damage in
      for fault in faults where damage.known.count < Damage.limit {
        if damage.known.insert(fault).inserted { damage.untold.append(fault) }
      }
    }
  }

  /// Brings the index up to the newest commit, loading everything the first time.
  func follow() throws(DomainError) {
    try follower.withLock { follower throws(DomainError) in
      if follower.watch == nil {
        follower.watch = try ChangeWatch(store)
        let (image, sequence) = try image()
        publish(image)
        follower.sequence = sequence
        follower.lexiconRead = sequence
      }
      if try follower.watch?.hasNews() ?? false { follower.isBehind = true }
      guard follower.isBehind else { return }
      while let news = try news(after: follower.sequence) {
        publish(news.applied(to: current))
        follower.sequence = news.sequence
        follower.lexiconChange = news.lexiconChange ?? follower.lexiconChange
      }
      follower.isBehind = false
    }
  }

  /// Follows after this process has committed. A failure is left to the next poll, since the
  /// write itself has succeeded.
  func followIfLoaded() {
    let isLoaded = follower.withLock { $0.watch != nil }
    if isLoaded { try? follow() }
  }

  /// Reads every text again where the concepts have changed since; several changes take one
  /// reading. Returns at once where there is nothing to do or somebody is doing it.
  func renew() throws(DomainError) {
    _ = try renewal.withLockIfAvailable { _ throws(DomainError) in
      while follower.withLock({ $0.watch != nil && $0.lexiconChange > $0.lexiconRead }) {
        var (image, sequence) = try image()
        let start = sequence
        var change: Int64 = 0
        // Whatever was committed during the reading, without keeping others from following.
        while let news = try news(after: sequence) {
          image = news.applied(to: image)
          sequence = news.sequence
          change = news.lexiconChange ?? change
        }
        let (caught, reached, changed) = (image, sequence, change)
        try follower.withLock { follower throws(DomainError) in
          var (image, sequence, change) = (caught, reached, changed)
          while let news = try news(after: sequence) {
            image = news.applied(to: image)
            sequence = news.sequence
            change = news.lexiconChange ?? change
          }
          publish(image)
          follower.sequence = sequence
          follower.lexiconRead = start
          follower.lexiconChange = max(follower.lexiconChange, change)
        }
      }
    }
  }

  /// The register as it is read with the newest concepts, and the place in the feed from which on
  /// changes may be missing in it.
  private func image() throws(DomainError) -> (Snapshot, Int64) {
    let (places, page, today) = (places, Self.step, clock().dayInVietnam)
    let (additions, weights, sequence) = try store.read(bulk: true) { db throws(DomainError) in
      (
        try db.salvagedAdditions(), try db.usableWeights(), try db.lastChange()
      )
    }
    leaveOut(additions.damage + weights.damage)
    let lexicon = try shippedLexicon().extended(by: additions.records.map(\.entry))
    let empty = empty.emptied(readingWith: lexicon).weighing(signalsBy: weights.weights)
    var changes: [Snapshot.Change] = []
    var last: String? = ""
    while let after = last {
      let items = try store.read(bulk: true) { db throws(DomainError) in
        try db.organisations(salvagedAfter: after, limit: page, places: places)
      }
      changes += items.records.map { .organisation($0.counting(on: today)) }
      leaveOut(items.damage)
      last = items.last
    }
    last = ""
    while let after = last {
      let items = try store.read(bulk: true) { db throws(DomainError) in
        try db.problems(salvagedAfter: after, limit: page, places: places)
      }
      changes += items.records.map { .problem($0) }
      leaveOut(items.damage)
      last = items.last
    }
    return (changes.isEmpty ? empty : empty.applying(changes), sequence)
  }

  /// What the feed tells from there on, at most a step; nil when there is nothing left.
  private func news(after sequence: Int64) throws(DomainError) -> News? {
    let (places, limit, today) = (places, Self.step, clock().dayInVietnam)
    let (news, damage) = try store.read(bulk: true) {
      db throws(DomainError) -> (News?, [String]) in
      let entries = try db.changes(after: sequence, limit: limit)
      guard let last = entries.last else { return (nil, []) }
      var changes: [Snapshot.Change] = []
      var weights: Weights?
      var seen: Set<RecordKey> = []
      var damage: [String] = []
      for entry in entries where seen.insert(entry.record).inserted {
        do throws(DomainError) {
          switch entry.aggregate {
          case .organisation:
            if let record = try db.organisation(ID(entry.id), places: places) {
              changes.append(.organisation(record.counting(on: today)))
            }
          case .problem:
            if let record = try db.problem(ID(entry.id), places: places) {
              changes.append(.problem(record))
            }
          case .weights:
            let usable = try db.usableWeights()
            weights = usable.weights
            damage += usable.damage
          default: break
          }
        } catch {
          guard case .internalFault(let detail) = error else { throw error }
          changes.append(.remove(id: entry.id))
          damage.append(detail)
        }
      }
      let news = News(
        changes: changes, weights: weights, sequence: last.sequence,
        lexiconChange: entries.last { $0.aggregate == .lexicon }?.sequence)
      return (news, damage)
    }
    leaveOut(damage)
    return news
  }

  private func publish(_ next: Snapshot) { snapshot.withLock { $0 = next } }
}

extension Database {
  /// The weights in force, or the program's own where those cannot be read, with what is wrong.
  fileprivate mutating func usableWeights() throws(DomainError) -> (
    weights: Weights, damage: [String]
  ) {
    do { return (try weightsInForce().weights, []) } catch {
      guard case .internalFault(let detail) = error else { throw error }
      return (.standard, [detail])
    }
  }
}
