/// What notices are about, as far as people choose differently how they are told.
package enum NoticeTopic: String, Code {
  /// One's organisations: verification, members, evidence.
  case organisations
  /// Problems, invitations to them and what came of those.
  case problems
  /// One's proposals.
  case proposals
  /// One's own account and access; mail about it is always sent at once.
  case security
  /// Everything else.
  case general
  package static let list = "notice_topics"

  /// The topic of each kind of record; what stands in no row is `general`.
  private static let table: [Aggregate: NoticeTopic] = [
    .organisation: .organisations, .claim: .organisations,
    .problem: .problems, .outcome: .problems,
    .proposal: .proposals, .engagement: .proposals, .review: .problems,
    .account: .security, .token: .security, .dataRequest: .security,
  ]

  /// The topic of notices about records of that kind.
  package init(_ aggregate: Aggregate) { self = Self.table[aggregate] ?? .general }

  /// Whether a person can choose how mail about it comes, or that none does.
  package var canBeChosen: Bool { self != .security }
}

extension Notice {
  /// What it is about.
  package var topic: NoticeTopic { NoticeTopic(about.aggregate) }
}
