import Domain

/// An immutable part of an index: up to 65,536 records, sorted by identifier, with the postings of
/// their words and concepts.
///
/// A class because many snapshots share one; nothing in it ever changes.
final class Segment: Sendable {
  /// Records fit 16 bits, which makes a posting three bytes.
  static let capacity = 65_536

  /// Bytes of text, well within the 32 bits of their offsets.
  static let textCapacity = 1 << 30

  /// Bit of an impact that says that the word stands in the record's name.
  static let inName: UInt8 = 0x80

  let records: RecordTable
  let words: WordTable
  /// Postings of the words, by word number.
  let wordPostings: Postings
  /// Postings of the concepts, by concept number, with those that narrower concepts imply.
  let conceptPostings: Postings

  init(
    records: RecordTable, words: WordTable, wordPostings: Postings, conceptPostings: Postings
  ) {
    self.records = records
    self.words = words
    self.wordPostings = wordPostings
    self.conceptPostings = conceptPostings
  }
}

/// Which records a word or concept occurs in, and how much it says of each.
struct Postings: Sendable {
  /// Where each list starts; one more than there are lists.
  var starts: ContiguousArray<UInt32> = [0]
  /// Record numbers, ascending within a list.
  var records: ContiguousArray<UInt16> = []
  /// 1 to 127 with `Segment.inName` on top, parallel to `records`.
  var impacts: ContiguousArray<UInt8> = []

  func range(_ list: Int) -> Range<Int> { Int(starts[list])..<Int(starts[list + 1]) }

  func count(_ list: Int) -> UInt32 { starts[list + 1] - starts[list] }

  var listCount: Int { starts.count - 1 }

  mutating func append(_ record: UInt16, _ impact: UInt8) {
    records.append(record)
    impacts.append(impact)
  }

  mutating func endList() { starts.append(UInt32(records.count)) }
}

/// The records of a segment: identifiers, texts and facts.
struct RecordTable: Sendable {
  private var ids: ContiguousArray<UInt8> = []
  private var idEnds: ContiguousArray<UInt32> = []
  private(set) var text: ContiguousArray<UInt8> = []
  private var textStarts: ContiguousArray<UInt32> = []
  private var members: ContiguousArray<Member> = []
  private var memberEnds: ContiguousArray<UInt32> = []
  private(set) var facts: ContiguousArray<Facts> = []
  /// The tags of the facts, close together.
  private(set) var tags: ContiguousArray<Tags> = []

  var count: Int { facts.count }

  /// An empty table with room for so many records and bytes of text; growing would leave up to
  /// half of the memory unused for as long as the segment lives.
  init(records: Int, textBytes: Int, members count: Int) {
    ids.reserveCapacity(records * 16)
    idEnds.reserveCapacity(records)
    text.reserveCapacity(textBytes)
    textStarts.reserveCapacity(records)
    members.reserveCapacity(count)
    memberEnds.reserveCapacity(records)
    facts.reserveCapacity(records)
    tags.reserveCapacity(records)
  }

  var textBytes: Int { text.count }
  var memberCount: Int { members.count }

  mutating func append(_ document: Document) {
    ids.append(contentsOf: document.id.utf8)
    idEnds.append(UInt32(ids.count))
    textStarts.append(UInt32(text.count))
    text.append(contentsOf: document.text)
    members.append(contentsOf: document.members)
    memberEnds.append(UInt32(members.count))
    facts.append(document.facts)
    tags.append(document.facts.tags)
  }

  mutating func append(_ record: Int, of other: RecordTable) {
    ids.append(contentsOf: other.idBytes(record))
    idEnds.append(UInt32(ids.count))
    let start = Int(other.textStarts[record])
    let end = record + 1 < other.count ? Int(other.textStarts[record + 1]) : other.text.count
    textStarts.append(UInt32(text.count))
    text.append(contentsOf: other.text[start..<end])
    members.append(contentsOf: other.members(record))
    memberEnds.append(UInt32(members.count))
    facts.append(other.facts[record])
    tags.append(other.tags[record])
  }

  func idBytes(_ record: Int) -> ContiguousArray<UInt8>.SubSequence {
    ids[Int(record == 0 ? 0 : idEnds[record - 1])..<Int(idEnds[record])]
  }

  func id(_ record: Int) -> String { String(decoding: idBytes(record), as: UTF8.self) }

  func textStart(_ record: Int) -> Int { Int(textStarts[record]) }

  func members(_ record: Int) -> ContiguousArray<Member>.SubSequence {
    members[Int(record == 0 ? 0 : memberEnds[record - 1])..<Int(memberEnds[record])]
  }

  /// The text of the member at that position among the record's members.
  func text(_ record: Int, member position: Int) -> String {
    let own = members(record)
    var start = textStart(record)
    for member in own.prefix(position) { start += member.length }
    return String(
      decoding: text[start..<start + own[own.startIndex + position].length], as: UTF8.self)
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
