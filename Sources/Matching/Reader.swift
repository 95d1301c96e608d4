import Domain

/// Reads texts: takes them apart into words, sees in which script they are, finds the concepts.
struct Reader: Sendable {
  private let letters = Letters()
  private let stops: KeyTable
  /// What explanations leave out.
  let plainWords: PlainWords
  let lexicon: Lexicon
  let impliedCodes: ImpliedCodes

  /// A reader that knows the concepts of this lexicon.
  init(lexicon: Lexicon) {
    self.lexicon = lexicon
    impliedCodes = ImpliedCodes(lexicon)
    stops = Self.stopKeys(letters)
    plainWords = PlainWords(letters: letters)
  }

  /// Reads the members of one record, whose bytes stand one after another from `start` on.
  func read(
    _ bytes: ContiguousArray<UInt8>, from start: Int, members: some Sequence<Member>,
    into reading: inout Reading
  ) {
    reading.clear()
    reading.text = bytes
    var position = start
    var spans: [(member: Member, tokens: Range<Int>, bytes: Range<Int>)] = []
    var census = Census()
    for member in members {
      let first = reading.tokens.count
      Self.split(
        bytes, position..<position + member.length, letters: letters, stops: stops,
        leads: lexicon.matcher, opens: true, into: &reading)
      let range = first..<reading.tokens.count
      census.add(reading.tokens[range])
      spans.append((member, range, position..<position + member.length))
      position += member.length
    }
    for span in spans {
      let script = Script.of(reading.tokens[span.tokens], within: census)
      let part = Reading.Part(
        field: span.member.field, index: span.member.index, tokens: span.tokens,
        bytes: span.bytes, script: script)
      reading.parts.append(part)
    }
    markRepetitions(&reading)
    lexicon.matcher.find(in: &reading, caseless: false)
    BareLists.mark(&reading)
  }

  /// Reads what somebody typed into the search box.
  func readQuery(_ text: String, into reading: inout Reading) {
    reading.clear()
    let bytes = ContiguousArray(Folding.nfc(text).utf8)
    reading.text = bytes
    Self.split(
      bytes, 0..<bytes.count, letters: letters, stops: stops, leads: lexicon.matcher,
      opens: false, into: &reading)
    let marked = reading.tokens.contains { $0.traits.contains(.marked) }
    // Without marks any reading is possible: foreign words stay themselves, as they are no
    // syllables.
    let script: Script = marked ? .marked : .unmarked
    reading.parts.append(
      Reading.Part(
        field: .name, index: 0, tokens: 0..<reading.tokens.count, bytes: 0..<bytes.count,
        script: script))
    lexicon.matcher.find(in: &reading, caseless: true)
  }

  /// Reads one form of a concept.
  static func form(_ text: String, letters: Letters, into reading: inout Reading) {
    reading.clear()
    let bytes = ContiguousArray(Folding.nfc(text).utf8)
    split(
      bytes, 0..<bytes.count, letters: letters, stops: KeyTable(), leads: nil, opens: false,
      into: &reading)
  }

  private static func stopKeys(_ letters: Letters) -> KeyTable {
    var reading = Reading()
    var keys = KeyTable()
    form(StopWords.vietnamese + " " + StopWords.english, letters: letters, into: &reading)
    for token in reading.tokens { keys.set(token.written, 0) }
    return keys
  }

  /// A sentence that was said before adds nothing: repeating a text must not gain.
  private func markRepetitions(_ reading: inout Reading) {
    var start = 0
    var hash = Key.seed
    func close(_ end: Int) {
      defer { start = end }
      guard end - start >= 4 else { return }
      if !reading.sentences.insert(hash) {
        for index in start..<end { reading.tokens[index].traits.insert(.repeated) }
      }
    }
    for index in reading.tokens.indices {
      if reading.tokens[index].traits.contains(.opens) {
        close(index)
        hash = Key.seed
      }
      hash = Key.pair(hash, reading.tokens[index].folded)
    }
    close(reading.tokens.count)
  }
}

/// Counts by which the script of a text is seen.
struct Census {
  var words = 0
  var marked = 0
  var syllables = 0
  var english = 0

  mutating func add(_ tokens: ArraySlice<Token>) {
    for token in tokens where !token.traits.contains(.number) {
      words += 1
      if token.traits.contains(.marked) { marked += 1 }
      if token.traits.contains(.syllable) { syllables += 1 }
      if token.traits.contains(.stop), !token.traits.contains(.marked),
        !token.traits.contains(.syllable)
      {
        english += 1
      }
    }
  }

  /// Three words that are all possible syllables are enough; English prose reaches a third.
  var looksUnmarked: Bool {
    words >= 3 && marked * 25 <= words && syllables * 100 >= words * 72 && english * 12 <= words
  }
}

extension Script {
  /// The script of a member; a member too short to tell follows its record.
  static func of(_ tokens: ArraySlice<Token>, within record: Census) -> Script {
    var census = Census()
    census.add(tokens)
    if census.marked * 25 > census.words { return .marked }
    if census.words >= 5 { return census.looksUnmarked ? .unmarked : .foreign }
    if record.marked * 25 > record.words { return .marked }
    return record.looksUnmarked ? .unmarked : .foreign
  }
}
