/// That a fund keeps an eye on an organisation of the register; only the fund itself knows.
package struct Watch: Sendable, Equatable {
  /// Who watches.
  package let fund: ID<Organisation>
  /// Who is watched.
  package let organisation: ID<Organisation>
  /// Since when.
  package let since: Instant

  /// Puts an entry together.
  package init(fund: ID<Organisation>, organisation: ID<Organisation>, since: Instant) {
    self.fund = fund
    self.organisation = organisation
    self.since = since
  }

  /// What names it in the audit log.
  package var id: String { "\(fund)/\(organisation)" }

  /// The entry as it stands in the API, with the watched firm's name.
  package func json(name: String?) -> JSON {
    var members: [(String, JSON)] = [("organisation", .string(organisation.text))]
    members.add("name", name)
    members.append(("since", .string(since.description)))
    return .object(JSONObject(members))
  }

  /// What a watching fund is to be told of a change: only what the public could have seen, and
  /// that a round was opened where the startup shows rounds to funds.
  package static func news(from before: Organisation, to after: Organisation) -> [Notice.Kind] {
    var news: [Notice.Kind] = []
    if before.status != .verified, after.status == .verified { news.append(.watchedVerified) }
    if before.status == .verified, after.status != .verified { news.append(.watchedHidden) }
    guard after.status == .verified else { return news }
    let (old, new) = (before.profile.startup, after.profile.startup)
    if let stage = new?.stage, before.status == .verified, stage != old?.stage {
      news.append(.watchedStage)
    }
    if new?.shownRound != nil, old?.shownRound == nil { news.append(.watchedRaising) }
    return news
  }
}

extension StartupProfile {
  /// What it raises, where it shows that to funds.
  package var shownRound: Int64? { isRaisingShownToFunds ? raisingVND : nil }
}

extension Visibility {
  /// Whether an actor may see whom a fund watches.
  package static func seesWatchList(_ actor: Actor, of fund: ID<Organisation>) -> Bool {
    shows(.watchList, to: actor.onlookers(towards: fund))
  }
}
