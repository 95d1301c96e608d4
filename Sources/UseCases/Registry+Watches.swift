package import Domain
import Storage

/// A watched organisation with its name, where the fund may still know it.
package struct WatchedOrganisation: Sendable {
  /// The entry of the list.
  package let watch: Watch
  let name: String?

  /// The entry as it stands in the API.
  package var json: JSON { watch.json(name: name) }
}

extension Registry {
  /// A page of whom a fund watches, the newest first; for the fund alone.
  package func watches(
    ofFund name: String, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<WatchedOrganisation> {
    let places = places
    return try store.read { db throws(DomainError) in
      let fund = try db.watchingFund(name, actor, places, "watch.list")
      let found = try db.watches(by: fund.id, page)
      var items: [WatchedOrganisation] = []
      for watch in found.items { items.append(try db.watched(watch, actor, places)) }
      return Page(items: items, total: found.total, next: found.next)
    }
  }

  /// Whether and since when a fund watches an organisation.
  package func watch(
    of organisation: String, byFund name: String, actor: Actor
  ) throws(DomainError) -> WatchedOrganisation {
    let places = places
    return try store.read { db throws(DomainError) in
      let fund = try db.watchingFund(name, actor, places, "watch.show")
      guard let watch = try db.watch(of: ID(organisation), by: fund.id) else {
        throw .notFound(aggregate: "watch", id: organisation)
      }
      return try db.watched(watch, actor, places)
    }
  }

  /// Has a fund watch an organisation; doing it twice changes nothing.
  package func startWatching(
    _ organisation: String, byFund name: String, actor: Actor
  ) throws(DomainError) -> WatchedOrganisation {
    let (now, places) = (clock(), places)
    return try commit { db throws(DomainError) in
      let fund = try db.watchingFund(name, actor, places, "watch.start", writes: true)
      let target = try db.visibleOrganisation(organisation, to: actor, places)
      guard target.id != fund.id else {
        throw .invalid([Fault("/organisation", .notAccepted, found: organisation)])
      }
      if let watch = try db.watch(of: target.id, by: fund.id) {
        return WatchedOrganisation(watch: watch, name: target.profile.name)
      }
      let watch = Watch(fund: fund.id, organisation: target.id, since: now)
      try db.insert(watch)
      try self.audit(
        &db, actor, "start", .watch, id: watch.id, version: 1, at: now,
        payload: ["after": watch.json(name: nil)])
      return WatchedOrganisation(watch: watch, name: target.profile.name)
    }
  }

  /// Has a fund watch an organisation no longer.
  /// - Throws: `.notFound` where it does not.
  package func stopWatching(
    _ organisation: String, byFund name: String, actor: Actor
  ) throws(DomainError) {
    let (now, places) = (clock(), places)
    try commit { db throws(DomainError) in
      let fund = try db.watchingFund(name, actor, places, "watch.stop", writes: true)
      guard let watch = try db.watch(of: ID(organisation), by: fund.id),
        try db.remove(watch)
      else { throw .notFound(aggregate: "watch", id: organisation) }
      try self.audit(
        &db, actor, "stop", .watch, id: watch.id, version: 2, at: now,
        payload: ["before": watch.json(name: nil)])
    }
  }

  /// Tells the funds that watch an organisation what the public could see changing.
  func tellWatchers(
    _ before: Organisation, _ after: Organisation, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    let news = Watch.news(from: before, to: after)
    guard !news.isEmpty else { return }
    for id in try db.watchers(of: after.id) {
      let fund = try db.organisation(id, places: places)
      for kind in news where kind != .watchedRaising || fund?.status == .verified {
        try tell(
          Notice(
            kind, to: .organisation(id),
            about: Notice.Subject(.organisation, after.id.text), ["name": after.profile.name]),
          &db, now)
      }
    }
  }
}

extension Database {
  fileprivate mutating func watchingFund(
    _ name: String, _ actor: Actor, _ places: Gazetteer, _ action: String, writes: Bool = false
  ) throws(DomainError) -> Organisation {
    guard actor.isKnown else { throw .unauthenticated }
    let fund = try visibleFund(name, to: actor, places)
    let isAllowed =
      writes
      ? actor.parties(towards: fund.id).contains(.owner)
      : Visibility.seesWatchList(actor, of: fund.id)
    guard isAllowed else { throw .forbidden(action: action, needs: ["owner"]) }
    return fund
  }

  fileprivate mutating func watched(
    _ watch: Watch, _ actor: Actor, _ places: Gazetteer
  ) throws(DomainError) -> WatchedOrganisation {
    let found = try organisation(watch.organisation, places: places)
    return WatchedOrganisation(
      watch: watch,
      name: found.flatMap { Visibility.sees(actor, $0) ? $0.profile.name : nil })
  }
}
