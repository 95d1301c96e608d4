import Domain

/// Counts codes over everything that was found.
struct Facets {
  private var types: [RecordType: Int] = [:]
  private var kinds = SetCounts(bytes: 1)
  private var fields = SetCounts(bytes: 2)
  private var technologies = SetCounts(bytes: 4)
  private var stages = SetCounts(bytes: 1)
  private var provinces = ContiguousArray(repeating: 0, count: Int(Tags.noProvince) + 1)
  private var statuses = ContiguousArray(repeating: 0, count: Tags.statuses.count)

  mutating func add(_ tags: Tags) {
    kinds.add(tags.kinds.bits)
    fields.add(tags.fields.bits)
    technologies.add(tags.technologies.bits)
    stages.add(tags.stages.bits)
    provinces[Int(tags.province)] += 1
    statuses[Int(tags.status)] += 1
  }

  mutating func add(_ count: Int, of type: RecordType) { types[type, default: 0] += count }

  /// The counts by name, most frequent first, ties by code.
  var counts: [(name: String, counts: [(code: String, count: Int)])] {
    func list(_ codes: [String], _ counts: some Sequence<Int>) -> [(code: String, count: Int)] {
      zip(codes, counts).map { (code: $0, count: $1) }.filter { $0.count > 0 }
        .sorted { $0.count == $1.count ? $0.code < $1.code : $0.count > $1.count }
    }
    let places = (0..<Int(Tags.noProvince)).map(Tags.province)
    return [
      (
        "types",
        list(RecordType.allCases.map(\.rawValue), RecordType.allCases.map { types[$0] ?? 0 })
      ),
      ("kinds", list(OrganisationKind.accepted, kinds.counts)),
      ("fields", list(Field.accepted, fields.counts)),
      ("technologies", list(Technology.accepted, technologies.counts)),
      ("provinces", list(places, provinces)),
      ("stages", list(Stage.accepted, stages.counts)),
      ("statuses", list(Tags.statuses, statuses)),
    ]
  }
}

/// The filters of a search, ready to be tested against a record's tags.
struct SearchFilter {
  private let kinds: CodeSet<OrganisationKind>
  private let fields: CodeSet<Field>
  private let technologies: CodeSet<Technology>
  private let stages: CodeSet<Stage>
  private let provinces: [Bool]
  private let statuses: [Bool]
  private let communes: Set<Int32>
  private let isOpen: Bool

  init(_ query: SearchQuery) {
    kinds = CodeSet(Array(query.kinds))
    fields = CodeSet(Array(query.fields))
    technologies = CodeSet(Array(query.technologies))
    stages = CodeSet(Array(query.stages))
    communes = Set(query.communes.map { Facts.number(ofCommune: $0) ?? -1 })
    isOpen =
      query.kinds.isEmpty && query.fields.isEmpty && query.technologies.isEmpty
      && query.stages.isEmpty && query.provinces.isEmpty && query.statuses.isEmpty
      && query.communes.isEmpty
    let numbers = Set(query.provinces.map(Tags.number))
    provinces = (0...Tags.noProvince).map {
      query.provinces.isEmpty || $0 != Tags.noProvince && numbers.contains($0)
    }
    statuses = Tags.statuses.map { query.statuses.isEmpty || query.statuses.contains($0) }
  }

  /// Whether a record passes all filters.
  func passes(_ tags: Tags, _ records: RecordTable, _ record: Int) -> Bool {
    if isOpen { return true }
    if !communes.isEmpty, !communes.contains(records.facts[record].commune ?? -2) { return false }
    return (kinds.isEmpty || !tags.kinds.intersection(kinds).isEmpty)
      && (fields.isEmpty || !tags.fields.intersection(fields).isEmpty)
      && (technologies.isEmpty || !tags.technologies.intersection(technologies).isEmpty)
      && (stages.isEmpty || !tags.stages.intersection(stages).isEmpty)
      && provinces[Int(tags.province)] && statuses[Int(tags.status)]
  }
}

/// Counts in how many sets each code is.
///
/// It counts whole bytes and takes them apart at the end: one step for each byte of a set and no
/// branch, whatever is in it.
private struct SetCounts {
  private var seen: ContiguousArray<UInt32>

  init(bytes: Int) { seen = ContiguousArray(repeating: 0, count: bytes * 256) }

  @inline(__always)
  mutating func add(_ bits: UInt32) {
    var rest = bits
    var start = 0
    while start < seen.count {
      seen[start &+ Int(rest & 0xFF)] &+= 1
      rest >>= 8
      start &+= 256
    }
  }

  /// By place of the code in its list.
  var counts: [Int] {
    var result = [Int](repeating: 0, count: seen.count / 32)
    for (place, count) in seen.enumerated() where count > 0 {
      var rest = place & 0xFF
      while rest != 0 {
        result[place / 256 * 8 + rest.trailingZeroBitCount] += Int(count)
        rest &= rest - 1
      }
    }
    return result
  }
}
