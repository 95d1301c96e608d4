import Domain

/// Cuts the pieces out of a record's texts in which the words that were looked for stand.
struct Highlighter {
  private var keys = KeyTable()
  private let concepts: [Int]
  private let lexicon: Lexicon

  /// About this many Unicode scalars are shown of a text.
  private static let length = 180
  /// Pieces beside the name.
  private static let pieces = 2

  init(_ terms: SearchTerms, index: Index, lexicon: Lexicon) {
    self.lexicon = lexicon
    concepts = terms.groups.compactMap(\.concept)
    for word in terms.groups.flatMap(\.words).joined() {
      keys.set(index.parts[word.place.part].segment.words.keys[word.place.word], 0)
    }
  }

  /// The name, if it is met, and the pieces with most of what was looked for.
  func highlights(_ record: Reading) -> [Highlight] {
    var found: [(part: Int, spans: [Range<Int>])] = []
    for (number, part) in record.parts.enumerated() where part.field != .code {
      let spans = spans(record, number)
      if !spans.isEmpty { found.append((number, spans)) }
    }
    let names = found.filter { record.parts[$0.part].field.isName }
    let others = found.filter { !record.parts[$0.part].field.isName }
      .sorted {
        $0.spans.count == $1.spans.count ? $0.part < $1.part : $0.spans.count > $1.spans.count
      }
    return (names + others.prefix(Self.pieces)).map { entry in
      let part = record.parts[entry.part]
      return Self.cut(record.text[part.bytes], entry.spans, field: part.field.path(part.index))
    }
  }

  /// What is met in a member, in Unicode scalars, in order and joined where it touches.
  private func spans(_ record: Reading, _ number: Int) -> [Range<Int>] {
    let part = record.parts[number]
    var marked: [Int] = []
    for position in part.tokens where keys[record.tokens[position].key(part.script)] != nil {
      marked.append(position)
    }
    if !concepts.isEmpty {
      for mention in record.mentions where mention.part == number {
        let isMet =
          concepts.contains(mention.concept)
          || lexicon.ancestors[mention.concept].contains { concepts.contains($0.concept) }
        if isMet { marked += mention.tokens }
      }
      marked.sort()
    }
    var result: [Range<Int>] = []
    for position in marked {
      let token = record.tokens[position]
      let span = Int(token.start)..<Int(token.end)
      if let last = result.last, last.upperBound + 1 >= span.lowerBound {
        result[result.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        result.append(span)
      }
    }
    return result
  }

  private static func cut(
    _ text: ContiguousArray<UInt8>.SubSequence, _ spans: [Range<Int>], field: String
  ) -> Highlight {
    // Where each Unicode scalar begins.
    var scalars: ContiguousArray<Int> = []
    if text.count > length {
      scalars.reserveCapacity(text.count)
      for place in text.indices where text[place] & 0xC0 != 0x80 { scalars.append(place) }
    }
    if scalars.count <= length {
      return Highlight(field: field, text: String(decoding: text, as: UTF8.self), ranges: spans)
    }
    func isSpace(_ scalar: Int) -> Bool { text[scalars[scalar]] == 0x20 }
    let start = self.start(scalars.count, spans, isSpace)
    var end = min(scalars.count, start + length)
    while end < scalars.count, end > start + length / 2, !isSpace(end) { end -= 1 }
    let lead = start > 0 ? 1 : 0
    let shown = spans.filter { $0.lowerBound >= start && $0.upperBound <= end }
      .map { ($0.lowerBound - start + lead)..<($0.upperBound - start + lead) }
    let isCut = end < scalars.count
    let piece = text[scalars[start]..<(isCut ? scalars[end] : text.endIndex)]
    return Highlight(
      field: field,
      text: (start > 0 ? "…" : "") + String(decoding: piece, as: UTF8.self) + (isCut ? "…" : ""),
      ranges: shown)
  }

  /// The start of the window with most spans, moved back to where a word begins.
  private static func start(
    _ count: Int, _ spans: [Range<Int>], _ isSpace: (Int) -> Bool
  ) -> Int {
    var best = (count: 0, start: 0)
    for span in spans {
      var met = 0
      for other in spans
      where other.lowerBound >= span.lowerBound
        && other.upperBound <= span.lowerBound + length * 2 / 3
      {
        met += 1
      }
      if met > best.count { best = (met, span.lowerBound) }
    }
    var start = max(0, min(best.start - length / 5, count - length))
    while start > 0, start < best.start, !isSpace(start - 1) { start += 1 }
    return start
  }
}
