/// Which records each word or concept occurs in, and how much it says of each.
///
/// A list is the number of its entries, then for each entry the distance from the record before
/// and the impact; small distances are frequent, so that most entries take two bytes.
struct Postings: Sendable {
  /// Bit of an impact that says that the word stands in the record's name.
  static let inName: UInt8 = 0x80

  /// Where each list starts; one more than there are lists.
  private var starts: ContiguousArray<UInt32> = [0]
  private var bytes: ContiguousArray<UInt8> = []

  /// A record with the impact, 1 to 127 with `inName` on top.
  typealias Entry = (record: UInt16, impact: UInt8)

  var listCount: Int { starts.count - 1 }

  /// How many records a list has.
  @inline(__always)
  func count(_ list: Int) -> Int {
    var position = Int(starts[list])
    return position == Int(starts[list + 1]) ? 0 : Int(bytes.varint(&position))
  }

  /// Goes through a list, records ascending.
  @inline(__always)
  func forEach(_ list: Int, _ body: (_ record: Int, _ impact: UInt8) -> Void) {
    var position = Int(starts[list])
    let end = Int(starts[list + 1])
    guard position < end else { return }
    _ = bytes.varint(&position)
    var record = 0
    while position < end {
      record &+= Int(bytes.varint(&position))
      body(record, bytes[position])
      position &+= 1
    }
  }

  /// Adds the impacts of a list to the sums of its records.
  func add(_ list: Int, times weight: UInt32, to sums: inout ContiguousArray<UInt16>) {
    let end = Int(starts[list + 1])
    var position = Int(starts[list])
    guard position < end else { return }
    let bytes = bytes.span
    while bytes[position] >= 0x80 { position &+= 1 }
    position &+= 1
    var sums = sums.mutableSpan
    var record = 0
    while position < end {
      var byte = bytes[position]
      position &+= 1
      var distance = Int(byte & 0x7F)
      var shift = 7
      while byte >= 0x80 {
        byte = bytes[position]
        position &+= 1
        distance |= Int(byte & 0x7F) &<< shift
        shift &+= 7
      }
      record &+= distance
      let impact = UInt32(bytes[position] & ~Self.inName)
      // An impact of 127 counts in full, and the least of all counts a little.
      sums[record] &+= UInt16(truncatingIfNeeded: (weight &* impact &+ 127) >> 7)
      position &+= 1
    }
  }

  /// Appends the next list, whose records ascend.
  mutating func append(_ entries: some Collection<Entry>) {
    if !entries.isEmpty {
      bytes.appendVarint(UInt32(entries.count))
      var last: UInt16 = 0
      for entry in entries {
        bytes.appendVarint(UInt32(entry.record - last))
        bytes.append(entry.impact)
        last = entry.record
      }
    }
    starts.append(UInt32(bytes.count))
  }

  /// Gives back what growing took too much.
  mutating func trim() {
    starts = ContiguousArray(exactly: starts)
    bytes = ContiguousArray(exactly: bytes)
  }
}

extension ContiguousArray {
  /// The same elements without room for more.
  init(exactly elements: ContiguousArray<Element>) {
    self.init()
    reserveCapacity(elements.count)
    append(contentsOf: elements)
  }
}
