package import Domain
import Storage
import Synchronization

/// What is kept for a while only.
extension Duty {
  /// Accounts that nobody confirmed lose name and address: whose they were is not known.
  static let sweepUnconfirmed = Duty("sweep unconfirmed accounts") {
    registry, now throws(DomainError) in
    let last = now + -Registry.unconfirmedLife
    let due = try registry.store.read { db throws(DomainError) in
      try db.unconfirmedAccounts(until: last, limit: 20)
    }
    for id in due {
      try registry.commit { db throws(DomainError) in
        guard let account = try db.account(id), account.status == .unconfirmed,
          account.updatedAt <= last
        else { return }
        _ = try registry.erase(account, request: nil, &db, .clock, now)
      }
    }
  }

  /// Files that hang on no record are taken away.
  static let sweepFiles = Duty("sweep files") { registry, now throws(DomainError) in
    // Once an hour, since it looks at every old file.
    let before = registry.lastFileSweep.load(ordering: .relaxed)
    guard now.seconds - before >= 3600,
      registry.lastFileSweep.compareExchange(
        expected: before, desired: now.seconds, ordering: .relaxed
      ).exchanged
    else { return }
    let last = now + -Registry.unattachedLife
    let due = try registry.store.read { db throws(DomainError) in
      try db.unattachedFiles(until: last, limit: 20)
    }
    for id in due {
      try registry.commit { db throws(DomainError) in
        guard try db.isUnattached(id) else { return }
        try db.removeFile(id)
        try registry.audit(
          &db, .clock, "remove", .file, id: id.text, version: 2, at: now, payload: [:])
      }
    }
  }
}

extension Registry {
  /// How long an account may wait to be confirmed: 30 days, in seconds.
  static let unconfirmedLife: Int64 = 30 * 86_400
  /// How long a file may hang on nothing: 7 days, in seconds.
  static let unattachedLife: Int64 = 7 * 86_400

  /// Takes a file away that its organisation has handed in and that hangs on no record.
  /// - Throws: `.refused` while a record needs it.
  package func removeFile(_ id: ID<StoredFile>, by actor: Actor) throws(DomainError) {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    try commit { db throws(DomainError) in
      let file = try self.visibleFile(id, to: actor, &db).file
      let mayRemove =
        file.organisation == nil
        ? actor.isOfficer : actor.parties(towards: file.organisation).contains(.owner)
      guard mayRemove else {
        throw .forbidden(
          action: "file.remove", needs: [file.organisation == nil ? "dost" : "owner"])
      }
      guard try db.isUnattached(id) else {
        throw .refused(
          TransitionRefusal(
            aggregate: "file", event: StoredFile.Event.remove.rawValue,
            state: StoredFile.State.inUse.rawValue,
            allowedFrom: [StoredFile.State.unattached.rawValue], allowedBy: ["owner"]))
      }
      try db.removeFile(id)
      try self.audit(
        &db, actor, "remove", .file, id: id.text, version: 2, at: now, payload: [:])
    }
  }
}
