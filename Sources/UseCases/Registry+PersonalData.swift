package import Domain
import Storage

extension Registry {
  /// Everything that is kept on a person, store by store: for themselves at once, and for
  /// administrators, whose look is noted.
  /// - Throws: `.notFound` where the account may not be known of.
  package func personalData(
    of name: String? = nil, by actor: Actor
  ) throws(DomainError) -> JSON {
    guard actor.isKnown else { throw .unauthenticated }
    let own: ID<Account>? = if name == nil { try actor.ownAccount() } else { nil }
    let (now, places) = (clock(), places)
    let (json, account) = try store.read { db throws(DomainError) -> (JSON, Account) in
      let account = try db.visibleAccount(name ?? own?.text ?? "", to: actor)
      guard Visibility.sees(actor, .personalData, of: account.id) else {
        throw .notFound(aggregate: "account", id: account.id.text)
      }
      // What is sealed stays sealed where somebody else reads what is kept on a person.
      let onlookers = actor.account == account.id ? nil : actor.onlookers(towards: nil)
      let contacts = try db.personalContacts(of: account, places)
      let json = try db.export(of: account, to: onlookers, at: now)
        .merging(["contacts_of": .array(contacts.map(\.json))])
      return (json, account)
    }
    if actor.account != account.id {
      note(actor, at: .personalData, of: account.id.text, owner: nil)
    }
    return json
  }
}

extension Database {
  fileprivate mutating func export(
    of account: Account, to onlookers: Set<Visibility.Onlooker>?, at now: Instant
  ) throws(DomainError) -> JSON {
    var kept: [(String, JSON)] = []
    let email = account.email.isEmpty ? nil : account.email
    for (table, rows) in try personalData(
      of: account.id, email: email, shownTo: onlookers)
    {
      let before = kept.firstIndex { $0.0 == table }
      if let before {
        kept[before].1 = .array((kept[before].1.elements ?? []) + rows)
      } else {
        kept.append((table, .array(rows)))
      }
    }
    // What they did, and what was done to their account.
    var acts: [String: JSON] = [:]
    var filters = [AuditFilter(), AuditFilter()]
    filters[0].actor = "account:" + account.id.text
    filters[1].aggregate = .account
    filters[1].record = account.id.text
    var isCut = false
    for var filter in filters {
      filter.onlookers = onlookers
      let page = try auditEntries(filter, PageRequest(limit: 5000))
      isCut = isCut || page.next != nil
      for entry in page.items {
        let payload = entry.payload.flatMap { try? JSONParser.parse($0) }
        let isOwn = entry.actor == "account:" + account.id.text
        acts[String(entry.sequence)] = [
          "at": .string(entry.at.description), "action": .string(entry.action),
          "aggregate": .string(entry.aggregate), "id": .string(entry.id),
          "from": isOwn ? payload?[PersonalData.origin] ?? .null : .null,
        ]
      }
    }
    let sorted = acts.sorted { (Int64($0.key) ?? 0) < (Int64($1.key) ?? 0) }.map(\.value)
    return [
      "account": .string(account.id.text), "at": .string(now.description),
      "kept": .object(JSONObject(kept)), "acts": .array(sorted), "acts_cut_off": .bool(isCut),
    ]
  }
}
