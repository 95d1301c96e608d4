import Domain

extension QueryReader {
  /// Which part of a list that is sorted by time is wanted. Reads the last two parameters and says
  /// what was wrong with any of them.
  mutating func page(of list: String) throws(DomainError) -> PageRequest {
    let limit = limit()
    let cursor = text("cursor", most: 2000)
    try finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, list, .time) } else { nil }
    return PageRequest(limit: limit, after: after)
  }
}
