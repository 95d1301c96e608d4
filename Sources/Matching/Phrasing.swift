/// Where the words of a text begin and end and which of them say nothing of the matter, as far as
/// that can be seen without a dictionary.
///
/// A Vietnamese word is mostly of two syllables with a space between, so that a run of equal
/// syllables may well begin or end inside a word.
struct Phrasing {
  /// Whether a word is sure to begin there; one entry more than there are tokens.
  private let edges: [Bool]
  /// Length of the plain word that covers a token, 0 for none.
  private let plain: [UInt8]

  init(_ reading: Reading, _ words: PlainWords) {
    let tokens = reading.tokens
    var edges = [Bool](repeating: false, count: tokens.count + 1)
    var plain = [UInt8](repeating: 0, count: tokens.count)
    for part in reading.parts {
      edges[part.tokens.lowerBound] = true
      edges[part.tokens.upperBound] = true
      for position in part.tokens
      where part.script == .foreign || !tokens[position].traits.contains(.syllable)
        || !tokens[position].traits.isDisjoint(with: [.number, .stop])
      {
        edges[position] = true
        edges[position + 1] = true
      }
      for position in part.tokens.dropFirst() where Self.isParted(tokens, position) {
        edges[position] = true
      }
      var position = part.tokens.lowerBound
      while position < part.tokens.upperBound {
        let length = words.length(tokens, position, end: part.tokens.upperBound, part.script)
        if length == 2 || length == 1 && part.script == .foreign {
          edges[position] = true
          edges[position + length] = true
        }
        for place in position..<position + length { plain[place] = UInt8(length) }
        position += max(1, length)
      }
    }
    for mention in reading.mentions {
      edges[mention.tokens.lowerBound] = true
      edges[mention.tokens.upperBound] = true
    }
    self.edges = edges
    self.plain = plain
  }

  /// Whether more than a space or a hyphen stands before a token.
  static func isParted(_ tokens: ContiguousArray<Token>, _ position: Int) -> Bool {
    tokens[position].traits.contains(.opens)
      || tokens[position].start != tokens[position - 1].end + 1
  }

  /// Whether a word begins at that token, or the text ends there.
  func isEdge(_ position: Int) -> Bool { edges[position] }

  /// Whether a token says nothing of the matter.
  func isPlain(_ position: Int) -> Bool { plain[position] > 0 }

  /// Whether a token belongs to a word that can be cut off a phrase: one that is whole.
  func isWholePlainWord(_ position: Int, _ script: Script) -> Bool {
    plain[position] == 2 || plain[position] == 1 && script == .foreign
  }
}
