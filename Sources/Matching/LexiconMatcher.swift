import Domain

/// Finds the forms of concepts in a text: the longest one at each place, from left to right.
///
/// The forms stand in a trie over words, once as written and once without marks. The second is
/// used only where a text has no marks, and only for forms of several syllables, since a single
/// syllable without marks may be any of a dozen words.
struct LexiconMatcher: Sendable {
  private struct End {
    /// `none` where no form ends.
    var concept: Int32
    /// The form is an abbreviation that is also a common word in small letters (AI, ai).
    var needsCapitals: Bool

    static let none = End(concept: -2, needsCapitals: false)
    /// Where two forms became one.
    static let ambiguous: Int32 = -1
    /// Where a word ends that names no concept but hides one that its syllables would name.
    static let silent: Int32 = -3
  }

  private static let writtenRoot = 0
  private static let foldedRoot = 1

  /// From a node and a word to the next node; the key mixes both.
  private var edges = KeyTable()
  /// A bit for each of some 130,000 classes of steps: that a text goes on as no form does is mostly
  /// seen in these few bytes, which stay close to the processor.
  private var steps = ContiguousArray<UInt64>(repeating: 0, count: 1 << 11)
  private var ends: ContiguousArray<End> = [.none, .none]
  /// Words that follow another in some form, as written and without marks; most words of a text
  /// follow none, so that most attempts end without a look into the trie.
  private var followers = (written: KeyTable(), folded: KeyTable())

  init(_ concepts: [Lexicon.Concept]) {
    let letters = Letters()
    var reading = Reading()
    for (number, concept) in concepts.enumerated() {
      for form in concept.vi + concept.en {
        Reader.form(form, letters: letters, into: &reading)
        add(reading.tokens, number)
      }
    }
    // After the forms, so that one that somebody adds wins.
    for word in SilentWords.vietnamese {
      Reader.form(word, letters: letters, into: &reading)
      for token in reading.tokens.dropFirst() { followers.written.set(token.written, 0) }
      insert(
        reading.tokens.map(\.written), Self.writtenRoot,
        End(concept: End.silent, needsCapitals: false), merging: false)
    }
  }

  private mutating func add(_ tokens: ContiguousArray<Token>, _ concept: Int) {
    guard !tokens.isEmpty else { return }
    let needsCapitals =
      tokens.count == 1 && tokens[0].traits.contains(.capitals)
      && tokens[0].foldedLength <= 5
    let end = End(concept: Int32(concept), needsCapitals: needsCapitals)
    for token in tokens.dropFirst() {
      followers.written.set(token.written, 0)
      followers.folded.set(token.folded, 0)
    }
    insert(tokens.map(\.written), Self.writtenRoot, end, merging: false)
    guard tokens.contains(where: { $0.traits.contains(.marked) }) else { return }
    guard tokens.count > 1 || needsCapitals else { return }
    insert(tokens.map(\.folded), Self.foldedRoot, end, merging: true)
  }

  private mutating func insert(
    _ words: [UInt64], _ root: Int, _ end: End, merging: Bool
  ) {
    var node = root
    for word in words {
      let key = Self.edge(node, word)
      if let next = edges[key] {
        node = next
      } else {
        node = ends.count
        edges.set(key, node)
        steps[Self.step(key) >> 6] |= 1 << UInt64(Self.step(key) & 63)
        ends.append(.none)
      }
    }
    let present = ends[node]
    if present.concept == End.none.concept {
      ends[node] = end
    } else {
      // Without marks two forms may become one; then neither is known to be meant.
      if merging, present.concept != end.concept { ends[node].concept = End.ambiguous }
      if present.concept == end.concept, !end.needsCapitals { ends[node].needsCapitals = false }
    }
  }

  /// The concept that words as they are written mean, if they are one of the forms.
  func concept(named words: [UInt64]) -> Int? {
    var node = Self.writtenRoot
    for word in words {
      guard let next = edges[Self.edge(node, word)] else { return nil }
      node = next
    }
    let concept = ends[node].concept
    return concept == End.none.concept || concept == End.silent ? nil : Int(concept)
  }

  /// Whether a text without marks that has these words is taken to mean a form with marks.
  func hasForm(unmarked words: [UInt64]) -> Bool {
    var node = Self.foldedRoot
    for word in words {
      guard let next = edges[Self.edge(node, word)] else { return false }
      node = next
    }
    return ends[node].concept != End.none.concept
  }

  private static func edge(_ node: Int, _ word: UInt64) -> UInt64 {
    word ^ (UInt64(node) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// The class of a step.
  @inline(__always)
  private static func step(_ edge: UInt64) -> Int {
    Int(truncatingIfNeeded: (edge ^ edge >> 29) & 0x1_FFFF)
  }

  @inline(__always)
  private func next(_ edge: UInt64) -> Int? {
    let step = Self.step(edge)
    return steps[step >> 6] & 1 << UInt64(step & 63) == 0 ? nil : edges[edge]
  }

  /// A word with what the forms of concepts say of it: whether and where one begins with it, and
  /// whether one has it further on, as written and without marks; most words begin none.
  func leading(_ word: WordForm) -> WordForm {
    let written = next(Self.edge(Self.writtenRoot, word.written))
    let folded = next(Self.edge(Self.foldedRoot, word.folded))
    var traits: Token.Traits = []
    if written != nil { traits.insert(.leads) }
    if folded != nil { traits.insert(.leadsFolded) }
    if followers.written[word.written] != nil { traits.insert(.follows) }
    if followers.folded[word.folded] != nil { traits.insert(.followsFolded) }
    return word.having(
      traits, entries: (written.map { Int32($0) } ?? -1, folded.map { Int32($0) } ?? -1))
  }

  /// Appends the concepts of every part to the reading. Where the reading is `caseless`, as in the
  /// search box, abbreviations count in small letters too.
  func find(in reading: inout Reading, caseless: Bool) {
    for (number, part) in reading.parts.enumerated() {
      var position = part.tokens.lowerBound
      while position < part.tokens.upperBound {
        let traits = reading.tokens[position].traits
        let form = Int(reading.tokens[position].form)
        var best: (concept: Int, end: Int)?
        if traits.contains(.leads) {
          best = longest(
            reading.tokens, position, part, from: reading.forms[form].entries.written,
            folded: false, caseless)
        }
        if part.script == .unmarked, traits.contains(.leadsFolded) {
          let other = longest(
            reading.tokens, position, part, from: reading.forms[form].entries.folded,
            folded: true, caseless)
          if let found = other, found.end > (best?.end ?? 0) { best = other }
        }
        guard let best else {
          position += 1
          continue
        }
        if best.concept >= 0, !reading.tokens[position].traits.contains(.repeated) {
          reading.mentions.append(
            Reading.Mention(concept: best.concept, tokens: position..<best.end, part: number))
        }
        position = best.end
      }
    }
  }

  /// Whether a mark and a space stand between two words: a form does not reach over a comma. One
  /// sign alone (KH&CN) and a sign with a space on either side do not part.
  private static func isParted(_ before: Token, _ after: Token) -> Bool {
    after.traits.contains(.opens) || after.start == before.end + 2
  }

  /// The longest form whose first word stands there and leads to that node.
  private func longest(
    _ tokens: ContiguousArray<Token>, _ start: Int, _ part: Reading.Part, from entry: Int32,
    folded: Bool, _ caseless: Bool
  ) -> (concept: Int, end: Int)? {
    let follows: Token.Traits = folded ? .followsFolded : .follows
    var node = Int(entry)
    var best: (concept: Int, end: Int)?
    var position = start
    while true {
      let end = ends[node]
      position += 1
      if end.concept >= 0 || end.concept == End.silent,
        !end.needsCapitals || caseless
          || tokens[position - 1].traits.contains(.capitals)
      {
        best = (Int(end.concept), position)
      }
      guard position < part.tokens.upperBound,
        tokens[position].traits.contains(follows),
        !Self.isParted(tokens[position - 1], tokens[position])
      else { return best }
      let word = folded ? tokens[position].folded : tokens[position].written
      guard let next = next(Self.edge(node, word)) else { return best }
      node = next
    }
  }
}
