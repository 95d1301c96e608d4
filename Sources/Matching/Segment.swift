import Domain

/// An immutable part of an index: up to 65,536 records, sorted by identifier, with the postings of
/// their words and concepts.
///
/// A class because many snapshots share one; nothing in it ever changes.
final class Segment: Sendable {
  /// Records fit 16 bits.
  static let capacity = 65_536

  /// Bytes of text: no more words can be in them than a meaning can number.
  static let textCapacity = 2 * Meaning.wordLimit

  /// Under which identities a word is met.
  struct Name {
    let key: UInt64
    /// Without marks.
    let folded: UInt64
  }

  let records: RecordTable
  /// The texts of the records with all that was read out of them.
  let rows: Rows
  let codebook: Codebook
  /// The identities of the words, by code: what a record says often stands close together.
  let names: ContiguousArray<Name>
  let words: WordTable
  /// Postings of the words, by word number.
  let wordPostings: Postings
  /// Postings of the concepts, by concept number, with those that narrower concepts imply.
  let conceptPostings: Postings

  init(
    records: RecordTable, rows: Rows, codebook: Codebook, words: WordTable,
    wordPostings: Postings, conceptPostings: Postings
  ) {
    self.records = records
    self.rows = rows
    self.codebook = codebook
    names = ContiguousArray(
      (0..<UInt32(codebook.count)).lazy.map { code in
        let meaning = codebook.meaning(code)
        guard meaning.isWord else { return Name(key: 0, folded: 0) }
        return Name(key: words.keys[meaning.word], folded: words.folded(meaning.word))
      })
    self.words = words
    self.wordPostings = wordPostings
    self.conceptPostings = conceptPostings
  }
}

/// The records of a segment: identifiers and facts.
struct RecordTable: Sendable {
  /// For each record its identifier and the one it had in the file it came from.
  private var ids: ContiguousArray<UInt8> = []
  /// Where both end, two for each record.
  private var ends: ContiguousArray<UInt32> = []
  private(set) var facts: ContiguousArray<Facts> = []
  /// The tags of the facts, close together: searches go through those of all that is found.
  private(set) var tags: ContiguousArray<Tags> = []
  /// The sort keys of the names, as far as lists by name go by them, and where each ends.
  private var names: ContiguousArray<UInt8> = []
  private var nameEnds: ContiguousArray<UInt32> = []
  /// The ranks that the names have in a list by name, see `SearchOrder.rank(ofName:)`.
  private(set) var nameRanks: ContiguousArray<Int> = []
  /// Sectors and technologies, close together for the same reason.
  private(set) var leanings: ContiguousArray<Leaning> = []

  var count: Int { facts.count }

  /// An empty table with room for so many records; growing would leave up to half of the memory
  /// unused for as long as the segment lives.
  init(capacity: Int) {
    ends.reserveCapacity(capacity * 2)
    facts.reserveCapacity(capacity)
    tags.reserveCapacity(capacity)
    nameEnds.reserveCapacity(capacity)
    nameRanks.reserveCapacity(capacity)
    leanings.reserveCapacity(capacity)
  }

  mutating func append(_ document: Document, _ facts: Facts) {
    ids.append(contentsOf: document.id.utf8)
    ends.append(UInt32(ids.count))
    if let external = document.externalID { ids.append(contentsOf: external.utf8) }
    ends.append(UInt32(ids.count))
    self.facts.append(facts)
    tags.append(facts.tags)
    let key = document.nameKey
    names.append(contentsOf: key)
    nameEnds.append(UInt32(names.count))
    nameRanks.append(SearchOrder.rank(ofName: key))
    leanings.append(Leaning(facts.side))
  }

  mutating func append(_ record: Int, of other: RecordTable) {
    ids.append(contentsOf: other.bytes(2 * record))
    ends.append(UInt32(ids.count))
    ids.append(contentsOf: other.bytes(2 * record + 1))
    ends.append(UInt32(ids.count))
    facts.append(other.facts[record])
    tags.append(other.tags[record])
    names.append(contentsOf: other.nameKey(record))
    nameEnds.append(UInt32(names.count))
    nameRanks.append(other.nameRanks[record])
    leanings.append(other.leanings[record])
  }

  mutating func trim() {
    ids = ContiguousArray(exactly: ids)
    names = ContiguousArray(exactly: names)
  }

  private func bytes(_ place: Int) -> ContiguousArray<UInt8>.SubSequence {
    ids[Int(place == 0 ? 0 : ends[place - 1])..<Int(ends[place])]
  }

  func idBytes(_ record: Int) -> ContiguousArray<UInt8>.SubSequence { bytes(2 * record) }

  func id(_ record: Int) -> String { String(decoding: idBytes(record), as: UTF8.self) }

  /// The beginning of the name's sort key.
  func nameKey(_ record: Int) -> ContiguousArray<UInt8>.SubSequence {
    names[Int(record == 0 ? 0 : nameEnds[record - 1])..<Int(nameEnds[record])]
  }

  /// The identifier in the file that the record came from.
  func externalID(_ record: Int) -> String? {
    let bytes = bytes(2 * record + 1)
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// The number of the record of that identifier; the records are sorted by it.
  func position(_ id: String) -> Int? {
    let wanted = Array(id.utf8)
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if idBytes(middle).lexicographicallyPrecedes(wanted) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < count && idBytes(low).elementsEqual(wanted) ? low : nil
  }
}
