/// Which part of a list is wanted.
package struct PageRequest: Sendable {
  /// How many records at most; at least one.
  package let limit: Int
  /// After which record, as the sort key and the identifier of the last one seen.
  package let after: (key: SortKey, id: String)?

  /// The first page, or the one after a record.
  package init(limit: Int, after: (key: SortKey, id: String)? = nil) {
    self.limit = max(limit, 1)
    self.after = after
  }
}

/// A value that a list is sorted by.
package enum SortKey: Sendable, Equatable {
  case bytes([UInt8])
  case number(Int64)
}

/// A part of a list.
package struct Page<Record: Sendable>: Sendable {
  /// The records in order.
  package let items: [Record]
  /// How many there are in the whole list.
  package let total: Int
  /// Where the next page starts; nil on the last.
  package let next: (key: SortKey, id: String)?

  /// A part of a list.
  package init(items: [Record], total: Int, next: (key: SortKey, id: String)?) {
    self.items = items
    self.total = total
    self.next = next
  }
}
