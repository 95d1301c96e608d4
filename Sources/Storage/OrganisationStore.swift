package import Domain
package import SQLite

extension OrganisationFilter {
  var conditions: Conditions {
    var conditions = Conditions()
    conditions.add("kind", in: kinds.map(\.rawValue))
    conditions.add("status", in: statuses.map(\.rawValue))
    conditions.add("province", in: provinces)
    for (list, codes) in [
      (Field.list, fields.map(\.rawValue)), (Technology.list, technologies.map(\.rawValue)),
      (LegalClass.list, legal.map(\.rawValue)),
    ] where !codes.isEmpty {
      let marks = Array(repeating: "?", count: codes.count).joined(separator: ", ")
      let (counts, days) = day.map { (Self.counting, [Value.text($0), .text($0)]) } ?? ("", [])
      conditions.add(
        """
        id IN (SELECT organisation_id FROM organisation_tag
          WHERE list = ? AND code IN (\(marks))\(counts))
        """, [.text(list)] + codes.map(Value.text) + days)
    }
    if let taxCode { conditions.add("tax_code = ?", [.text(taxCode)]) }
    switch visibleTo {
    case .everything: break
    case .verified(nil): conditions.add("status = 'verified'")
    case .verified(let own?):
      conditions.add("(status = 'verified' OR id = ?)", [.text(own.text)])
    }
    return conditions
  }

  private static let counting =
    " AND (since IS NULL OR since <= ?) AND (until IS NULL OR until >= ?)"
}

extension Connection {
  static let organisationColumns =
    """
    id, external_id, status, status_reason, version, created_at, updated_at, profile, registration
    """

  /// The organisation of that identifier.
  package mutating func organisation(_ id: ID<Organisation>, places: Gazetteer)
    throws(DomainError) -> Organisation?
  {
    try organisation("id = ?", [.text(id.text)], places)
  }

  /// The organisations of these identifiers, in no order. At most as many as a page of a list
  /// holds are asked for.
  package mutating func organisations(_ ids: [ID<Organisation>], places: Gazetteer)
    throws(DomainError) -> [Organisation]
  {
    guard !ids.isEmpty else { return [] }
    var conditions = Conditions()
    conditions.add("id", in: ids.map(\.text))
    let found = try rows(
      "SELECT \(Self.organisationColumns) FROM organisation\(conditions.sql)", conditions.values,
      OrganisationRow.init)
    var items: [Organisation] = []
    for row in found { items.append(try row.organisation(places)) }
    return items
  }

  /// The organisation that was imported under that identifier.
  package mutating func organisation(externalID: String, places: Gazetteer)
    throws(DomainError) -> Organisation?
  {
    try organisation("external_id = ?", [.text(externalID)], places)
  }

  /// The organisation whose tax code is nobody else's, see `Organisation.holdsTaxCode`.
  package mutating func organisation(taxCode: String, places: Gazetteer)
    throws(DomainError) -> Organisation?
  {
    try organisation(
      "tax_code = ? AND status IN ('submitted', 'verified', 'suspended')", [.text(taxCode)], places)
  }

  private mutating func organisation(_ condition: String, _ values: [Value], _ places: Gazetteer)
    throws(DomainError) -> Organisation?
  {
    let found = try row(
      "SELECT \(Self.organisationColumns) FROM organisation WHERE \(condition)", values,
      OrganisationRow.init)
    guard let found else { return nil }
    return try found.organisation(places)
  }

  /// A page of organisations in the dictionary order of their names.
  package mutating func organisations(
    _ filter: OrganisationFilter, _ page: PageRequest, places: Gazetteer
  ) throws(DomainError) -> Page<Organisation> {
    var conditions = filter.conditions
    let total = try count("organisation", conditions)
    if let after = page.after {
      conditions.add("(name_key, id) > (?, ?)", [after.key.value, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.organisationColumns), name_key FROM organisation\(conditions.sql)
      ORDER BY name_key, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)]
    ) { row in (OrganisationRow(row), row.blob(9)) }
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.0.organisation(places) },
      key: { (.bytes($0.1), $0.0.id) })
  }

  /// Every organisation, a page at a time in the order of identifiers, for indexes and exports.
  package mutating func organisations(
    afterID: String, limit: Int, places: Gazetteer
  ) throws(DomainError) -> [Organisation] {
    let found = try rows(
      "SELECT \(Self.organisationColumns) FROM organisation WHERE id > ? ORDER BY id LIMIT ?",
      [.text(afterID), Value(limit)], OrganisationRow.init)
    var items: [Organisation] = []
    for row in found { items.append(try row.organisation(places)) }
    return items
  }

  /// A page of every organisation, those that cannot be read apart.
  package mutating func organisations(
    salvagedAfter id: String, limit: Int, places: Gazetteer
  ) throws(DomainError) -> Salvage<Organisation> {
    let found = try rows(
      "SELECT \(Self.organisationColumns) FROM organisation WHERE id > ? ORDER BY id LIMIT ?",
      [.text(id), Value(limit)], OrganisationRow.init)
    var page = Salvage<Organisation>()
    for row in found {
      try page.take(row.id) { () throws(DomainError) in try row.organisation(places) }
    }
    unreadable.formUnion(page.lost)
    return page
  }

  /// Whether lists filter and sort an organisation by what its record says.
  package mutating func isListed(_ organisation: Organisation) throws(DomainError) -> Bool {
    let names = [
      "kind", "status", "status_reason", "name", "name_key", "tax_code", "province", "version",
      "waiting_since", "merged_into",
    ]
    let values = columns(of: organisation)
    guard try hasRow("organisation", id: organisation.id.text, Array(zip(names, values))) else {
      return false
    }
    let tags = Set(self.tags(of: organisation).map { "\($0.tag.list) \($0.tag.code)" })
    return try self.tags("organisation", of: organisation.id.text) == tags
  }

  /// Adds a new organisation.
  package mutating func insert(_ organisation: Organisation) throws(DomainError) {
    try run(
      """
      INSERT INTO organisation (id, external_id, kind, status, status_reason, name, name_key,
        tax_code, province, version, waiting_since, merged_into, created_at, updated_at, profile,
        registration, due_on)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [.text(organisation.id.text), Value(organisation.externalID)]
        + columns(of: organisation) + [.integer(organisation.createdAt.seconds)]
        + tail(of: organisation))
    try tag(organisation)
    try keyName(of: organisation)
  }

  /// Replaces an organisation that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ organisation: Organisation) throws(DomainError) {
    let changed = try run(
      """
      UPDATE organisation SET kind = ?, status = ?, status_reason = ?, name = ?, name_key = ?,
        tax_code = ?, province = ?, version = ?, waiting_since = ?, merged_into = ?,
        updated_at = ?, profile = ?, registration = ?, due_on = ?
      WHERE id = ? AND version = ?
      """,
      columns(of: organisation) + tail(of: organisation)
        + [.text(organisation.id.text), Value(organisation.version - 1)])
    guard changed == 1 else { throw .stale(current: organisation.version) }
    try refreshKeys(of: organisation)
  }

  /// Writes anew what lists and comparisons look organisations up by.
  mutating func refreshKeys(of organisation: Organisation) throws(DomainError) {
    let id = [Value.text(organisation.id.text)]
    try run("DELETE FROM organisation_tag WHERE organisation_id = ?", id)
    try run("DELETE FROM organisation_name_key WHERE organisation_id = ?", id)
    try tag(organisation)
    try keyName(of: organisation)
  }

  private func columns(of organisation: Organisation) -> [Value] {
    let profile = organisation.profile
    return [
      .text(profile.kind.rawValue), .text(organisation.status.rawValue),
      Value(organisation.statusReason), .text(profile.name),
      .blob(Folding.sortKey(profile.name)), Value(profile.taxCode), Value(profile.province),
      Value(organisation.version), Value(organisation.waitingSince?.seconds),
      Value(organisation.registration.mergedInto?.text),
    ]
  }

  private func tail(of organisation: Organisation) -> [Value] {
    [
      .integer(organisation.updatedAt.seconds),
      .text(JSON.object(JSONObject(organisation.profile.members)).compact),
      .text(organisation.registration.stored.compact),
      Value(
        organisation.dueDay(asOf: CalendarDay(inVietnam: organisation.updatedAt))?.description),
    ]
  }

  /// Codes by which lists are filtered, with the days between which each counts.
  private func tags(
    of organisation: Organisation
  ) -> [(tag: (list: String, code: String), since: String?, until: String?)] {
    let profile = organisation.profile
    return profile.fields.map { ((Field.list, $0.rawValue), nil, nil) }
      + profile.technologies.map { ((Technology.list, $0.rawValue), nil, nil) }
      + profile.legal.map { ((LegalClass.list, $0.status.rawValue), $0.issuedOn, $0.expiresOn) }
  }

  private mutating func tag(_ organisation: Organisation) throws(DomainError) {
    for (tag, since, until) in tags(of: organisation) {
      try run(
        """
        INSERT INTO organisation_tag (organisation_id, list, code, since, until)
        VALUES (?, ?, ?, ?, ?)
        """,
        [
          .text(organisation.id.text), .text(tag.list), .text(tag.code), Value(since),
          Value(until),
        ])
    }
  }

  /// How many rows of a table meet the conditions, without those that are known to be unreadable.
  mutating func count(_ table: String, _ conditions: Conditions) throws(DomainError) -> Int {
    var conditions = conditions
    if !unreadable.isEmpty, !Self.unnamed.contains(table) {
      let marks = unreadable.map { _ in "?" }.joined(separator: ", ")
      conditions.add("id NOT IN (\(marks))", unreadable.sorted().map(Value.text))
    }
    return Int(
      try row("SELECT count(*) FROM \(table)\(conditions.sql)", conditions.values) { row in
        row.integer(0)
      } ?? 0)
  }

  /// Tables whose rows have no identifier, or none that lists go by.
  private static let unnamed: Set<String> = ["access_log", "audit", "watch", "saved_search"]
}

/// The columns of one organisation, taken out of the row before the JSON is read.
struct OrganisationRow {
  let id: String
  let externalID: String?
  let status: String
  let statusReason: String?
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let profile: String
  let registration: String

  init(_ row: borrowing Row) {
    id = row.text(0)
    externalID = row.optionalText(1)
    status = row.text(2)
    statusReason = row.optionalText(3)
    version = Int(row.integer(4))
    createdAt = row.integer(5)
    updatedAt = row.integer(6)
    profile = row.text(7)
    registration = row.text(8)
  }

  func organisation(_ places: Gazetteer) throws(DomainError) -> Organisation {
    guard let status = Organisation.Status(rawValue: status) else {
      throw .internalFault("organisation \(id): status \(self.status)")
    }
    return Organisation(
      id: ID(id), externalID: externalID, status: status, statusReason: statusReason,
      version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt),
      profile: try StoredJSON.read(profile, "organisation \(id)") { json throws(DomainError) in
        try OrganisationProfile.read(json, places: places).profile
      },
      registration: registration == "{}"
        ? Organisation.Registration()
        : try StoredJSON.read(registration, "organisation \(id)") { json throws(DomainError) in
          try Organisation.Registration.stored(json)
        })
  }
}

/// Reads back what the store itself has written; a failure is damage, not bad input.
enum StoredJSON {
  static func read<Value>(
    _ text: String, _ name: String, _ body: (JSON) throws(DomainError) -> Value
  ) throws(DomainError) -> Value {
    let json: JSON
    do { json = try JSONParser.parse(text) } catch { throw .internalFault("\(name): \(error)") }
    do { return try body(json) } catch { throw .internalFault("\(name): \(error)") }
  }
}
