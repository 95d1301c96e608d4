/// A question to the register that is asked again and again for its owner, who is told of what it
/// finds anew.
package struct SavedSearch: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<SavedSearch>
  /// Whose it is.
  package let owner: Owner
  /// What it asks, and how often.
  package var wish: Wish
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was saved.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant

  /// Whose a search is.
  package enum Owner: Sendable, Hashable {
    case organisation(ID<Organisation>)
    case account(ID<Account>)
  }

  /// What is asked.
  package enum Kind: String, Code {
    /// The search box.
    case search
    /// Open problems for an organisation.
    case problemMatches = "problem_matches"
    /// Startups for a fund, or for a programme or mentor of an incubator.
    case startupMatches = "startup_matches"
    /// Solvers for a problem.
    case solverMatches = "solver_matches"
    package static let list = "saved_search_kinds"
  }

  /// How soon its owner is told.
  package enum Alert: String, Code {
    case atOnce = "at_once"
    case daily, weekly
    package static let list = "alert_paces"

    /// Seconds from one look to the next; nil where every change is looked at.
    package var period: Int64? {
      switch self {
      case .atOnce: nil
      case .daily: 86_400
      case .weekly: 7 * 86_400
      }
    }
  }

  /// What is asked, and how often.
  package struct Wish: Sendable, Equatable {
    /// What its owner calls it.
    package var name: String
    /// What is asked.
    package var kind: Kind
    /// With which parameters.
    package var query: Query
    /// How soon its owner is told.
    package var alert: Alert
  }

  /// The parameters of a search; those that its kind does not take are empty.
  package struct Query: Sendable, Equatable {
    /// What was typed.
    package var text: String?
    /// Kinds of record: `organisation`, `problem`, `programme`.
    package var types: [String] = []
    /// Kinds of organisation.
    package var kinds: [OrganisationKind] = []
    /// Sectors.
    package var fields: [Field] = []
    /// Technologies.
    package var technologies: [Technology] = []
    /// GSO codes.
    package var provinces: [String] = []
    /// Stages of startups.
    package var stages: [Stage] = []
    /// The organisation or problem that is matched, as it was written.
    package var record: String?
    /// A programme of that incubator.
    package var programme: String?
    /// A mentor of that incubator.
    package var mentor: String?

    /// Everything.
    package init() {}
  }

  /// How many one owner may have.
  package static let mostPerOwner = 50

  /// Puts a record together.
  package init(
    id: ID<SavedSearch>, owner: Owner, wish: Wish, version: Int = 1, createdAt: Instant,
    updatedAt: Instant
  ) {
    self.id = id
    self.owner = owner
    self.wish = wish
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

extension SavedSearch.Wish {
  /// Members that the register itself keeps.
  package static let readOnly: Set<String> = [
    "id", "owner", "version", "created_at", "updated_at",
  ]

  private static let types = ["organisation", "problem", "programme"]

  /// Reads a search, collecting every fault.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(_ json: JSON, places: Gazetteer) throws(DomainError)
    -> SavedSearch.Wish
  {
    let log = FaultLog()
    var wish = SavedSearch.Wish(name: "", kind: .search, query: SavedSearch.Query(), alert: .daily)
    if var reader = ObjectReader(json, log: log) {
      wish.name = reader.line("name", most: TextLimit.name) ?? ""
      let kind = reader.code("kind", SavedSearch.Kind.self)
      let alert = reader.code("alert", SavedSearch.Alert.self)
      reader.require("name", !wish.name.isEmpty)
      reader.require("kind", kind != nil)
      reader.require("alert", alert != nil)
      wish.kind = kind ?? .search
      wish.alert = alert ?? .daily
      let query = reader.object("query") { readQuery(&$0, wish.kind, places) }
      reader.require("query", query != nil)
      wish.query = query ?? SavedSearch.Query()
      reader.finish(readOnly: readOnly)
    }
    try log.check()
    return wish
  }

  private static func readQuery(
    _ reader: inout ObjectReader, _ kind: SavedSearch.Kind, _ places: Gazetteer
  ) -> SavedSearch.Query {
    var query = SavedSearch.Query()
    switch kind {
    case .search:
      query.text = reader.line("q", most: 1000)
      query.types = reader.lines("type", most: 3, length: TextLimit.line)
      for (index, type) in query.types.enumerated() where !types.contains(type) {
        reader.log.add(
          Fault(
            reader.pointer("type") + "/\(index)", .notAccepted, found: type,
            accepted: types.joined(separator: ", ")))
      }
      query.kinds = reader.codes("kind", OrganisationKind.self)
      query.fields = reader.codes("field", Field.self)
      query.technologies = reader.codes("technology", Technology.self)
      query.provinces = reader.provinces("province", places)
      query.stages = reader.codes("stage", Stage.self)
    case .problemMatches: query.record = organisation(&reader)
    case .startupMatches:
      query.record = organisation(&reader)
      query.programme = reader.line("programme", most: PartID.limit)
      query.mentor = reader.line("mentor", most: PartID.limit)
    case .solverMatches:
      query.record = reader.line("problem", most: 100)
      reader.require("problem", query.record != nil)
    }
    return query
  }

  private static func organisation(_ reader: inout ObjectReader) -> String? {
    let name = reader.line("organisation", most: 100)
    reader.require("organisation", name != nil)
    return name
  }

  /// The members in the order in which people read them.
  package var members: [(String, JSON)] {
    [
      ("name", .string(name)), ("kind", .string(kind.rawValue)), ("query", query.json(kind)),
      ("alert", .string(alert.rawValue)),
    ]
  }
}

extension SavedSearch.Query {
  fileprivate func json(_ kind: SavedSearch.Kind) -> JSON {
    var members: [(String, JSON)] = []
    members.add("q", text)
    members.add("type", types)
    members.add("kind", kinds)
    members.add("field", fields)
    members.add("technology", technologies)
    members.add("province", provinces)
    members.add("stage", stages)
    members.add(kind == .solverMatches ? "problem" : "organisation", record)
    members.add("programme", programme)
    members.add("mentor", mentor)
    return .object(JSONObject(members))
  }
}

extension SavedSearch {
  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [("id", .string(id.text))]
    switch owner {
    case .organisation(let id): members.append(("owner", ["organisation": .string(id.text)]))
    case .account(let id): members.append(("owner", ["account": .string(id.text)]))
    }
    members += wish.members
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    return .object(JSONObject(members))
  }
}
