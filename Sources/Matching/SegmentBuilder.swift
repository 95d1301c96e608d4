import Domain

/// Makes a segment out of documents.
struct SegmentBuilder {
  private let reader: Reader
  private let weigher: Weigher
  private var numbers = KeyTable(capacity: 4096)
  private var keys: ContiguousArray<UInt64> = []
  private var bytes: ContiguousArray<UInt8> = []
  private var ends: ContiguousArray<UInt32> = []
  private var records: RecordTable
  private var rows: RowWriter
  /// One more than the code of each form, with marks and without, 0 where there is none yet.
  private var codeOfForm: ContiguousArray<UInt32> = []
  /// Codes of what stands between words, by its bytes, and of what is no text, by its meaning.
  private var gapCodes = KeyTable()
  private var otherCodes = KeyTable()
  private var wordEntries = Entries()
  private var conceptEntries = Entries()

  /// Codes in a row, about.
  private static let usualRow = 130

  /// One posting after another, in the order of the records.
  private struct Entries {
    private var lists: ContiguousArray<UInt32> = []
    private var entries: ContiguousArray<Postings.Entry> = []

    mutating func append(_ list: Int, _ record: UInt16, _ impact: UInt8) {
      lists.append(UInt32(list))
      entries.append((record, impact))
    }

    /// Sorts by list; within a list the order of the records stays.
    consuming func postings(listCount: Int, order: ContiguousArray<UInt32>?) -> Postings {
      var starts = ContiguousArray<Int>(repeating: 0, count: listCount + 1)
      if let order { for place in lists.indices { lists[place] = order[Int(lists[place])] } }
      for list in lists { starts[Int(list) + 1] += 1 }
      for list in 0..<listCount { starts[list + 1] += starts[list] }
      var next = starts
      var sorted = ContiguousArray<Postings.Entry>(repeating: (0, 0), count: entries.count)
      for place in entries.indices {
        let list = Int(lists[place])
        sorted[next[list]] = entries[place]
        next[list] += 1
      }
      var result = Postings()
      result.reserve(sorted.count)
      for list in 0..<listCount { result.append(sorted[starts[list]..<starts[list + 1]]) }
      result.trim()
      return result
    }
  }

  private init(reader: Reader, model: TextModel, count: Int) {
    records = RecordTable(capacity: count)
    rows = RowWriter(capacity: count * Self.usualRow)
    self.reader = reader
    weigher = Weigher(model: model, lexicon: reader.lexicon)
  }

  /// Builds a segment of at most `Segment.capacity` documents that are sorted by identifier.
  static func segment(
    _ documents: ArraySlice<Document>, reader: Reader, model: TextModel
  ) -> Segment {
    var builder = SegmentBuilder(reader: reader, model: model, count: documents.count)
    var reading = Reading()
    for document in documents { builder.add(document, &reading) }
    return builder.finish()
  }

  private mutating func add(_ document: Document, _ reading: inout Reading) {
    let record = UInt16(records.count)
    reader.read(document.text, from: 0, members: document.members, into: &reading)
    let missing = reading.forms.count * 2 - codeOfForm.count
    if missing > 0 { codeOfForm.append(contentsOf: repeatElement(0, count: missing)) }
    write(document, reading)
    var facts = document.facts
    facts.implied = reader.impliedCodes(reading.told.map(\.concept))
    records.append(document, facts)
    let weighed = weigher.weigh(reading)
    for word in weighed.words {
      let code = code(reading.tokens[word.token], word.isUnmarked, reading, document.text)
      wordEntries.append(rows.meaning(code).word, record, word.impact)
    }
    for concept in weighed.concepts {
      conceptEntries.append(concept.concept, record, concept.impact)
    }
  }

  private mutating func write(_ document: Document, _ reading: Reading) {
    var start = 0
    var mention = 0
    for (part, member) in zip(reading.parts, document.members) {
      append(.part(member.field, member.index, part.script))
      var isListed = false
      var position = start
      for place in part.tokens {
        let token = reading.tokens[place]
        let end = Int(token.from)
        let isSpace =
          end == position + 1 && place > part.tokens.lowerBound && document.text[position] == 0x20
        if !isSpace { append(document.text, position..<end) }
        if token.traits.isSuperset(of: [.opens, .repeated]) { append(.mark(.repetition)) }
        if token.traits.contains(.listed) != isListed {
          isListed.toggle()
          append(.mark(isListed ? .list : .listEnd))
        }
        while mention < reading.mentions.count,
          reading.mentions[mention].tokens.lowerBound == place
        {
          let found = reading.mentions[mention]
          append(.concept(found.concept, words: found.tokens.count))
          mention += 1
        }
        let isUnmarked = part.script == .unmarked && token.traits.contains(.syllable)
        rows.append(code(token, isUnmarked, reading, document.text))
        position = Int(token.to)
      }
      start += member.length
      append(document.text, position..<start)
    }
    rows.endRow()
  }

  /// What stands between two words.
  private mutating func append(_ text: ContiguousArray<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    var hash = Key.seed
    for position in range { hash = Key.adding(text[position], to: hash) }
    let identity = Key.mixed(hash)
    if let known = gapCodes[identity] { return rows.append(UInt32(known)) }
    let code = rows.define(.gap(opens: Reader.opens(text[range])), text[range])
    gapCodes.set(identity, Int(code))
    rows.append(code)
  }

  /// What is no text.
  private mutating func append(_ meaning: Meaning) {
    let identity = Key.mixed(UInt64(meaning.bits))
    if let known = otherCodes[identity] { return rows.append(UInt32(known)) }
    let code = rows.define(meaning, [])
    otherCodes.set(identity, Int(code))
    rows.append(code)
  }

  /// The code of a word as it is spelt there.
  private mutating func code(
    _ token: Token, _ isUnmarked: Bool, _ reading: Reading, _ text: ContiguousArray<UInt8>
  ) -> UInt32 {
    let place = Int(token.form) * 2 + (isUnmarked ? 1 : 0)
    if codeOfForm[place] > 0 { return codeOfForm[place] - 1 }
    let key = token.key(isUnmarked ? .unmarked : .marked)
    let number: Int
    if let known = numbers[key] {
      number = known
    } else {
      number = keys.count
      numbers.set(key, number)
      keys.append(key)
      bytes.append(contentsOf: reading.dictionaryBytes(token, unmarked: isUnmarked))
      ends.append(UInt32(bytes.count))
    }
    let meaning = Meaning.word(number, token.traits, length: token.foldedLength)
    let code = rows.define(meaning, text[Int(token.from)..<Int(token.to)])
    codeOfForm[place] = code + 1
    return code
  }

  private consuming func finish() -> Segment {
    func word(_ number: UInt32) -> ContiguousArray<UInt8>.SubSequence {
      bytes[Int(number == 0 ? 0 : ends[Int(number) - 1])..<Int(ends[Int(number)])]
    }
    let sorted = (0..<UInt32(keys.count)).sorted { word($0).lexicographicallyPrecedes(word($1)) }
    var order = ContiguousArray<UInt32>(repeating: 0, count: keys.count)
    var sortedBytes: ContiguousArray<UInt8> = []
    sortedBytes.reserveCapacity(bytes.count)
    var sortedEnds: ContiguousArray<UInt32> = []
    sortedEnds.reserveCapacity(keys.count)
    var sortedKeys: ContiguousArray<UInt64> = []
    sortedKeys.reserveCapacity(keys.count)
    for (place, number) in sorted.enumerated() {
      order[Int(number)] = UInt32(place)
      sortedBytes.append(contentsOf: word(number))
      sortedEnds.append(UInt32(sortedBytes.count))
      sortedKeys.append(keys[Int(number)])
    }
    records.trim()
    let (codebook, rows) = rows.finish(words: order)
    return Segment(
      records: records, rows: rows, codebook: codebook,
      words: WordTable(bytes: sortedBytes, ends: sortedEnds, keys: sortedKeys),
      wordPostings: wordEntries.postings(listCount: keys.count, order: order),
      conceptPostings: conceptEntries.postings(
        listCount: reader.lexicon.concepts.count, order: nil))
  }
}
