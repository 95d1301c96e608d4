package import Domain
import Storage

extension Registry {
  /// Makes the caller hear of whatever becomes of a problem: the person who is logged in, or the
  /// organisation that a token acts for.
  /// - Returns: since when they follow it.
  package func followProblem(_ name: String, by actor: Actor) throws(DomainError) -> Instant {
    let (now, places, follower) = (clock(), places, try Self.follower(actor))
    return try commit { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      guard try db.follow(problem.id, follower, at: now) else {
        return try db.since(when: follower, follows: problem.id) ?? now
      }
      try self.audit(
        &db, actor, "follow", .problem, id: problem.id.text, version: problem.version, at: now,
        payload: [:])
      return now
    }
  }

  /// Ends that; ending it twice is no fault.
  package func unfollowProblem(_ name: String, by actor: Actor) throws(DomainError) {
    let (now, places, follower) = (clock(), places, try Self.follower(actor))
    try commit { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      guard try db.unfollow(problem.id, follower) else { return }
      try self.audit(
        &db, actor, "unfollow", .problem, id: problem.id.text, version: problem.version, at: now,
        payload: [:])
    }
  }

  /// Since when the caller follows a problem; nil where they do not.
  package func follows(_ name: String, by actor: Actor) throws(DomainError) -> Instant? {
    let (places, follower) = (places, try Self.follower(actor))
    return try store.read { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      return try db.since(when: follower, follows: problem.id)
    }
  }

  private static func follower(_ actor: Actor) throws(DomainError) -> ProblemFollower {
    if let account = actor.account { return .account(account) }
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.role == .member, let organisation = actor.organisation else {
      throw .forbidden(action: "problem.follow", needs: ["member"])
    }
    return .organisation(organisation)
  }

  /// Tells everybody who counts on a problem, and the agency that wrote it, each once.
  func tellInterested(
    _ kind: Notice.Kind, in problem: Problem, _ values: [String: String], _ db: inout Database,
    _ now: Instant
  ) throws(DomainError) {
    guard Notice.Kind.toInterested.contains(kind) else {
      throw .internalFault("\(kind) is not among what everybody interested is told")
    }
    var audiences = try db.interested(in: problem.id).map(\.audience)
    if let author = problem.author, !audiences.contains(.organisation(author)) {
      audiences.append(.organisation(author))
    }
    for audience in audiences {
      try tell(Notice(kind, to: audience, about: problem.notice.subject, values), &db, now)
    }
  }
}

extension Problem {
  /// What notices say of a problem: nothing that is not public once it is.
  var notice: (subject: Notice.Subject, values: [String: String]) {
    (
      Notice.Subject(.problem, id.text),
      ["code": code ?? id.text, "title": statement.title]
    )
  }
}
