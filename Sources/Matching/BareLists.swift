/// Bare lists of concepts: one after another with next to nothing between them is no sentence, and
/// proves nothing. They are found, but count neither for the record nor against it.
enum BareLists {
  /// Mentions in a stretch that may be a list.
  private static let listed = 12
  /// How many different concepts these must be.
  private static let different = 10
  /// Which share of the words of a list the mentions fill; the densest honest prose reaches 0.72.
  private static let filled = 0.8

  /// Marks the words of such lists.
  static func mark(_ reading: inout Reading) {
    let mentions = reading.mentions
    guard mentions.count >= listed else { return }
    for first in 0...(mentions.count - listed) {
      let last = first + listed - 1
      guard mentions[first].part == mentions[last].part else { continue }
      let words = mentions[first].tokens.lowerBound..<mentions[last].tokens.upperBound
      var named = 0
      for mention in mentions[first...last] { named += mention.tokens.count }
      if Double(named) >= filled * Double(words.count),
        Set(mentions[first...last].lazy.map(\.concept)).count >= different
      {
        for position in words { reading.tokens[position].traits.insert(.listed) }
      }
    }
  }
}
