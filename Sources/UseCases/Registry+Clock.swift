package import Domain
import Storage

/// What the service itself does when a time has come.
struct Duty: Sendable {
  /// What it is called in the log.
  let name: String
  /// Does what has fallen due by that moment, in transactions of its own; called again and again,
  /// so that doing it twice must change nothing.
  let fulfil: @Sendable (Registry, Instant) throws(DomainError) -> Void

  init(
    _ name: String,
    _ fulfil: @escaping @Sendable (Registry, Instant) throws(DomainError) -> Void
  ) {
    self.name = name
    self.fulfil = fulfil
  }

  /// All of them, in the order in which they are fulfilled.
  static let all: [Duty] = [
    Duty("publish problems") { registry, now throws(DomainError) in
      try registry.publishDue(by: now)
    },
    Duty("close problems") { registry, now throws(DomainError) in try registry.closeDue(by: now) },
    registrationCalendar,
    dropEndedInvitations,
    introductionExpiry,
    searchAlerts,
    dropStaleLogins,
    Duty("blobs.sweep") { registry, now throws(DomainError) in try registry.sweepBlobs(at: now) },
    Registry.overdueMilestones, Registry.endingTrials,
    remindOfDataRequests, writeAccesses, sweepUnconfirmed, sweepFiles,
    // Last, so that what the others tell of is shared out at once.
    shareNotices,
  ]
}

extension Registry {
  /// Does what has fallen due. One duty that fails does not keep the others from being done.
  /// - Throws: the first failure, after all have been tried.
  package func keepTime() throws(DomainError) {
    var failure: DomainError?
    let now = clock()
    for duty in Duty.all {
      do throws(DomainError) { try duty.fulfil(self, now) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }

  /// Tells somebody of something, once the transaction commits.
  func tell(_ notice: Notice, _ db: inout Database, _ now: Instant) throws(DomainError) {
    try db.post(notice, at: now)
  }
}
