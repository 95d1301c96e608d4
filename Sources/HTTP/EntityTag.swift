/// An entity tag (RFC 9110 §8.8.3): names one state of a resource.
package struct EntityTag: Hashable, Sendable, CustomStringConvertible {
  /// The text between the quotes.
  package let opaque: String
  /// Whether it only promises that two states mean the same, not that their bytes are the same.
  package let isWeak: Bool

  /// Makes a tag.
  ///
  /// - Returns: `nil` where the text holds a quote, white space or a control character.
  package init?(_ opaque: String, isWeak: Bool = false) {
    guard opaque.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x22 && $0 != 0x7F }) else { return nil }
    self.opaque = opaque
    self.isWeak = isWeak
  }

  /// The strong tag of a row version.
  package init(version: Int64) {
    opaque = "v\(version)"
    isWeak = false
  }

  /// Strong comparison: both strong and the same, which a change needs (RFC 9110 §8.8.3.2).
  package func strongly(matches other: EntityTag) -> Bool {
    !isWeak && !other.isWeak && opaque == other.opaque
  }

  /// Weak comparison: the same but for strength, enough for a cache.
  package func weakly(matches other: EntityTag) -> Bool {
    opaque == other.opaque
  }

  /// The text for `ETag`.
  package var description: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }
}
