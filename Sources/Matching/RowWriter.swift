/// Writes the rows of a segment, in codes as they come, and numbers them by frequency at the end.
struct RowWriter {
  private var meanings: ContiguousArray<Meaning> = []
  private var counts: ContiguousArray<UInt32> = []
  private var bytes: ContiguousArray<UInt8> = []
  private var ends: ContiguousArray<UInt32> = []
  private var codes: ContiguousArray<UInt32> = []
  private var rowEnds: ContiguousArray<Int> = []

  /// A writer with room for so many codes before it grows.
  init(capacity: Int) { codes.reserveCapacity(capacity) }

  /// A code for something new.
  mutating func define(
    _ meaning: Meaning, _ spelling: ContiguousArray<UInt8>.SubSequence
  ) -> UInt32 {
    meanings.append(meaning)
    counts.append(0)
    bytes.append(contentsOf: spelling)
    ends.append(UInt32(bytes.count))
    return UInt32(meanings.count - 1)
  }

  func meaning(_ code: UInt32) -> Meaning { meanings[Int(code)] }

  mutating func append(_ code: UInt32) {
    counts[Int(code)] &+= 1
    codes.append(code)
  }

  mutating func endRow() { rowEnds.append(codes.count) }

  /// The rows and what their codes mean; words get the numbers of this list.
  consuming func finish(words: ContiguousArray<UInt32>) -> (Codebook, Rows) {
    let order = counts.indices.filter { counts[$0] > 0 }.sorted {
      counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1]
    }
    var renumbered = ContiguousArray<UInt32>(repeating: 0, count: counts.count)
    var sorted = (
      meanings: ContiguousArray<Meaning>(), bytes: ContiguousArray<UInt8>(),
      ends: ContiguousArray<UInt32>()
    )
    sorted.meanings.reserveCapacity(order.count)
    sorted.ends.reserveCapacity(order.count)
    sorted.bytes.reserveCapacity(
      order.reduce(0) { $0 + Int(ends[$1]) - Int($1 == 0 ? 0 : ends[$1 - 1]) })
    var size = 0
    for (new, old) in order.enumerated() {
      renumbered[old] = UInt32(new)
      size += Int(counts[old]) * ContiguousArray<UInt8>.varintLength(UInt32(new))
      let meaning = meanings[old]
      sorted.meanings.append(meaning.isWord ? meaning.numbered(Int(words[meaning.word])) : meaning)
      sorted.bytes.append(contentsOf: bytes[Int(old == 0 ? 0 : ends[old - 1])..<Int(ends[old])])
      sorted.ends.append(UInt32(sorted.bytes.count))
    }
    var rows = Rows(count: rowEnds.count, bytes: size)
    var start = 0
    for end in rowEnds {
      rows.append(codes[start..<end].lazy.map { renumbered[Int($0)] })
      start = end
    }
    return (
      Codebook(meanings: sorted.meanings, bytes: sorted.bytes, ends: sorted.ends), rows
    )
  }
}

/// The rows of a segment: for each record its codes.
struct Rows: Sendable {
  /// The codes of all records, one record after another.
  private(set) var bytes: ContiguousArray<UInt8> = []
  private var ends: ContiguousArray<UInt32> = []

  init(count: Int, bytes size: Int) {
    bytes.reserveCapacity(size)
    ends.reserveCapacity(count)
  }

  mutating func append(_ codes: some Sequence<UInt32>) {
    for code in codes { bytes.appendVarint(code) }
    ends.append(UInt32(bytes.count))
  }

  /// Where the codes of a record stand in the bytes.
  func range(_ record: Int) -> Range<Int> {
    Int(record == 0 ? 0 : ends[record - 1])..<Int(ends[record])
  }

  /// Goes through the codes of a record.
  @inline(__always)
  func forEach(_ record: Int, _ body: (UInt32) -> Void) {
    let range = range(record)
    var position = range.lowerBound
    while position < range.upperBound { body(bytes.varint(&position)) }
  }
}
