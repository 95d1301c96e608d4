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
  func highlights(_ record: Reading, text: (Int) -> String) -> [Highlight] {
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
      return Self.cut(text(entry.part), entry.spans, field: part.field.path(part.index))
    }
  }

  /// What is met in a member, in Unicode scalars, in order and joined where it touches.
  private func spans(_ record: Reading, _ number: Int) -> [Range<Int>] {
    let part = record.parts[number]
    var marked: [Int] = []
    for position in part.tokens where keys[record.tokens[position].key(part.script)] != nil {
      marked.append(position)
    }
    for mention in record.mentions where mention.part == number {
      let isMet =
        concepts.contains(mention.concept)
        || lexicon.ancestors[mention.concept].contains { concepts.contains($0.concept) }
      if isMet { marked += mention.tokens }
    }
    var result: [Range<Int>] = []
    for position in marked.sorted() {
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
    _ whole: String, _ spans: [Range<Int>], field: String
  ) -> Highlight {
    if whole.utf8.count <= length || whole.unicodeScalars.count <= length {
      return Highlight(field: field, text: whole, ranges: spans)
    }
    let text = Array(whole.unicodeScalars)
    let start = self.start(text, spans)
    var end = min(text.count, start + length)
    while end < text.count, end > start + length / 2, text[end] != " " { end -= 1 }
    let lead = start > 0 ? 1 : 0
    let shown = spans.filter { $0.lowerBound >= start && $0.upperBound <= end }
      .map { ($0.lowerBound - start + lead)..<($0.upperBound - start + lead) }
    return Highlight(
      field: field,
      text: (start > 0 ? "…" : "") + string(text[start..<end]) + (end < text.count ? "…" : ""),
      ranges: shown)
  }

  /// The start of the window with most spans, moved back to where a word begins.
  private static func start(_ text: [Unicode.Scalar], _ spans: [Range<Int>]) -> Int {
    var best = (count: 0, start: 0)
    for span in spans {
      let count = spans.filter {
        $0.lowerBound >= span.lowerBound && $0.upperBound <= span.lowerBound + length * 2 / 3
      }.count
      if count > best.count { best = (count, span.lowerBound) }
    }
    var start = max(0, min(best.start - length / 5, text.count - length))
    while start > 0, start < best.start, text[start - 1] != " " { start += 1 }
    return start
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
