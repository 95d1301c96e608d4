package import Domain
import Storage

/// What an erasure did.
package struct Erasure: Sendable {
  /// The account as it is now.
  package let account: Account
  /// How many rows of each table were removed or blanked.
  package let rows: [(table: String, rows: Int)]
  /// What was taken out of the audit log.
  package let log: (values: Int, payloads: Int)
  /// Organisations whose contacts were the person's and are no more, see `PersonalContacts`.
  package let contacts: [ID<Organisation>]
  /// Organisations that nobody owns now.
  package let ownerless: [ID<Organisation>]

  /// The report as it stands in the API; `ground` tells why something is kept.
  package func json(ground: (KeptData) -> Bilingual) -> JSON {
    [
      "account": account.json,
      "erased": .object(JSONObject(rows.map { ($0.table, JSON($0.rows)) })),
      "log": ["values": JSON(log.values), "payloads": JSON(log.payloads)],
      "contacts_of": .array(contacts.map { .string($0.text) }),
      "organisations_without_owner": .array(ownerless.map { .string($0.text) }),
      "kept": .array(
        KeptData.allCases.map { kept in
          let words = ground(kept)
          return [
            "what": .string(kept.rawValue),
            "ground": ["vi": .string(words.vi), "en": .string(words.en)],
          ]
        }),
    ]
  }
}

extension Registry {
  /// Erases a person's data on their request: the account loses name and address, memberships,
  /// sessions and all that hangs on it go, and their values are taken out of the audit log, whose
  /// chain goes on holding.
  ///
  /// The body names the `request` to erase by identifier or number, which is fulfilled.
  /// - Throws: `.forbidden` but for administrators, `.notFound`, `.invalid` without an open
  ///   request of this person, `.refused` where it was erased before, `.lastHolder` where no
  ///   administrator would be left, `.stale`.
  package func eraseAccount(
    _ name: String, _ json: JSON, expecting version: Int? = nil, by actor: Actor
  ) throws(DomainError) -> Erasure {
    guard actor.isKnown else { throw .unauthenticated }
    let (number, faults) = Self.requestNumber(json)
    let now = clock()
    let erasure = try commit { db throws(DomainError) in
      let account = try db.visibleAccount(name, to: actor)
      guard actor.role == .admin else {
        throw .forbidden(action: "account.erase", needs: ["admin"])
      }
      if account.id != actor.account {
        try self.requireImpartial(actor, "account.erase", registering: nil, &db)
      }
      guard faults.isEmpty else { throw .invalid(faults) }
      if let version, version != account.version { throw .stale(current: account.version) }
      _ = try Account.lifecycle.target(
        of: .erase, from: account.status, as: actor.parties(towards: nil), reason: nil)
      guard var request = try db.erasureRequest(number ?? "", of: account.id) else {
        throw .invalid([Fault("/request", .notFound, found: number)])
      }
      let before = request
      request.status = try DataRequest.lifecycle.target(
        of: .complete, from: request.status, as: actor.parties(towards: nil), reason: nil)
      request.endedAt = now
      request.remindAt = nil
      try self.replace(before, with: &request, "complete", &db, actor, now)
      return try self.erase(account, request: request.number, &db, actor, now)
    }
    // What was overwritten in the database is still in its log until that is taken in.
    try? store.checkpoint()
    return erasure
  }

  private static func requestNumber(_ json: JSON) -> (number: String?, faults: [Fault]) {
    let log = FaultLog()
    var number: String?
    if var reader = ObjectReader(json, log: log) {
      number = reader.line("request", most: 60)
      reader.require("request", number != nil)
      reader.finish()
    }
    return (number, log.faults)
  }

  /// Erases an account within a transaction.
  func erase(
    _ before: Account, request: String?, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) -> Erasure {
    if before.role == .admin, before.status == .active,
      try db.activeAccounts(with: .admin) <= 1
    {
      throw .lastHolder(role: "admin")
    }
    let email = before.email
    let (contacts, ownerless, texts) = try endMemberships(of: before, &db, actor, now)
    let claims = try withdrawClaims(of: before.id, &db, actor, now)
    // A mask or a telephone that somebody else happens to have goes with it; their record has it.
    var log = try db.eraseFromLog(.account, before.id.text, texts: [email] + texts)
    let others =
      try db.allDataRequests(of: before.id).map { (Aggregate.dataRequest, $0.text) }
      + claims.map { (Aggregate.claim, $0.text) }
    for (aggregate, id) in others {
      let more = try db.eraseFromLog(aggregate, id, texts: [])
      log.values += more.values
      log.payloads += more.payloads
    }
    let rows = try db.erasePersonalData(of: before.id, email: email.isEmpty ? nil : email)
    for key in [before.throttleKey, Self.codeKey(before.id)] { try db.forgetTries(key) }
    var after = before
    after.email = ""
    after.name = ""
    after.role = nil
    after.status = .erased
    after.version += 1
    after.updatedAt = now
    try db.update(after)
    var payload: JSON = [
      "before": ["status": .string(before.status.rawValue)],
      "after": ["status": .string(after.status.rawValue)], "log": log.json,
    ]
    if let request { payload = payload.merging(["request": .string(request)]) }
    try audit(
      &db, actor, "erase", .account, id: after.id.text, version: after.version, at: now,
      payload: payload)
    return Erasure(
      account: after, rows: rows, log: (log.values, log.payloads), contacts: contacts,
      ownerless: ownerless)
  }

  /// Ends a person's memberships, and takes what is theirs out of the contacts of those
  /// organisations, and their number out of what they alone own.
  /// - Returns: with the texts that went.
  private func endMemberships(
    of account: Account, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) -> (
    contacts: [ID<Organisation>], ownerless: [ID<Organisation>], texts: [String]
  ) {
    var (contacts, ownerless) = ([ID<Organisation>](), [ID<Organisation>]())
    var texts: [String] = []
    for membership in try db.memberships(of: account.id) {
      guard let record = try db.organisation(membership.organisation, places: places) else {
        continue
      }
      let isOwnerless = try db.isSoleOwner(account.id, of: record.id)
      _ = try db.endMembership(of: account.id, in: record.id)
      try audit(
        &db, actor, "leave", .organisation, id: record.id.text, version: record.version, at: now,
        payload: ["account": .string(account.id.text)])
      if isOwnerless { ownerless.append(record.id) }
      var after = record
      if let own = PersonalContacts(of: account, in: record, isSoleOwner: isOwnerless) {
        own.leave(&after.profile)
        contacts.append(record.id)
        texts += own.texts
      }
      if isOwnerless, let number = record.profile.personalID {
        after.profile.personalID = nil
        texts.append(number.mask)
      }
      if after != record { try replace(record, with: &after, "update", &db, actor, now) }
    }
    return (contacts, ownerless, texts)
  }
}

extension Registry {
  /// Withdraws what a person claims and nobody has decided, and takes their papers off all claims,
  /// so that they go with what hangs on nothing.
  /// - Returns: every claim of theirs.
  private func withdrawClaims(
    of account: ID<Account>, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) -> [ID<Claim>] {
    var filter = ClaimFilter()
    filter.account = account
    let claims = try db.claims(filter, PageRequest(limit: 10_000)).items
    for before in claims {
      if let file = before.file { try db.endUse(file, by: FileUse(.claim, before.id.text)) }
      guard before.status == .open else { continue }
      var after = before
      after.status = .withdrawn
      after.version += 1
      after.updatedAt = now
      try db.update(after)
      try audit(
        &db, actor, "withdraw", .claim, id: before.id.text, version: after.version, at: now,
        payload: .difference(from: before.json, to: after.json))
    }
    return claims.map(\.id)
  }
}

extension Database {
  /// The request of a person to erase their data that has not ended; nil where there is none.
  mutating func openErasure(of account: ID<Account>) throws(DomainError) -> DataRequest? {
    var filter = DataRequestFilter()
    filter.account = account
    filter.kinds = [.erase]
    filter.due.isWanted = true
    return try dataRequests(filter, PageRequest(limit: 1)).items.first
  }

  /// An open request of a person to erase their data, by identifier or number.
  fileprivate mutating func erasureRequest(
    _ name: String, of account: ID<Account>
  ) throws(DomainError) -> DataRequest? {
    var filter = DataRequestFilter()
    filter.account = account
    filter.kinds = [.erase]
    filter.due.isWanted = true
    return try dataRequests(filter, PageRequest(limit: DataRequest.mostOpen * 2)).items.first {
      $0.id.text == name || $0.number == name
    }
  }

  /// Every request about a person's data.
  fileprivate mutating func allDataRequests(
    of account: ID<Account>
  ) throws(DomainError) -> [ID<DataRequest>] {
    var filter = DataRequestFilter()
    filter.account = account
    return try dataRequests(filter, PageRequest(limit: 10_000)).items.map(\.id)
  }
}
