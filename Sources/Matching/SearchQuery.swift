package import Domain

/// The kinds of record that search finds.
package enum RecordType: String, CaseIterable, Sendable, Hashable {
  case organisation, problem, programme
}

/// What is looked for. Within one filter any value will do, all filters must be passed; an empty
/// filter lets everything pass.
package struct SearchQuery: Sendable {
  /// What was typed; empty lists all that pass the filters.
  package var text: String
  /// Kinds of record; empty means all.
  package var types: Set<RecordType> = []
  /// Kinds of organisation.
  package var kinds: Set<OrganisationKind> = []
  /// Sectors.
  package var fields: Set<Field> = []
  /// Technologies.
  package var technologies: Set<Technology> = []
  /// GSO codes of provinces.
  package var provinces: Set<String> = []
  /// GSO codes of communes; only organisations tell theirs.
  package var communes: Set<String> = []
  /// Stages of startups, or that programmes are meant for.
  package var stages: Set<Stage> = []
  /// States, as their codes.
  package var statuses: Set<String> = []
  /// In which order.
  package var order = SearchOrder.relevance
  /// How many hits at most.
  package var limit: Int
  /// Where the previous page ended.
  package var after: SearchCursor?

  /// Looks for a text everywhere.
  package init(text: String, limit: Int = 20) {
    self.text = text
    self.limit = limit
  }
}

/// A place in a list of hits: that of the last hit shown.
package struct SearchCursor: Sendable, Hashable {
  /// The hit's score, or its place in another order, in the search's own whole units.
  package let score: Int
  /// By what hits of the same place follow each other before their identifiers count.
  let key: [UInt8]
  /// Its kind.
  package let type: RecordType
  /// Its identifier.
  package let id: String

  /// A place in a list of hits.
  package init(score: Int, type: RecordType, id: String) {
    self.init(score: score, key: [], type: type, id: id)
  }

  init(score: Int, key: [UInt8], type: RecordType, id: String) {
    self.score = score
    self.key = key
    self.type = type
    self.id = id
  }

  /// Reads what `text` wrote; nil for anything else.
  package init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let type = RecordType(rawValue: String(parts[1])), !parts[2].isEmpty
    else { return nil }
    let place = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let score = Int(place[0]), score >= 0 else { return nil }
    guard place.count == 2 else {
      self.init(score: score, type: type, id: String(parts[2]))
      return
    }
    guard let key = Hexadecimal.bytes(String(place[1])), !key.isEmpty else { return nil }
    self.init(score: score, key: key, type: type, id: String(parts[2]))
  }

  /// The place as text.
  package var text: String {
    let place = key.isEmpty ? "\(score)" : "\(score).\(Hexadecimal.text(key))"
    return "\(place):\(type.rawValue):\(id)"
  }
}

/// What was found.
package struct SearchResults: Sendable {
  /// One page, best first; ties by kind and identifier.
  package let hits: [Hit]
  /// Counts over everything found, most frequent first: `types`, `kinds`, `fields`,
  /// `technologies`, `provinces`, `stages`, `statuses`.
  package let facets: [(name: String, counts: [(code: String, count: Int)])]
  /// How many were found in all.
  package let total: Int
  /// Where the next page starts; nil on the last.
  package let next: SearchCursor?
}

/// A record that was found.
package struct Hit: Sendable {
  /// Its kind.
  package let type: RecordType
  /// Its identifier; a programme's is that of its organisation, a slash and its place there.
  package let id: String
  /// What it is called.
  package let name: String
  /// 0 to 1; comparable within one search only.
  package let score: Double
  /// Where the words that were looked for stand.
  package let highlights: [Highlight]
}

/// A piece of a member's text with the words that were looked for.
package struct Highlight: Sendable, Equatable {
  /// Which member, such as `name` or `past_projects/0`.
  package let field: String
  /// The piece, with … where it was cut.
  package let text: String
  /// What to mark in it, in Unicode scalars.
  package let ranges: [Range<Int>]
}
