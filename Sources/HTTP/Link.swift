/// A typed link to another resource (RFC 8288), for the `Link` field.
package struct Link: Sendable, Equatable {
  /// Where it leads: a URI reference.
  package let target: String
  /// The relation, such as `next`.
  package let relation: String
  /// The media type found there.
  package var type: String?
  /// A title for people, in any script.
  package var title: String?

  /// Makes a link.
  package init(_ target: String, relation: String, type: String? = nil, title: String? = nil) {
    self.target = target
    self.relation = relation
    self.type = type
    self.title = title
  }

  /// The link as one member of a `Link` value. What may not stand between `<` and `>` is
  /// percent-encoded; a title goes as RFC 8187 text so that Vietnamese arrives.
  package var headerValue: String {
    var text = "<\(Self.escape(target))>; rel=\"\(Self.quote(relation))\""
    if let type { text += "; type=\"\(Self.quote(type))\"" }
    if let title { text += "; title*=UTF-8''\(PercentEncoding.encode(title))" }
    return text
  }

  /// Several links as one value.
  package static func headerValue(_ links: [Link]) -> String {
    links.map(\.headerValue).joined(separator: ", ")
  }

  private static func escape(_ target: String) -> String {
    var text = ""
    for scalar in target.unicodeScalars {
      let isAllowed =
        scalar.value > 0x20 && scalar.value < 0x7F && !"<>\"\\^`{|}".unicodeScalars.contains(scalar)
      text += isAllowed ? String(scalar) : PercentEncoding.encode(String(scalar))
    }
    return text
  }

  private static func quote(_ text: String) -> String {
    text.filter { $0 != "\"" && $0 != "\\" && $0.isASCII && !$0.isNewline }
  }
}
