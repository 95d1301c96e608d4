/// Which records each word or concept occurs in, and how much it says of each.
///
/// An entry takes three bytes. Distances between records would take two, but then each entry had
/// to wait for the one before, and adding up lists is what a match does most.
struct Postings: Sendable {
  /// Bit of an impact that says that the word stands in the record's name.
  static let inName: UInt8 = 0x80

  /// Where each list starts; one more than there are lists.
  private var starts: ContiguousArray<UInt32> = [0]
  private(set) var records: ContiguousArray<UInt16> = []
  private(set) var impacts: ContiguousArray<UInt8> = []

  /// A record with the impact, 1 to 127 with `inName` on top.
  typealias Entry = (record: UInt16, impact: UInt8)

  var listCount: Int { starts.count - 1 }

  /// Where the entries of a list stand.
  @inline(__always)
  func entries(_ list: Int) -> Range<Int> {
    Int(starts[list])..<Int(starts[list + 1])
  }

  /// How many records a list has.
  @inline(__always)
  func count(_ list: Int) -> Int { entries(list).count }

  /// Goes through a list, records ascending.
  @inline(__always)
  func forEach(_ list: Int, _ body: (_ record: Int, _ impact: UInt8) -> Void) {
    for place in entries(list) { body(Int(records[place]), impacts[place]) }
  }

  /// Adds the impacts of a list to the sums of its records.
  func add(_ list: Int, times weight: UInt16, to sums: inout ContiguousArray<UInt16>) {
    // An impact of 127 counts in full, and the least of all counts a little. The shift loses
    // `inName`; all is done in sixteen bits, of which a processor takes the most side by side.
    func part(_ impact: UInt8) -> UInt16 {
      let share = UInt32(UInt16(impact) &<< 9)
      return UInt16(truncatingIfNeeded: (UInt32(weight) &* share) >> 16) &+ 1
    }
    let entries = entries(list)
    let records = records.span.extracting(entries)
    let impacts = impacts.span.extracting(entries)
    var sums = sums.mutableSpan
    // What each counts is worked out for a stretch at once, which a processor does side by side.
    let length = 64
    var parts = InlineArray<64, UInt16>(repeating: 0)
    var start = 0
    while start &+ length <= records.count {
      let stretch = start..<start &+ length
      let (ownRecords, ownImpacts) = (records.extracting(stretch), impacts.extracting(stretch))
      for place in 0..<length { parts[place] = part(ownImpacts[place]) }
      for place in 0..<length { sums[Int(ownRecords[place])] &+= parts[place] }
      start &+= length
    }
    while start < records.count {
      sums[Int(records[start])] &+= part(impacts[start])
      start &+= 1
    }
  }

  /// Makes room for so many more entries.
  mutating func reserve(_ count: Int) {
    records.reserveCapacity(records.count + count)
    impacts.reserveCapacity(impacts.count + count)
  }

  /// Appends the next list, whose records ascend.
  mutating func append(_ entries: some Collection<Entry>) {
    for entry in entries {
      records.append(entry.record)
      impacts.append(entry.impact)
    }
    starts.append(UInt32(records.count))
  }

  /// Gives back what growing took too much.
  mutating func trim() {
    starts = ContiguousArray(exactly: starts)
    records = ContiguousArray(exactly: records)
    impacts = ContiguousArray(exactly: impacts)
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
