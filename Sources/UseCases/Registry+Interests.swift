package import Domain
import Storage

/// Who has an interest of their own in what is to be judged: whoever is tied to one of the proposers
/// judges none of their rivals either.
extension Registry {
  /// What binds a person to an organisation that has a part in an opened proposal for a problem:
  /// that they belong to it, once belonged to it, or are reached under its address. Nil where the
  /// register knows of nothing, which does not mean that there is nothing.
  func conflict(
    of person: ID<Account>, in problem: ID<Problem>, _ db: inout Database
  ) throws(DomainError) -> Review.Bar? {
    var organisations: [ID<Organisation>] = []
    for proposal in try db.openedProposals(for: problem) {
      for organisation in proposal.consortium where !organisations.contains(organisation) {
        organisations.append(organisation)
      }
    }
    return try bar(of: person, among: organisations, &db)
  }

  /// What binds a person to one of these organisations, as far as the register knows.
  func bar(
    of person: ID<Account>, among organisations: [ID<Organisation>], _ db: inout Database
  ) throws(DomainError) -> Review.Bar? {
    let ties = try db.ties(of: person, among: organisations)
    if let own = ties.now.first { return Review.Bar(kind: .member, organisation: own) }
    if let former = ties.before.first {
      return Review.Bar(kind: .formerMember, organisation: former)
    }
    guard let account = try db.account(person), !account.email.isEmpty else { return nil }
    for organisation in organisations {
      let address = try db.organisation(organisation, places: places)?.profile.email
      if address?.lowercased() == account.email {
        return Review.Bar(kind: .contact, organisation: organisation)
      }
    }
    return nil
  }

  /// Refuses an officer who is tied to one of those who propose what belongs to deciding among them.
  /// - Throws: `.forbidden`, which says that somebody without a tie is needed
  func requireImpartial(
    _ actor: Actor, _ action: String, in problem: ID<Problem>, _ db: inout Database
  ) throws(DomainError) {
    guard actor.isOfficer, let person = actor.account else { return }
    guard try conflict(of: person, in: problem, &db) == nil else {
      throw .forbidden(action: action, needs: ["impartial"])
    }
  }

  /// The same for what shapes or ends the competition itself, also while offers are under seal:
  /// until they are opened only belonging counts, see `requireImpartial(_:toOpen:_:_:)`.
  func requireImpartial(
    _ actor: Actor, _ action: String, over problem: ID<Problem>, _ db: inout Database
  ) throws(DomainError) {
    guard actor.isOfficer, actor.account != nil else { return }
    try requireImpartial(actor, action, in: problem, &db)
    try requireImpartial(actor, toOpen: try db.submittedProposals(for: problem), action, &db)
  }

  /// Refuses an officer who is tied to an organisation what DOST decides on it.
  func requireImpartial(
    _ actor: Actor, _ action: String, towards organisation: ID<Organisation>, _ db: inout Database
  ) throws(DomainError) {
    guard actor.isOfficer, let person = actor.account else { return }
    guard try bar(of: person, among: [organisation], &db) == nil else {
      throw .forbidden(action: action, needs: ["impartial"])
    }
  }

  /// Refuses an officer who is tied to its solver, or to anybody else who proposed for the problem,
  /// what DOST decides on the work.
  func requireImpartial(
    _ actor: Actor, _ action: String, on engagement: Engagement, _ db: inout Database
  ) throws(DomainError) {
    let action = "engagement.\(action)"
    try requireImpartial(actor, action, towards: engagement.organisation, &db)
    try requireImpartial(actor, action, in: engagement.problem, &db)
  }

  /// The same for opening what is sealed as yet. Only belonging counts here, since any other tie
  /// would tell who proposes by the refusal; members of an organisation know of its proposals.
  func requireImpartial(
    _ actor: Actor, toOpen proposals: [Proposal], _ action: String,
    _ db: inout Database
  ) throws(DomainError) {
    guard actor.isOfficer, let person = actor.account else { return }
    guard try db.ties(of: person, among: proposals.flatMap(\.consortium)).now.isEmpty else {
      throw .forbidden(action: action, needs: ["impartial"])
    }
  }

  /// Refuses an officer what DOST decides on the record of an organisation or on an account: where
  /// they are tied to the organisation, and, while a competition is not decided in which they have
  /// an interest of their own, on everybody's. To refuse it for their rivals alone would tell who
  /// these are. An address that a proposer names is no such interest: it is the proposer's to name.
  func requireImpartial(
    _ actor: Actor, _ action: String, registering organisation: ID<Organisation>?,
    _ db: inout Database
  ) throws(DomainError) {
    guard actor.isOfficer, let person = actor.account else { return }
    if let organisation { try requireImpartial(actor, action, towards: organisation, &db) }
    let proposers = Set(try db.openedParts(in: nil).map(\.organisation))
    let ties = try db.ties(of: person, among: Array(proposers))
    guard ties.now.isEmpty, ties.before.isEmpty, !(try db.hasHandedInUnderSeal(person)) else {
      throw .forbidden(action: action, needs: ["impartial"])
    }
  }

  /// Whether a tie keeps an officer from every decision on a problem, so that none is offered.
  package func isBarred(
    _ actor: Actor, over problem: ID<Problem>
  ) throws(DomainError) -> Bool {
    try isBarred { db throws(DomainError) in
      try self.requireImpartial(actor, "problem.decide", over: problem, &db)
    }
  }

  /// The same of what DOST decides on an organisation.
  package func isBarred(
    _ actor: Actor, towards organisation: ID<Organisation>
  ) throws(DomainError) -> Bool {
    try isBarred { db throws(DomainError) in
      try self.requireImpartial(actor, "organisation.decide", registering: organisation, &db)
    }
  }

  /// The same of what DOST decides on the work on a problem.
  package func isBarred(
    _ actor: Actor, on engagement: Engagement
  ) throws(DomainError) -> Bool {
    try isBarred { db throws(DomainError) in
      try self.requireImpartial(actor, "decide", on: engagement, &db)
    }
  }

  private func isBarred(
    _ check: @Sendable (inout Database) throws(DomainError) -> Void
  ) throws(DomainError) -> Bool {
    do throws(DomainError) {
      try store.read(check)
      return false
    } catch {
      guard case .forbidden = error else { throw error }
      return true
    }
  }

  /// Takes reviews from reviewers with whom the register finds a conflict of interest by now, in
  /// transactions of their own, so that it stays so whatever becomes of the request.
  /// - Returns: whether any was.
  func barTied(
    _ ids: [ID<Review>], seenBy actor: Actor
  ) throws(DomainError) -> Bool {
    struct Place: Hashable {
      let reviewer: ID<Account>
      let problem: ID<Problem>
    }
    let places = places
    let tied = try store.read { db throws(DomainError) in
      var known: [Place: Bool] = [:]
      var tied: [ID<Review>] = []
      for id in ids {
        guard let review = try db.review(id), Visibility.sees(actor, review), review.canBeBarred
        else { continue }
        let place = Place(reviewer: review.reviewer, problem: review.problem)
        let isTied: Bool
        if let before = known[place] {
          isTied = before
        } else {
          let isJudged = try db.problem(review.problem, places: places)?.isJudged ?? false
          isTied =
            if isJudged {
              try self.conflict(of: review.reviewer, in: review.problem, &db) != nil
            } else { false }
          known[place] = isTied
        }
        if isTied { tied.append(id) }
      }
      return tied
    }
    let now = clock()
    for id in tied {
      try commit { db throws(DomainError) in
        guard let before = try db.review(id), before.canBeBarred,
          let problem = try db.problem(before.problem, places: places), problem.isJudged,
          let bar = try self.conflict(of: before.reviewer, in: before.problem, &db)
        else { return }
        var after = before
        after.status = .barred
        after.bar = bar
        try self.replace(
          before, with: &after, "bar", try self.plan(of: problem, &db), &db, .clock, now)
        try self.tellLost(after, problem, &db, now)
      }
    }
    return !tied.isEmpty
  }
}

extension Review {
  /// Whether it is in a state in which the register may take it from its reviewer.
  fileprivate var canBeBarred: Bool {
    Self.lifecycle.events(from: status, as: [.clock]).contains(.bar)
  }
}
