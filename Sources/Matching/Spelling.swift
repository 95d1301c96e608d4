import Domain

/// The words of the lexicon, by which a word that nobody knows is read as the one that was meant.
struct Spelling: Sendable {
  private struct Word {
    let text: String
    let letters: [UInt8]
    let shapes: [UInt8]
    let tone: UInt8
    /// In how many forms it stands.
    var uses: Int
  }

  /// Words by what identifies them as they are written.
  private var known = KeyTable()
  private var words: [Word] = []
  let letters = Letters()

  /// Fewer letters are too easily other words.
  private static let leastForSlip = 5

  init(_ concepts: [Lexicon.Concept]) {
    var reading = Reading()
    for concept in concepts {
      for form in concept.vi + concept.en {
        Reader.form(form, letters: letters, into: &reading)
        let scalars = Array(Folding.nfc(form).unicodeScalars)
        for token in reading.tokens where !token.traits.contains(.number) {
          if let place = known[token.written] {
            words[place].uses += 1
          } else {
            known.set(token.written, words.count)
            words.append(word(scalars[Int(token.start)..<Int(token.end)]))
          }
        }
      }
    }
  }

  /// Whether the lexicon has a word just so.
  func knows(_ written: UInt64) -> Bool { known[written] != nil }

  /// The word that is nearest to one that was typed: the same letters under other marks, else one
  /// slip of the fingers away; nil where there is none.
  func nearest(to typed: ArraySlice<Unicode.Scalar>) -> String? {
    let own = word(typed)
    guard own.letters.count > 1 else { return nil }
    let mask = Self.mask(own.letters)
    var best: (cost: Int, word: Word)?
    for word in words where abs(word.letters.count - own.letters.count) <= 1 {
      let cost: Int
      if word.letters == own.letters {
        cost = Self.cost(own, word)
      } else {
        guard own.letters.count >= Self.leastForSlip,
          (Self.mask(word.letters) ^ mask).nonzeroBitCount <= 2,
          TypingDistance.isWithin(1, own.letters, word.letters)
        else { continue }
        cost = Self.slip + Self.toneCost(own, word)
      }
      if let best, !Self.precedes((cost, word), best) { continue }
      best = (cost, word)
    }
    return best?.word.text
  }

  /// Worse than any marks.
  private static let slip = 1000

  private static func precedes(
    _ left: (cost: Int, word: Word), _ right: (cost: Int, word: Word)
  ) -> Bool {
    if left.cost != right.cost { return left.cost < right.cost }
    if left.word.uses != right.word.uses { return left.word.uses > right.word.uses }
    return left.word.text < right.word.text
  }

  /// A mark that was left out is nearer than one that is another.
  private static func cost(_ typed: Word, _ word: Word) -> Int {
    zip(typed.shapes, word.shapes).reduce(toneCost(typed, word)) { cost, shapes in
      shapes.0 == shapes.1 ? cost : cost + (shapes.0 == 0 ? 1 : 4)
    }
  }

  private static func toneCost(_ typed: Word, _ word: Word) -> Int {
    typed.tone == word.tone ? 0 : typed.tone == 0 ? 1 : 3
  }

  private static func mask(_ letters: [UInt8]) -> UInt32 {
    letters.reduce(0) { $0 | 1 << UInt32($1 & 31) }
  }

  private func word(_ scalars: ArraySlice<Unicode.Scalar>) -> Word {
    let parts = scalars.map { letters($0.value) }.filter { !$0.isNone }
    return Word(
      text: scalars.reduce(into: "") { $0.unicodeScalars.append($1) }, letters: parts.map(\.base),
      shapes: parts.map(\.shape), tone: parts.map(\.tone).max() ?? 0, uses: 1)
  }
}

extension Snapshot {
  /// Reads what was typed. Where words have only some of their marks, and where a word is one that
  /// neither the register nor the lexicon has, they are read as the nearest of the lexicon if that
  /// names a concept (`nguồn gôc`, `cofee`).
  /// - Returns: the positions of the words that remain unknown.
  func readQuery(_ text: String, into reading: inout Reading) -> Set<Int> {
    reader.readQuery(text, into: &reading)
    let unknown = Set(
      reading.tokens.indices.prefix(Self.spelt).filter { isUnknown($0, reading) })
    let isHalfMarked = reading.parts.first?.script == .marked
    guard !unknown.isEmpty || isHalfMarked else { return [] }
    let scalars = Array(Folding.nfc(text).unicodeScalars)
    var corrections = isHalfMarked ? self.marks(text, reading, unknown) : [:]
    for position in unknown where corrections[position] == nil {
      let token = reading.tokens[position]
      let word = lexicon.spelling.nearest(to: scalars[Int(token.start)..<Int(token.end)])
      // One marked word would make the others, which have no marks, mean just what they are.
      corrections[position] = isHalfMarked ? word : word.map(Folding.fold)
    }
    guard !corrections.isEmpty else { return unknown }
    func read(_ corrections: [Int: String], into other: inout Reading) {
      var text = scalars
      for (position, word) in corrections.sorted(by: { $0.key > $1.key }) {
        let token = reading.tokens[position]
        text.replaceSubrange(Int(token.start)..<Int(token.end), with: word.unicodeScalars)
      }
      reader.readQuery(
        text.reduce(into: "") { $0.unicodeScalars.append($1) }, into: &other)
    }
    var other = Reading()
    read(corrections, into: &other)
    guard other.tokens.count == reading.tokens.count else { return unknown }
    let named = corrections.filter { correction in
      other.mentions.contains { $0.tokens.contains(correction.key) }
    }
    guard !named.isEmpty else { return unknown }
    if named.count < corrections.count { read(named, into: &other) }
    guard other.tokens.count == reading.tokens.count else { return unknown }
    reading = other
    return unknown.subtracting(named.keys)
  }

  /// Words of a search that are spelt right at most; more unknown ones are no search.
  private static let spelt = 16

  /// The words of forms that what was typed may be with only some of its marks: each word is the
  /// form's own, has no marks, or is unknown.
  private func marks(_ text: String, _ typed: Reading, _ unknown: Set<Int>) -> [Int: String] {
    func isOpen(_ position: Int) -> Bool {
      unknown.contains(position) || !typed.tokens[position].traits.contains(.marked)
    }
    guard typed.tokens.indices.contains(where: isOpen) else { return [:] }
    var plain = Reading()
    reader.readQuery(Folding.fold(text), into: &plain)
    guard plain.tokens.count == typed.tokens.count else { return [:] }
    var result: [Int: String] = [:]
    var scratch = Reading()
    for mention in plain.mentions
    where mention.tokens.count > 1 && mention.tokens.contains(where: isOpen)
      && !typed.mentions.contains(where: { $0.tokens.overlaps(mention.tokens) })
    {
      let concept = reader.lexicon.concepts[mention.concept]
      for form in concept.vi {
        Reader.form(form, letters: lexicon.spelling.letters, into: &scratch)
        let pairs = zip(mention.tokens, scratch.tokens)
        guard scratch.tokens.count == mention.tokens.count,
          pairs.allSatisfy({ position, token in
            let own = typed.tokens[position]
            return own.folded == token.folded && (own.written == token.written || isOpen(position))
          })
        else { continue }
        let scalars = Array(Folding.nfc(form).unicodeScalars)
        for (position, token) in pairs {
          result[position] = scalars[Int(token.start)..<Int(token.end)]
            .reduce(into: "") { $0.unicodeScalars.append($1) }
        }
        break
      }
    }
    return result
  }

  private func isUnknown(_ position: Int, _ reading: Reading) -> Bool {
    let token = reading.tokens[position]
    guard token.foldedLength > 1, token.traits.isDisjoint(with: [.number, .stop]),
      !lexicon.spelling.knows(token.written)
    else { return false }
    let isMarked = token.traits.contains(.marked)
    let isLast = position == reading.tokens.count - 1
    let letters = reading.letters(token)
    let tones = SearchTerms.tones(token, in: reading)
    return [organisations, problems, programmes].allSatisfy { index in
      index.parts.enumerated().allSatisfy { number, part in
        let words = part.segment.words
        func isDead(_ word: Int) -> Bool {
          index.frequency(Index.WordPlace(part: number, word: word)) == 0
        }
        guard words.find(token.written).map(isDead) ?? true else { return false }
        if !isMarked, !words.alike(letters).allSatisfy(isDead) { return false }
        // What is being typed may still become a word.
        return !isLast
          || words.beginning(letters).allSatisfy { word in
            isDead(word) || words.letters(word).count == letters.count
              || isMarked && SearchTerms.tones(words.word(word)) != tones
          }
      }
    }
  }
}
