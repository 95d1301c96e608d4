import Domain

/// The first look at all records: what each is worth for the query's words and concepts, straight
/// from the postings.
///
/// It adds whole numbers, so that neither the order of adding nor the cut of the index into parts
/// makes a difference.
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
    let weight: UInt32
    var count = 0
  }

  /// By part and record.
  private(set) var sums: [ContiguousArray<UInt32>]
  private let index: Index
  private var leftOut: [Unit] = []

  /// Steps to one unit of weight; more would not fit the sums of a long query.
  static let steps = 64.0
  /// An impact that counts in full.
  private static let full = 127.0

  /// Entries of postings that are gone through in any case, and for each record: what is worth
  /// least for its length is left out.
  private static let volume = (least: 200_000, perRecord: 8)
  /// A word that is met stands in a pair that is met about as often as not.
  private static let pairShare = 0.5

  init(_ query: Query, _ words: [QueryWords], in index: Index) {
    self.index = index
    sums = index.parts.map { ContiguousArray(repeating: 0, count: $0.segment.records.count) }
    let units = Self.units(query, words, index)
    // What says most for its length comes first.
    let order = units.indices.sorted {
      let left = UInt64(units[$0].weight) * UInt64(units[$1].count)
      let right = UInt64(units[$1].weight) * UInt64(units[$0].count)
      return left == right ? $0 < $1 : left > right
    }
    var room = Self.volume.least + Self.volume.perRecord * index.count
    for number in order {
      room -= units[number].count
      if room >= 0 { add(units[number]) } else { leftOut.append(units[number]) }
    }
  }

  /// Whether something was left out.
  var isPartial: Bool { !leftOut.isEmpty }

  /// Adds what was left out.
  mutating func complete() {
    for unit in leftOut { add(unit) }
    leftOut = []
  }

  /// The text weight that a sum stands for.
  static func weight(_ sum: UInt32) -> Double { Double(sum) / (full * steps) }

  private static func units(
    _ query: Query, _ words: [QueryWords], _ index: Index
  ) -> [Unit] {
    var units: [Unit] = []
    func unit(_ weight: Double, isConcept: Bool) -> Unit {
      Unit(places: [], isConcept: isConcept, weight: UInt32(max(0, weight) * steps + 0.5))
    }
    for (word, own) in query.words.units.enumerated() {
      units.append(unit(own.weight + pairShare * query.pairWeights[word], isConcept: false))
    }
    for (part, words) in words.enumerated() {
      for met in words.met where met.unit >= 0 {
        units[Int(met.unit)].places.append((part, met.word))
      }
    }
    for concept in query.concepts {
      var own = unit(concept.weight, isConcept: true)
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
      postings.add(place.list, times: unit.weight, to: &sums[place.part])
    }
  }
}
