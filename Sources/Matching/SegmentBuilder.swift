import Domain

/// Makes a segment out of documents.
struct SegmentBuilder {
  private let reader: Reader
  private let weigher: Weigher
  private var reading = Reading()
  private var numbers = KeyTable(capacity: 4096)
  private var keys: ContiguousArray<UInt64> = []
  private var bytes: ContiguousArray<UInt8> = []
  private var ends: ContiguousArray<UInt32> = []
  private var records: RecordTable
  private var wordEntries = Entries()
  private var conceptEntries = Entries()

  /// One posting after another, in the order of the records.
  private struct Entries {
    var lists: ContiguousArray<UInt32> = []
    var records: ContiguousArray<UInt16> = []
    var impacts: ContiguousArray<UInt8> = []

    /// Sorts by list; within a list the order of the records stays.
    func postings(listCount: Int, order: ContiguousArray<UInt32>?) -> Postings {
      var result = Postings()
      result.starts = ContiguousArray(repeating: 0, count: listCount + 1)
      func place(_ list: UInt32) -> Int { order.map { Int($0[Int(list)]) } ?? Int(list) }
      for list in lists { result.starts[place(list) + 1] += 1 }
      for list in 0..<listCount { result.starts[list + 1] += result.starts[list] }
      var next = result.starts
      result.records = ContiguousArray(repeating: 0, count: records.count)
      result.impacts = ContiguousArray(repeating: 0, count: records.count)
      for entry in lists.indices {
        let list = place(lists[entry])
        let target = Int(next[list])
        next[list] += 1
        result.records[target] = records[entry]
        result.impacts[target] = impacts[entry]
      }
      return result
    }
  }

  private init(reader: Reader, model: TextModel, documents: ArraySlice<Document>) {
    records = RecordTable(
      records: documents.count, textBytes: documents.reduce(0) { $0 + $1.text.count },
      members: documents.reduce(0) { $0 + $1.members.count })
    self.reader = reader
    weigher = Weigher(model: model, lexicon: reader.lexicon)
  }

  /// Builds a segment of at most `Segment.capacity` documents that are sorted by identifier.
  static func segment(
    _ documents: ArraySlice<Document>, reader: Reader, model: TextModel
  ) -> Segment {
    var builder = SegmentBuilder(reader: reader, model: model, documents: documents)
    for document in documents { builder.add(document) }
    return builder.finish()
  }

  private mutating func add(_ document: Document) {
    let record = UInt16(records.count)
    records.append(document)
    reader.read(document.text, from: 0, members: document.members, into: &reading)
    let weighed = weigher.weigh(reading)
    for word in weighed.words {
      wordEntries.lists.append(number(word))
      wordEntries.records.append(record)
      wordEntries.impacts.append(word.impact)
    }
    for concept in weighed.concepts {
      conceptEntries.lists.append(UInt32(concept.concept))
      conceptEntries.records.append(record)
      conceptEntries.impacts.append(concept.impact)
    }
  }

  private mutating func number(_ word: Weigher.Word) -> UInt32 {
    if let known = numbers[word.key] { return UInt32(known) }
    let new = UInt32(keys.count)
    numbers.set(word.key, Int(new))
    keys.append(word.key)
    bytes.append(
      contentsOf: reading.dictionaryBytes(
        reading.tokens[word.token], unmarked: word.isUnmarked))
    ends.append(UInt32(bytes.count))
    return new
  }

  private func finish() -> Segment {
    func word(_ number: UInt32) -> ContiguousArray<UInt8>.SubSequence {
      bytes[Int(number == 0 ? 0 : ends[Int(number) - 1])..<Int(ends[Int(number)])]
    }
    let sorted = (0..<UInt32(keys.count)).sorted { word($0).lexicographicallyPrecedes(word($1)) }
    var order = ContiguousArray<UInt32>(repeating: 0, count: keys.count)
    var sortedBytes: ContiguousArray<UInt8> = []
    sortedBytes.reserveCapacity(bytes.count)
    var sortedEnds: ContiguousArray<UInt32> = []
    var sortedKeys: ContiguousArray<UInt64> = []
    for (place, number) in sorted.enumerated() {
      order[Int(number)] = UInt32(place)
      sortedBytes.append(contentsOf: word(number))
      sortedEnds.append(UInt32(sortedBytes.count))
      sortedKeys.append(keys[Int(number)])
    }
    return Segment(
      records: records,
      words: WordTable(bytes: sortedBytes, ends: sortedEnds, keys: sortedKeys),
      wordPostings: wordEntries.postings(listCount: keys.count, order: order),
      conceptPostings: conceptEntries.postings(
        listCount: reader.lexicon.concepts.count, order: nil))
  }
}
