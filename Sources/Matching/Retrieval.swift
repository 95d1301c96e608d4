import Domain

/// The first look at all records: what each is worth for the query's words and concepts, straight
/// from the postings.
///
/// It adds whole numbers, so that neither the order of adding nor the cut of the index into parts
/// makes a difference; sixteen bits a record, so that the sums of a segment stay in the cache.
struct Retrieval {
  /// A record of the index.
  struct Candidate {
    let part: Int
    let record: Int
  }

  /// What a record may be in the result.
  enum Standing {
    case eligible
    /// Relevant or not, a hard limit bars it; it is listed with the reason.
    case barred
    /// It is not asked for at all.
    case outside
  }

  /// A word or a concept of the query in the dictionary of each part.
  private struct Unit {
    var places: [(part: Int, list: Int)]
    let isConcept: Bool
    let weight: Double
    /// The weight in steps.
    private(set) var whole: UInt16 = 0
    var count = 0

    init(weight: Double, isConcept: Bool) {
      places = []
      self.isConcept = isConcept
      self.weight = max(0, weight)
    }

    /// The most that a record can have of it; a word without marks may stand for several at once.
    var most: Double {
      // The places of a part stand together.
      var (most, count, part) = (0, 0, -1)
      for place in places {
        count = place.part == part ? count + 1 : 1
        part = place.part
        most = max(most, count)
      }
      return weight * Double(most)
    }

    mutating func scale(by steps: Double) { whole = UInt16((weight * steps).rounded(.up)) }
  }

  /// By part and record.
  private(set) var sums: [ContiguousArray<UInt16>]
  private let index: Index
  private var leftOut: [Unit] = []

  /// Steps of a sum to one unit of weight, as many as fit.
  private let steps: Double

  /// Entries of postings that are gone through in any case, and for each record: what is worth
  /// least for its length is left out.
  private static let volume = (least: 200_000, perRecord: 2)
  /// Records that are passed over together.
  private static let stretch = 64
  /// A word that is met stands in a pair that is met about as often as not.
  private static let pairShare = 0.5

  init(_ query: Query, _ words: [QueryWords], in index: Index) {
    self.index = index
    sums = index.parts.map { ContiguousArray(repeating: 0, count: $0.segment.records.count) }
    var units = Self.units(query, words, index)
    // Even a record that says everything must not overflow, and what is rounded up has room.
    steps = 50_000 / max(1, units.reduce(0) { $0 + $1.most })
    for number in units.indices { units[number].scale(by: steps) }
    // What tells records apart most for its length comes first.
    let order = units.enumerated().map { number, unit in
      (worth: unit.weight * unit.weight, count: Double(unit.count), number: number)
    }.sorted {
      let (left, right) = ($0.worth * $1.count, $1.worth * $0.count)
      return left == right ? $0.number < $1.number : left > right
    }
    var room = Self.volume.least + Self.volume.perRecord * index.count
    for place in order {
      room -= units[place.number].count
      if room >= 0 { add(units[place.number]) } else { leftOut.append(units[place.number]) }
    }
  }

  /// Whether something was left out.
  var isPartial: Bool { !leftOut.isEmpty }

  /// Adds what was left out.
  mutating func complete() {
    for unit in leftOut { add(unit) }
    leftOut = []
  }

  /// A sum that about so many records reach, by one of every eight; 1 where there are fewer.
  func least(ofLargest wanted: Int) -> UInt16 {
    let shift = 6
    let every = 8
    var counts = ContiguousArray<UInt32>(repeating: 0, count: 1 << (16 - shift))
    for sums in sums {
      for place in stride(from: 0, to: sums.count, by: every) {
        counts[Int(sums[place] >> shift)] &+= 1
      }
    }
    var left = wanted / every
    for step in counts.indices.dropFirst().reversed() {
      left -= Int(counts[step])
      if left <= 0 { return UInt16(step << shift) }
    }
    return 1
  }

  /// The records of a part whose sums are in a range.
  ///
  /// They are gathered without a branch and before anything else is looked up of them: which of
  /// them are in it cannot be foretold, and the look-ups overlap. Stretches that have none are
  /// passed over. They are written to the front of `found`; what comes back is how many they are.
  func records(
    of part: Int, within range: ClosedRange<UInt16>, into found: inout ContiguousArray<UInt16>
  ) -> Int {
    let own = sums[part]
    if found.count < own.count {
      found.append(contentsOf: repeatElement(0, count: own.count - found.count))
    }
    let values = own.span
    var records = found.mutableSpan
    var count = 0
    var start = 0
    while start < values.count {
      let end = min(start &+ Self.stretch, values.count)
      let stretch = values.extracting(start..<end)
      var most: UInt16 = 0
      for place in stretch.indices { most = max(most, stretch[place]) }
      if most >= range.lowerBound {
        for place in stretch.indices {
          records[count] = UInt16(truncatingIfNeeded: start &+ place)
          let sum = stretch[place]
          count &+= (sum >= range.lowerBound ? 1 : 0) & (sum <= range.upperBound ? 1 : 0)
        }
      }
      start = end
    }
    return count
  }

  /// The text weight that a sum stands for.
  @inline(__always)
  func weight(_ sum: UInt16) -> Double { Double(sum) / steps }

  private static func units(
    _ query: Query, _ words: [QueryWords], _ index: Index
  ) -> [Unit] {
    var units: [Unit] = []
    for (word, own) in query.words.units.enumerated() {
      units.append(
        Unit(weight: own.weight + pairShare * query.pairWeights[word], isConcept: false))
    }
    for (part, words) in words.enumerated() {
      for met in words.met where met.unit >= 0 {
        units[Int(met.unit)].places.append((part, met.word))
      }
    }
    for concept in query.concepts {
      var own = Unit(weight: concept.weight, isConcept: true)
      own.places = index.parts.indices.map { ($0, concept.concept) }
      units.append(own)
    }
    for number in units.indices {
      units[number].count = units[number].places.reduce(0) { sum, place in
        let segment = index.parts[place.part].segment
        let postings = units[number].isConcept ? segment.conceptPostings : segment.wordPostings
        return sum + postings.count(place.list)
      }
    }
    return units.filter { $0.weight > 0 && $0.count > 0 }
  }

  private mutating func add(_ unit: Unit) {
    for place in unit.places {
      let segment = index.parts[place.part].segment
      let postings = unit.isConcept ? segment.conceptPostings : segment.wordPostings
      postings.add(place.list, times: unit.whole, to: &sums[place.part])
    }
  }
}
