package import Domain
import Storage

/// An entry of a portfolio as an actor may see it.
package struct PortfolioEntry: Sendable {
  /// The entry.
  package let investment: Investment
  /// Whether its terms may be seen.
  let isWhole: Bool
  /// The rules that it is marked as breaking.
  package let warnings: [FundRule.Breach]

  /// The entry as it stands in the API.
  package var json: JSON { investment.json(whole: isWhole, warnings: warnings) }
}

extension Registry {
  /// A page of a fund's portfolio: whole for the fund and officers, what is public for others.
  package func investments(
    ofFund name: String, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<PortfolioEntry> {
    let (places, rules) = (places, fundRules)
    let shown = try store.read { db throws(DomainError) in
      let fund = try db.visibleFund(name, to: actor, places)
      let isWhole = Visibility.seesPortfolio(actor, of: fund.id)
      let found = try db.investments(of: fund.id, whole: isWhole, page)
      var items: [PortfolioEntry] = []
      for investment in found.items {
        items.append(try db.entry(investment, of: fund, isWhole, rules, places))
      }
      return Page(items: items, total: found.total, next: found.next)
    }
    for entry in shown.items { noteLook(at: entry, by: actor) }
    return shown
  }

  /// Notes that an officer reads the terms of an investment.
  private func noteLook(at entry: PortfolioEntry, by actor: Actor) {
    noteOfficer(
      actor, at: .investmentTerms, of: entry.investment.id.text, owner: entry.investment.fund)
  }

  /// One investment of a fund.
  package func investment(
    _ id: ID<Investment>, ofFund name: String, by actor: Actor
  ) throws(DomainError) -> PortfolioEntry {
    let (places, rules) = (places, fundRules)
    let entry = try store.read { db throws(DomainError) in
      let (investment, fund) = try db.visibleInvestment(id, ofFund: name, to: actor, places)
      return try db.entry(
        investment, of: fund, Visibility.seesPortfolio(actor, of: fund.id), rules, places)
    }
    noteLook(at: entry, by: actor)
    return entry
  }

  /// Enters an investment into a fund's portfolio.
  /// - Throws: `.invalid` also where the law that held on its day bars it, with document and
  ///   clause.
  package func createInvestment(
    ofFund name: String, _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> PortfolioEntry {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places, rules, id) = (clock(), places, fundRules, newID() as ID<Investment>)
    let terms = try Investment.Terms.read(json, today: now.dayInVietnam)
    try refusePersonalNumbers(in: json, members: ["name"])
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      let (investment, fund) = try db.visibleInvestment(
        ID(id), ofFund: name, to: actor, places)
      return try db.entry(investment, of: fund, true, rules, places)
    } make: { db throws(DomainError) in
      let fund = try db.visibleFund(name, to: actor, places)
      try Self.requireKeeper(actor, of: fund, "investment.create")
      let checked = try db.checked(terms, of: fund, rules, actor, places)
      let investment = Investment(
        id: id, fund: fund.id, terms: checked, createdAt: now, updatedAt: now)
      try db.insert(investment)
      try self.audit(
        &db, actor, "create", .investment, id: id.text, version: 1, at: now,
        payload: ["after": investment.json()])
      return (try db.entry(investment, of: fund, true, rules, places), id.text)
    }
  }

  /// Changes an investment by a JSON merge patch.
  package func updateInvestment(
    _ id: ID<Investment>, ofFund name: String, patch: JSON, expecting version: Int?,
    by actor: Actor
  ) throws(DomainError) -> PortfolioEntry {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: Investment.Terms.readOnly)
    try refusePersonalNumbers(in: patch, members: ["name"])
    let (now, places, rules) = (clock(), places, fundRules)
    return try commit { db throws(DomainError) in
      let (before, fund) = try db.visibleInvestment(id, ofFund: name, to: actor, places)
      try Self.requireKeeper(actor, of: fund, "investment.update")
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      let merged = JSON.object(JSONObject(before.terms.members())).merging(
        patch, keepingNull: true)
      var after = before
      after.terms = try db.checked(
        try Investment.Terms.read(merged, today: now.dayInVietnam), of: fund, rules, actor, places)
      if after.terms != before.terms {
        after.version += 1
        after.updatedAt = now
        try db.update(after)
        try self.audit(
          &db, actor, "update", .investment, id: id.text, version: after.version, at: now,
          payload: .difference(from: before.json(), to: after.json()))
      }
      return try db.entry(after, of: fund, true, rules, places)
    }
  }

  private static func requireKeeper(
    _ actor: Actor, of fund: Organisation, _ action: String
  ) throws(DomainError) {
    guard !actor.parties(towards: fund.id).isDisjoint(with: [.owner, .dost, .admin]) else {
      throw .forbidden(action: action, needs: ["owner", "dost", "admin"])
    }
  }
}

extension Database {
  /// Finds a fund by either of its identifiers, if the actor may know of it.
  mutating func visibleFund(
    _ name: String, to actor: Actor, _ places: Gazetteer
  ) throws(DomainError) -> Organisation {
    let found = try visibleOrganisation(name, to: actor, places)
    guard found.profile.kind == .fund else { throw .notFound(aggregate: "organisation", id: name) }
    return found
  }

  fileprivate mutating func visibleInvestment(
    _ id: ID<Investment>, ofFund name: String, to actor: Actor, _ places: Gazetteer
  ) throws(DomainError) -> (investment: Investment, fund: Organisation) {
    let fund = try visibleFund(name, to: actor, places)
    guard let found = try investment(id), found.fund == fund.id, Visibility.sees(actor, found)
    else { throw .notFound(aggregate: "investment", id: id.text) }
    return (found, fund)
  }

  /// The terms with the firm's own identifier, once the law has been asked.
  fileprivate mutating func checked(
    _ terms: Investment.Terms, of fund: Organisation, _ rules: FundRules, _ actor: Actor,
    _ places: Gazetteer
  ) throws(DomainError) -> Investment.Terms {
    var terms = terms
    var investee: Organisation?
    if let named = terms.organisation {
      let found: Organisation
      do throws(DomainError) {
        found = try visibleOrganisation(named.text, to: actor, places)
      } catch {
        guard case .notFound = error else { throw error }
        throw .invalid([Fault("/organisation", .notFound, found: named.text)])
      }
      guard found.id != fund.id else {
        throw .invalid([Fault("/organisation", .notAccepted, found: named.text, accepted: "≠ fund")]
        )
      }
      terms.organisation = found.id
      investee = found
    }
    let barred = terms.breaches(
      of: rules, by: fund.profile.fund?.fundKind,
      investee: investee?.profile.counting(on: terms.date)
    ).filter { $0.rule.effect == .refused }
    guard barred.isEmpty else { throw .invalid(barred.map(\.fault)) }
    return terms
  }

  fileprivate mutating func entry(
    _ investment: Investment, of fund: Organisation, _ isWhole: Bool, _ rules: FundRules,
    _ places: Gazetteer
  ) throws(DomainError) -> PortfolioEntry {
    guard isWhole else {
      return PortfolioEntry(investment: investment, isWhole: false, warnings: [])
    }
    // The firm may have changed since: what is said of it now is held against the rule of then.
    let investee: Organisation? =
      if let id = investment.terms.organisation { try organisation(id, places: places) } else {
        nil
      }
    return PortfolioEntry(
      investment: investment, isWhole: true,
      warnings: investment.terms.breaches(
        of: rules, by: fund.profile.fund?.fundKind, investee: investee?.profile))
  }
}
