import Domain

/// What the words of a search stand for in an index.
struct SearchTerms {
  /// One thing looked for: a word, or a concept with the words that name it.
  struct Group {
    /// The dictionary words that stand for each of its words; all words must be met.
    var words: [[Word]]
    /// The concept that will do instead of the words.
    var concept: Int?
  }

  /// A dictionary word that stands for a word that was typed.
  struct Word {
    let place: Index.WordPlace
    /// How well it stands for it, of 256.
    let quality: UInt32
  }

  private enum Quality {
    static let exact: UInt32 = 256
    static let concept: UInt32 = 230
    static let alike: UInt32 = 200
    static let beginning: UInt32 = 120
    static let mistyped: UInt32 = 80
  }

  private(set) var groups: [Group] = []

  /// Nobody types more than this to find something; what comes after is left out.
  private static let limit = 48

  /// Looks every word of the reading up; `unknown` are the positions of words that neither the
  /// register nor the lexicon has.
  init(_ reading: Reading, unknown: Set<Int>, in index: Index) {
    guard let part = reading.parts.first else { return }
    let tokens = reading.tokens
    let isAllStop = tokens.allSatisfy { $0.traits.contains(.stop) }
    var position = 0
    while position < tokens.count, groups.count < Self.limit {
      if let mention = reading.mentions.first(where: { $0.tokens.lowerBound == position }) {
        let words = mention.tokens
          .filter { isAllStop || !tokens[$0].traits.contains(.stop) }
          .map { Self.words(tokens[$0], part.script, reading, index, isLast: false) }
        groups.append(Group(words: words, concept: mention.concept))
        position = mention.tokens.upperBound
        continue
      }
      if isAllStop || !tokens[position].traits.contains(.stop) {
        let isLast = position == tokens.count - 1
        let isUnknown = unknown.contains(position)
        let words = Self.words(
          tokens[position], part.script, reading, index, isLast: isLast, isUnknown: isUnknown)
        let halves =
          words.isEmpty && isUnknown ? Self.halves(reading.letters(tokens[position]), index) : nil
        groups.append(Group(words: halves ?? [words]))
      }
      position += 1
    }
    // The shortest first: what does not meet one group need not be looked at for the others.
    let lengths = groups.map { Self.length($0, index) }
    groups = groups.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }.map { groups[$0] }
  }

  /// How many records can meet a group, at most.
  private static func length(_ group: Group, _ index: Index) -> Int {
    let words = group.words.map { $0.reduce(0) { $0 + index.frequency($1.place) } }
    return (group.concept.map(index.frequency) ?? 0) + (words.min() ?? 0)
  }

  /// Exact words first; only where no record has one, what begins so, looks alike or is mistyped.
  private static func words(
    _ token: Token, _ script: Script, _ reading: Reading, _ index: Index, isLast: Bool,
    isUnknown: Bool = false
  ) -> [Word] {
    var exact = living(index.words(like: token, script, in: reading), index)
    if !exact.isEmpty, token.traits.isDisjoint(with: [.syllable, .number]) {
      exact = alike(reading.letters(token), index)
    }
    if !exact.isEmpty {
      return exact.map { place in
        let own = index.parts[place.part].segment.words.keys[place.word] == token.written
        return Word(place: place, quality: own ? Quality.exact : Quality.alike)
      }
    }
    let letters = reading.letters(token)
    var result: [Word] = []
    func add(_ quality: UInt32, _ words: (WordTable) -> [Int]) {
      guard result.isEmpty else { return }
      let places = index.parts.enumerated().flatMap { number, part in
        words(part.segment.words).map { Index.WordPlace(part: number, word: $0) }
      }
      result = living(places, index).map { Word(place: $0, quality: quality) }
    }
    if !token.traits.contains(.marked) || !token.traits.contains(.syllable) || isUnknown {
      add(Quality.alike) { Array($0.alike(letters)) }
    }
    let tones = tones(token, in: reading)
    let isMarked = token.traits.contains(.marked)
    if isLast, letters.count >= 2 {
      add(Quality.beginning) { table in
        table.beginning(letters).filter {
          !isMarked
            || table.letters($0).count > letters.count && tones == Self.tones(table.word($0))
        }
      }
    }
    if letters.count >= 5, !token.traits.contains(.number) {
      let edits = letters.count >= 9 ? 2 : 1
      add(Quality.mistyped) { table in
        // The same letters under other marks are another word, not a slip.
        table.nearly(letters, edits: edits).filter {
          !isMarked || !table.letters($0).elementsEqual(letters)
        }
      }
    }
    return result
  }

  private static func alike(
    _ letters: ContiguousArray<UInt8>.SubSequence, _ index: Index
  ) -> [Index.WordPlace] {
    let places = index.parts.enumerated().flatMap { number, part in
      part.segment.words.alike(letters).map { Index.WordPlace(part: number, word: $0) }
    }
    return living(places, index)
  }

  /// The two words that are most at home in the register and make this one when they are written
  /// without a space between (daklak).
  private static func halves(
    _ letters: ContiguousArray<UInt8>.SubSequence, _ index: Index
  ) -> [[Word]]? {
    guard (5...20).contains(letters.count) else { return nil }
    var best: (count: Int, halves: [[Index.WordPlace]])?
    for length in 2...letters.count - 2 {
      let halves = [letters.prefix(length), letters.dropFirst(length)].map { alike($0, index) }
      let count =
        halves.map { $0.reduce(0) { $0 + index.frequency($1) } }.min() ?? 0
      if count > best?.count ?? 0 { best = (count, halves) }
    }
    return best?.halves.map { half in half.map { Word(place: $0, quality: Quality.alike) } }
  }

  private static func living(_ places: [Index.WordPlace], _ index: Index) -> [Index.WordPlace] {
    places.filter { index.frequency($0) > 0 }
  }

  /// The tones of a word that was typed.
  static func tones(_ token: Token, in reading: Reading) -> [UInt8] {
    tones(reading.dictionaryBytes(token, unmarked: false)[...])
  }

  /// The tones of a dictionary word in order.
  static func tones(_ word: ContiguousArray<UInt8>.SubSequence) -> [UInt8] {
    guard let separator = word.firstIndex(where: { $0 <= 2 }) else { return [] }
    return word[(separator + 1)...].filter { $0 >= UInt8(ascii: "a") }
  }
}

extension WordTable {
  /// The words whose letters differ from these by at most so many slips of the fingers.
  func nearly(_ letters: ContiguousArray<UInt8>.SubSequence, edits: Int) -> [Int] {
    let wanted = Array(letters)
    let mask = Self.mask(letters)
    var result: [Int] = []
    for number in 0..<count {
      let own = self.letters(number)
      // A slip changes at most two letters of the set; most words are passed over by that alone.
      if abs(own.count - wanted.count) <= edits,
        (Self.mask(own) ^ mask).nonzeroBitCount <= 2 * edits,
        TypingDistance.isWithin(edits, wanted, Array(own))
      {
        result.append(number)
      }
    }
    return result
  }

  /// The set of letters, as bits.
  private static func mask(_ letters: ContiguousArray<UInt8>.SubSequence) -> UInt32 {
    letters.reduce(0) { $0 | 1 << UInt32($1 & 31) }
  }
}
