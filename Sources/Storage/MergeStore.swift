package import Domain
package import SQLite

/// A column that names an organisation, and what becomes of it when that one is merged.
package struct OrganisationReference: Sendable, Hashable {
  /// The table.
  package let table: String
  /// The column.
  package let column: String
  /// The other column of a record between two organisations, which must not become the same.
  let opposite: String?
  /// Whether a row that would repeat one of the other organisation is taken away; where it is
  /// false, such a row stays with the record that was merged.
  let dropsRepeated: Bool

  private init(
    _ table: String, _ column: String, opposite: String? = nil, dropsRepeated: Bool = false
  ) {
    self.table = table
    self.column = column
    self.opposite = opposite
    self.dropsRepeated = dropsRepeated
  }

  /// What leaves out the rows of proposals that were never opened.
  fileprivate var onlyOpened: String {
    switch table {
    case "proposal": " AND opened_at IS NOT NULL"
    case "proposal_partner":
      " AND proposal_id IN (SELECT id FROM proposal WHERE opened_at IS NOT NULL)"
    default: ""
    }
  }

  /// Those that follow.
  package static let moved: [OrganisationReference] = [
    Self("membership", "organisation_id", dropsRepeated: true),
    Self("token", "organisation_id"),
    Self("invitation", "organisation_id", dropsRepeated: true),
    Self("claim", "organisation_id"),
    Self("file", "organisation_id"),
    Self("problem", "author"),
    Self("question", "organisation_id"),
    Self("proposal", "organisation_id"),
    Self("proposal_partner", "organisation_id", dropsRepeated: true),
    Self("outcome", "organisation_id"),
    Self("investment", "fund_id", opposite: "organisation_id"),
    Self("investment", "organisation_id", opposite: "fund_id"),
    Self("watch", "fund_id", opposite: "organisation_id", dropsRepeated: true),
    Self("watch", "organisation_id", opposite: "fund_id", dropsRepeated: true),
    Self("saved_search", "organisation_id"),
    Self("introduction", "requester_id", opposite: "recipient_id"),
    Self("introduction", "recipient_id", opposite: "requester_id"),
    Self("introduction_outcome", "organisation_id"),
    Self("cohort", "incubator_id"),
    Self("application", "startup_id", opposite: "incubator_id"),
    Self("application", "incubator_id", opposite: "startup_id"),
    Self("mentor_request", "requester_id", opposite: "incubator_id"),
    Self("mentor_request", "incubator_id", opposite: "requester_id"),
    Self("mentor_feedback", "organisation_id"),
    Self("review", "bar_organisation_id"),
    Self("engagement", "organisation_id"),
    Self("engagement_partner", "organisation_id", dropsRepeated: true),
    // After the memberships: those that end by repeating another are remembered here.
    Self("former_membership", "organisation_id", dropsRepeated: true),
  ]

  /// Those that belong to the record itself and stay with it, by table and column.
  package static let kept: Set<[String]> = [
    ["organisation_tag", "organisation_id"], ["organisation_name_key", "organisation_id"],
    ["organisation_identity", "organisation_id"], ["organisation_reminder", "organisation_id"],
    // Whoever asks for the first is led on from one to the next.
    ["organisation", "merged_into"],
  ]
}

extension Connection {
  /// Has everything that names one organisation name another; with `leavingSealed` all but offers
  /// that were never opened and parts in such.
  package mutating func moveReferences(
    from source: ID<Organisation>, to target: ID<Organisation>, leavingSealed: Bool = false
  ) throws(DomainError) {
    let (old, new) = (Value.text(source.text), Value.text(target.text))
    for reference in OrganisationReference.moved {
      let (table, column) = (reference.table, reference.column)
      let apart = reference.opposite.map { " AND \($0) IS NOT ?" } ?? ""
      let open = leavingSealed ? reference.onlyOpened : ""
      try run(
        """
        \(Dialect.updateWhereFree) \(table) SET \(column) = ? WHERE \(column) = ?\(apart)\(open)
        """,
        [new, old] + (apart.isEmpty ? [] : [new]))
      if reference.dropsRepeated {
        try run("DELETE FROM \(table) WHERE \(column) = ?\(open)", [old])
      }
    }
    // A partner that becomes the leader has nothing to confirm.
    try run(
      """
      DELETE FROM proposal_partner WHERE organisation_id = ? AND proposal_id IN (
        SELECT id FROM proposal WHERE organisation_id = ?)
      """, [new, new])
    try run(
      """
      DELETE FROM engagement_partner WHERE organisation_id = ? AND engagement_id IN (
        SELECT id FROM engagement WHERE organisation_id = ?)
      """, [new, new])
    try run(
      """
      \(Dialect.updateWhereFree) problem_follower SET recipient = ?
      WHERE audience = 'organisation' AND recipient = ?
      """, [new, old])
    try run(
      "DELETE FROM problem_follower WHERE audience = 'organisation' AND recipient = ?", [old])
    try run(
      """
      UPDATE outbox SET recipient = ?
      WHERE audience = 'organisation' AND recipient = ? AND dispatched_at IS NULL
      """, [new, old])
    // What names it inside of a record's JSON, where an identifier is a whole text.
    let (name, rename) = (Value.text("\"\(source.text)\""), Value.text("\"\(target.text)\""))
    try run(
      "UPDATE investment SET terms = replace(terms, ?, ?) WHERE organisation_id = ?",
      [name, rename, new])
    try run(
      "UPDATE saved_search SET wish = replace(wish, ?, ?) WHERE instr(wish, ?) > 0",
      [name, rename, name])
  }

  /// The outcomes of an organisation that do not repeat one of another.
  package mutating func outcomesToMove(
    from source: ID<Organisation>, to target: ID<Organisation>
  ) throws(DomainError) -> [ID<Outcome>] {
    try rows(
      """
      SELECT id FROM outcome AS own WHERE organisation_id = ? AND NOT EXISTS (
        SELECT 1 FROM outcome
        WHERE problem_id = own.problem_id AND organisation_id = ? AND kind = own.kind)
      ORDER BY id
      """, [.text(source.text), .text(target.text)]
    ) { row in ID(row.text(0)) }
  }

  /// The live proposals of two organisations for the same problem, in pairs.
  package mutating func rivalProposals(
    of source: ID<Organisation>, and target: ID<Organisation>
  ) throws(DomainError) -> [(ID<Proposal>, ID<Proposal>)] {
    try rows(
      """
      SELECT own.id, other.id FROM proposal AS own
      JOIN proposal AS other ON other.problem_id = own.problem_id
      WHERE own.organisation_id = ? AND other.organisation_id = ?
        AND own.status <> 'withdrawn' AND other.status <> 'withdrawn'
      ORDER BY own.id
      """, [.text(source.text), .text(target.text)]
    ) { row in (ID(row.text(0)), ID(row.text(1))) }
  }

  /// Whether there may be offers under seal: for a problem that was published, has not ended, and
  /// whose proposals nobody has opened. Everybody may know that of each problem.
  package mutating func isAnyCallUnderSeal() throws(DomainError) -> Bool {
    try row(
      """
      SELECT 1 FROM problem WHERE status IN ('published', 'suspended', 'closed', 'reviewing')
        AND NOT EXISTS (SELECT 1 FROM opening WHERE opening.problem_id = problem.id)
      LIMIT 1
      """
    ) { row in row.integer(0) } != nil
  }

  /// Whether anybody has ever belonged to an organisation. Only then can it have something under
  /// seal that it has made: a token that an administrator made for it reaches no proposals.
  package mutating func hasHadPeople(
    _ organisation: ID<Organisation>
  ) throws(DomainError) -> Bool {
    let own = Value.text(organisation.text)
    return try row(
      """
      SELECT 1 WHERE EXISTS (SELECT 1 FROM membership WHERE organisation_id = ?)
        OR EXISTS (SELECT 1 FROM former_membership WHERE organisation_id = ?)
        OR EXISTS (
          SELECT 1 FROM audit WHERE aggregate = 'organisation' AND record_id = ?
            AND action = 'organisation.leave')
      """, [own, own, own]
    ) { row in row.integer(0) } != nil
  }

  /// The drafts that name an organisation as a partner.
  package mutating func drafts(
    withPartner organisation: ID<Organisation>
  ) throws(DomainError) -> [ID<Proposal>] {
    try rows(
      """
      SELECT proposal_id FROM proposal_partner WHERE organisation_id = ? AND proposal_id IN (
        SELECT id FROM proposal WHERE status = 'draft') ORDER BY proposal_id
      """, [.text(organisation.text)]
    ) { row in ID(row.text(0)) }
  }

  /// The problems whose statement names an organisation as the owner.
  package mutating func problems(
    ownedBy organisation: ID<Organisation>, places: Gazetteer
  ) throws(DomainError) -> [Problem] {
    let ids = try rows(
      "SELECT id FROM problem WHERE statement LIKE ? ORDER BY id",
      [.text("%\"owner_organisation\":\"\(organisation.text)\"%")]
    ) { row in ID<Problem>(row.text(0)) }
    var items: [Problem] = []
    for id in ids {
      if let item = try problem(id, places: places),
        item.statement.ownerOrganisation == organisation
      {
        items.append(item)
      }
    }
    return items
  }
}
