import Domain

extension Snapshot {
  /// A record that was found, before it is presented.
  private struct Found {
    let score: Int
    /// Its place in the order that was asked for; the greater the further ahead.
    let rank: Int
    /// Whether names decide between those of the same rank.
    let isByName: Bool
    let type: RecordType
    let segment: Segment
    let record: Int

    var records: RecordTable { segment.records }

    var cursor: SearchCursor {
      SearchCursor(
        score: rank, key: isByName ? Array(records.nameKey(record)) : [], type: type,
        id: records.id(record))
    }

    /// Furthest ahead first, then by kind and identifier.
    static func precedes(_ left: Found, _ right: Found) -> Bool {
      if left.rank != right.rank { return left.rank > right.rank }
      if left.isByName {
        let (own, other) = (left.records.nameKey(left.record), right.records.nameKey(right.record))
        if !own.elementsEqual(other) { return own.lexicographicallyPrecedes(other) }
      }
      if left.type != right.type { return left.type.rawValue < right.type.rawValue }
      return left.records.idBytes(left.record)
        .lexicographicallyPrecedes(right.records.idBytes(right.record))
    }

    /// Whether it comes after the end of the page before.
    func follows(_ cursor: SearchCursor) -> Bool {
      if rank != cursor.score { return rank < cursor.score }
      if isByName {
        let own = records.nameKey(record)
        if !own.elementsEqual(cursor.key) { return cursor.key.lexicographicallyPrecedes(own) }
      }
      if type != cursor.type { return cursor.type.rawValue < type.rawValue }
      return cursor.id.utf8.lexicographicallyPrecedes(records.idBytes(record))
    }
  }

  /// Finds records by their texts and facts.
  ///
  /// Every word must be met: as it is written, by a text without marks, by a concept of the
  /// lexicon; where no record has it, by what looks alike, begins so (the last word) or is one slip
  /// away (two from nine letters on). A word that the lexicon does not know either is read as the
  /// nearest one that names a concept, or under any marks, or as two words written as one. What is
  /// no Vietnamese syllable (Đắk, Đăk, Dak) is met under any marks at once.
  package func search(_ query: SearchQuery) -> SearchResults {
    var reading = Reading()
    let unknown = readQuery(query.text, into: &reading)
    let filter = SearchFilter(query)
    var facets = Facets()
    var total = 0
    var page = Leaders<Found>(limit: max(0, query.limit) + 1, by: Found.precedes)
    let isBlank = query.text.trimmed.isEmpty
    var terms: [RecordType: SearchTerms] = [:]
    for type in RecordType.allCases where query.types.isEmpty || query.types.contains(type) {
      let index = index(of: type)
      let own = SearchTerms(reading, unknown: unknown, in: index)
      terms[type] = own
      if own.groups.isEmpty, !isBlank { continue }
      let before = total
      for (number, part) in index.parts.enumerated() {
        let records = part.segment.records
        let scan = SearchScan(part, number, own)
        var hits = scan.found
        if part.live.count < records.count || !filter.isOpen {
          hits.removeAll {
            let record = Int($0)
            return !part.live.contains(record)
              || !filter.passes(records.tags[record], records, record)
          }
        }
        total += hits.count
        facets.add(hits, of: records.tags)
        let groups = max(1, own.groups.count)
        let isByScore = query.order == .relevance
        // What is worth less has no place on the page.
        var least = 0
        for record in hits.lazy.map(Int.init) {
          let worth = Int(scan.worth(record))
          if isByScore, worth < least { continue }
          let rank =
            isByScore ? worth / groups : query.order.rank(score: worth / groups, records, record)
          if !isByScore, rank < least { continue }
          let found = Found(
            score: worth / groups, rank: rank, isByName: query.order == .name, type: type,
            segment: part.segment, record: record)
          if query.after.map(found.follows) ?? true { page.insert(found) }
          if page.isFull, let worst = page.worst {
            least = isByScore ? worst.rank * groups : worst.rank
          }
        }
      }
      facets.add(total - before, of: type)
    }
    return results(page.sorted(), query.limit, facets, total, terms)
  }

  private func results(
    _ found: [Found], _ limit: Int, _ facets: Facets, _ total: Int,
    _ terms: [RecordType: SearchTerms]
  ) -> SearchResults {
    let page = found.prefix(max(0, limit))
    var scratch = Reading()
    let highlighters = terms.filter { !$0.value.groups.isEmpty }
    let ready = Dictionary(
      uniqueKeysWithValues: highlighters.map { type, terms in
        (type, Highlighter(terms, index: index(of: type), lexicon: reader.lexicon))
      })
    return SearchResults(
      hits: page.map { hit($0, ready[$0.type], &scratch) }, facets: facets.counts, total: total,
      next: found.count > page.count ? page.last?.cursor : nil)
  }

  private func hit(_ found: Found, _ highlighter: Highlighter?, _ scratch: inout Reading) -> Hit {
    found.segment.unpack(found.record, into: &scratch)
    let highlights = highlighter.map { $0.highlights(scratch) } ?? []
    let name = scratch.parts.firstIndex { $0.field == .name || $0.field == .title }
    return Hit(
      type: found.type, id: found.records.id(found.record),
      name: name.map { scratch.text(part: $0) } ?? "",
      score: Double(found.score) / Double(SearchScan.groupMost), highlights: highlights)
  }

  private func index(of type: RecordType) -> Index {
    switch type {
    case .organisation: organisations
    case .problem: problems
    case .programme: programmes
    }
  }
}
