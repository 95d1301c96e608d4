package import Domain
package import SQLite

extension Connection {
  private static let invitationColumns =
    "id, organisation_id, email, role, created_at, expires_at"

  /// The open invitation whose secret has that hash; nil where it has ended.
  package mutating func invitation(
    hash: [UInt8], at now: Instant
  ) throws(DomainError) -> Invitation? {
    try row(
      "SELECT \(Self.invitationColumns) FROM invitation WHERE hash = ? AND expires_at > ?",
      [.blob(hash), .integer(now.seconds)], Self.invitation
    ) ?? nil
  }

  /// The open invitation of that identifier.
  package mutating func invitation(_ id: ID<Invitation>) throws(DomainError) -> Invitation? {
    try row(
      "SELECT \(Self.invitationColumns) FROM invitation WHERE id = ?", [.text(id.text)],
      Self.invitation
    ) ?? nil
  }

  /// The open invitation of that identifier to an organisation.
  package mutating func invitation(
    _ id: ID<Invitation>, to organisation: ID<Organisation>
  ) throws(DomainError) -> Invitation? {
    try row(
      "SELECT \(Self.invitationColumns) FROM invitation WHERE id = ? AND organisation_id = ?",
      [.text(id.text), .text(organisation.text)], Self.invitation
    ) ?? nil
  }

  /// The open invitations to an organisation, the newest first; at most a hundred.
  package mutating func invitations(
    to organisation: ID<Organisation>, at now: Instant
  ) throws(DomainError) -> [Invitation] {
    try rows(
      """
      SELECT \(Self.invitationColumns) FROM invitation
      WHERE organisation_id = ? AND expires_at > ? ORDER BY created_at DESC, id LIMIT 100
      """, [.text(organisation.text), .integer(now.seconds)], Self.invitation
    ).compactMap { $0 }
  }

  /// Adds an invitation by the hash of its secret; an older one to the same address dies.
  package mutating func insert(_ invitation: Invitation, hash: [UInt8]) throws(DomainError) {
    try run(
      "DELETE FROM invitation WHERE organisation_id = ? AND email = ?",
      [.text(invitation.organisation.text), .text(invitation.email)])
    try run(
      """
      INSERT INTO invitation (id, organisation_id, email, role, hash, created_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(invitation.id.text), .text(invitation.organisation.text), .text(invitation.email),
        .text(invitation.role.rawValue), .blob(hash), .integer(invitation.createdAt.seconds),
        .integer(invitation.expiresAt.seconds),
      ])
  }

  /// Takes an invitation away, once it was accepted or withdrawn.
  /// - Returns: whether it was there.
  package mutating func remove(_ invitation: ID<Invitation>) throws(DomainError) -> Bool {
    try run("DELETE FROM invitation WHERE id = ?", [.text(invitation.text)]) == 1
  }

  /// Takes away all invitations to an organisation.
  package mutating func removeInvitations(
    to organisation: ID<Organisation>
  ) throws(DomainError) {
    try run("DELETE FROM invitation WHERE organisation_id = ?", [.text(organisation.text)])
  }

  /// Whether somebody who belonged to the organisation sent an invitation, which only its owners
  /// can, and no administrator; the log tells, also of a record that was merged since.
  package mutating func wasSentByOwner(_ invitation: Invitation) throws(DomainError) -> Bool {
    try row(
      """
      SELECT 1 FROM audit
      WHERE aggregate = 'organisation' AND action = 'organisation.invite' AND at = ?
        AND instr(payload, ?) > 0 AND instr(payload, '"as":"member"') > 0
      LIMIT 1
      """,
      [.integer(invitation.createdAt.seconds), .text("\"invitation\":\"\(invitation.id.text)\"")]
    ) { _ in true } ?? false
  }

  /// Whether an invitation has ended.
  package mutating func hasEndedInvitations(at now: Instant) throws(DomainError) -> Bool {
    try row(
      "SELECT 1 FROM invitation WHERE expires_at <= ?", [.integer(now.seconds)]
    ) { _ in true } ?? false
  }

  /// Takes away invitations that have ended, at most a thousand at once.
  package mutating func removeEndedInvitations(at now: Instant) throws(DomainError) {
    try run(
      """
      DELETE FROM invitation WHERE id IN (
        SELECT id FROM invitation WHERE expires_at <= ? LIMIT 1000)
      """, [.integer(now.seconds)])
  }

  /// How many active people own an organisation.
  package mutating func activeOwners(of organisation: ID<Organisation>) throws(DomainError) -> Int {
    try row(
      """
      SELECT count(*) FROM membership JOIN account ON account.id = membership.account_id
      WHERE membership.organisation_id = ? AND membership.role = 'owner'
        AND account.status = 'active'
      """, [.text(organisation.text)]
    ) { row in Int(row.integer(0)) } ?? 0
  }

  private static func invitation(_ row: borrowing Row) -> Invitation? {
    guard let role = Membership.Role(rawValue: row.text(3)) else { return nil }
    return Invitation(
      id: ID(row.text(0)), organisation: ID(row.text(1)), email: row.text(2), role: role,
      createdAt: Instant(seconds: row.integer(4)), expiresAt: Instant(seconds: row.integer(5)))
  }
}
