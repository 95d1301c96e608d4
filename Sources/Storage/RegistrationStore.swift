package import Domain
package import SQLite

/// The number of the person behind an organisation, as it is kept.
package struct SealedIdentity: Sendable, Equatable {
  /// The number, encrypted.
  package let box: [UInt8]
  /// A digest of it under a key, by which it is known again.
  package let digest: [UInt8]

  /// Puts the two together.
  package init(box: [UInt8], digest: [UInt8]) {
    self.box = box
    self.digest = digest
  }
}

/// What the register keeps of registrations beside the records themselves.
extension Connection {
  /// A page of the organisations that wait for an officer, the longest waiting first.
  package mutating func waitingOrganisations(
    _ page: PageRequest, places: Gazetteer
  ) throws(DomainError) -> Page<Organisation> {
    var conditions = Conditions()
    conditions.add("waiting_since IS NOT NULL")
    let total = try count("organisation", conditions)
    if let after = page.after {
      conditions.add("(waiting_since, id) > (?, ?)", [after.key.value, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.organisationColumns), waiting_since FROM organisation\(conditions.sql)
      ORDER BY waiting_since, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)]
    ) { row in (OrganisationRow(row), row.integer(9)) }
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.0.organisation(places) },
      key: { (.number($0.1), $0.0.id) })
  }

  /// The organisations for which something falls due by a day, the longest due first, each with the
  /// day for which it was noted.
  package mutating func dueOrganisations(
    by day: CalendarDay, limit: Int, places: Gazetteer
  ) throws(DomainError) -> [(organisation: Organisation, day: String)] {
    let found = try rows(
      """
      SELECT \(Self.organisationColumns), due_on FROM organisation
      WHERE due_on <= ? ORDER BY due_on LIMIT ?
      """, [.text(day.description), Value(limit)]
    ) { row in (OrganisationRow(row), row.text(9)) }
    var items: [(organisation: Organisation, day: String)] = []
    for (row, day) in found {
      do throws(DomainError) { items.append((try row.organisation(places), day)) } catch {
        // One that cannot be read must not keep the others waiting; `check` names it.
        guard case .internalFault = error else { throw error }
      }
    }
    return items
  }

  /// Notes when something falls due for an organisation next, and writes anew what it is looked up
  /// by.
  package mutating func settle(
    _ organisation: Organisation, due day: CalendarDay?
  ) throws(DomainError) {
    try refreshKeys(of: organisation)
    try run(
      "UPDATE organisation SET due_on = ? WHERE id = ?",
      [Value(day?.description), .text(organisation.id.text)])
  }

  /// Notes that an organisation was reminded of something.
  /// - Returns: whether it had not been before.
  package mutating func remind(
    _ organisation: ID<Organisation>, of key: String, at now: Instant
  ) throws(DomainError) -> Bool {
    try run(
      """
      INSERT INTO organisation_reminder (organisation_id, key, at) VALUES (?, ?, ?)
      ON CONFLICT DO NOTHING
      """, [.text(organisation.text), .text(key), .integer(now.seconds)]) == 1
  }

  /// The encrypted number of the person behind an organisation.
  package mutating func sealedIdentity(
    of organisation: ID<Organisation>
  ) throws(DomainError) -> [UInt8]? {
    try row(
      "SELECT sealed FROM organisation_identity WHERE organisation_id = ?",
      [.text(organisation.text)]
    ) { row in row.blob(0) }
  }

  /// Keeps the encrypted number of the person behind an organisation; nil takes it away.
  package mutating func set(
    _ identity: SealedIdentity?, of organisation: ID<Organisation>
  ) throws(DomainError) {
    guard let identity else {
      try run(
        "DELETE FROM organisation_identity WHERE organisation_id = ?", [.text(organisation.text)])
      return
    }
    try run(
      """
      INSERT INTO organisation_identity (organisation_id, sealed, digest) VALUES (?, ?, ?)
      ON CONFLICT (organisation_id) DO UPDATE
      SET sealed = excluded.sealed, digest = excluded.digest
      """, [.text(organisation.text), .blob(identity.box), .blob(identity.digest)])
  }

  /// The keyed digest of the number of the person behind an organisation.
  package mutating func identityDigest(
    of organisation: ID<Organisation>
  ) throws(DomainError) -> [UInt8]? {
    try row(
      """
      SELECT digest FROM organisation_identity
      WHERE organisation_id = ? AND digest IS NOT NULL
      """, [.text(organisation.text)]
    ) { row in row.blob(0) }
  }

  /// The organisations behind which the person of a number stands, by its keyed digest.
  package mutating func organisations(
    withIdentity digest: [UInt8]
  ) throws(DomainError) -> [ID<Organisation>] {
    try rows(
      """
      SELECT organisation_id FROM organisation_identity WHERE digest = ?
      ORDER BY organisation_id LIMIT 200
      """, [.blob(digest)]
    ) { row in ID(row.text(0)) }
  }

  /// Encrypted numbers of older releases, which have no digest yet.
  package mutating func undigestedIdentities(
    limit: Int
  ) throws(DomainError) -> [(organisation: ID<Organisation>, box: [UInt8])] {
    try rows(
      "SELECT organisation_id, sealed FROM organisation_identity WHERE digest IS NULL LIMIT ?",
      [Value(limit)]
    ) { row in (ID(row.text(0)), row.blob(1)) }
  }

  /// Writes the keys under which an organisation's names are looked up.
  mutating func keyName(of organisation: Organisation) throws(DomainError) {
    let keys = [organisation.profile.name, organisation.profile.nameEN].compactMap { $0 }
      .reduce(into: Set<String>()) { $0.formUnion(NameLikeness($1).keys) }
    for key in keys.sorted() {
      try run(
        "INSERT INTO organisation_name_key (key, organisation_id) VALUES (?, ?)",
        [.text(key), .text(organisation.id.text)])
    }
  }

  /// Keys that more names have say too little to look under.
  private static let mostNamesOfKey = 200

  /// Organisations that may be the same as one of this profile: with its tax code or that of its
  /// enterprise, with the person of this digest behind them, or with a name that begins like one of
  /// its words; withdrawn ones left out.
  package mutating func lookalikes(
    of profile: OrganisationProfile, identity: [UInt8]? = nil
  ) throws(DomainError) -> [PossibleDuplicate.Candidate] {
    var ids: Set<String> = []
    var ofSamePerson: Set<String> = []
    if let identity {
      ofSamePerson = Set(try organisations(withIdentity: identity).map(\.text))
      ids = ofSamePerson
    }
    if let code = profile.taxCode {
      let stem = String(code.prefix(10))
      ids.formUnion(
        try rows(
          "SELECT id FROM organisation WHERE tax_code >= ? AND tax_code <= ? LIMIT 200",
          [.text(stem), .text(stem + "-999")]
        ) { row in row.text(0) })
    }
    let keys = [profile.name, profile.nameEN].compactMap { $0 }
      .reduce(into: Set<String>()) { $0.formUnion(NameLikeness($1).keys) }
    for key in keys.sorted() {
      let found = try rows(
        "SELECT organisation_id FROM organisation_name_key WHERE key = ? LIMIT ?",
        [.text(key), Value(Self.mostNamesOfKey + 1)]
      ) { row in row.text(0) }
      if found.count <= Self.mostNamesOfKey { ids.formUnion(found) }
    }
    var items: [PossibleDuplicate.Candidate] = []
    for id in ids.sorted() {
      let found = try row(
        """
        SELECT name, \(Dialect.member("name_en", of: "profile")), tax_code, province, status
        FROM organisation WHERE id = ? AND status <> 'withdrawn'
        """, [.text(id)]
      ) { row in
        PossibleDuplicate.Candidate(
          id: ID(id), name: row.text(0), nameEN: row.optionalText(1),
          taxCode: row.optionalText(2), province: row.optionalText(3),
          status: Organisation.Status(rawValue: row.text(4)) ?? .draft,
          isOfSamePerson: ofSamePerson.contains(id))
      }
      if let found { items.append(found) }
    }
    return items
  }
}
