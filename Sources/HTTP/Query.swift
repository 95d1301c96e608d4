/// Name and value pairs in the order they were sent: of a request target's query, or of an HTML
/// form (`application/x-www-form-urlencoded`, WHATWG URL §5.1).
package struct Query: Sendable, Equatable, Sequence {
  /// One pair.
  package struct Item: Sendable, Equatable {
    /// The decoded name.
    package let name: String
    /// The decoded value; empty where there was no `=`.
    package let value: String
  }

  /// All pairs in order; a name may stand more than once.
  package let items: [Item]

  /// Makes a query of pairs that are already decoded.
  package init(_ items: [(String, String)] = []) {
    self.items = items.map { Item(name: $0.0, value: $0.1) }
  }

  /// Decodes what stands after the `?` of a request target.
  ///
  /// - Throws: ``PercentEncoding/Failure`` where a name or value is not strictly encoded UTF-8
  ///   without control characters.
  package init(encoded: some Collection<UInt8>) throws(PercentEncoding.Failure) {
    items = try Self.decode(encoded, allowingLineBreaks: false)
  }

  /// Decodes the body of a form, whose values may hold line breaks.
  ///
  /// - Throws: ``PercentEncoding/Failure``, as for a request target.
  package init(form body: [UInt8]) throws(PercentEncoding.Failure) {
    items = try Self.decode(body, allowingLineBreaks: true)
  }

  /// The first value under a name.
  package subscript(name: String) -> String? {
    items.first { $0.name == name }?.value
  }

  /// Every value under a name, in order.
  package func all(_ name: String) -> [String] {
    items.filter { $0.name == name }.map(\.value)
  }

  /// The pairs as text for a link, without the `?`.
  package var encoded: String {
    items.map { item in
      PercentEncoding.encode(item.name) + "=" + PercentEncoding.encode(item.value)
    }.joined(separator: "&")
  }

  package func makeIterator() -> IndexingIterator<[Item]> { items.makeIterator() }

  private static func decode(
    _ bytes: some Collection<UInt8>, allowingLineBreaks: Bool
  ) throws(PercentEncoding.Failure) -> [Item] {
    var items: [Item] = []
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "="))
      let name = pair[..<(equals ?? pair.endIndex)]
      let value = equals.map { pair[pair.index(after: $0)...] } ?? pair[pair.endIndex...]
      items.append(
        Item(
          name: try PercentEncoding.decode(
            name, plus: .space, allowingLineBreaks: allowingLineBreaks),
          value: try PercentEncoding.decode(
            value, plus: .space, allowingLineBreaks: allowingLineBreaks)))
    }
    return items
  }
}
