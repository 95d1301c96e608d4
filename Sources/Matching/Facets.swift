import Domain

/// Counts codes over everything that was found.
struct Facets {
  private var types: [RecordType: Int] = [:]
  private var kinds = ContiguousArray(repeating: 0, count: 32)
  private var fields = ContiguousArray(repeating: 0, count: 32)
  private var technologies = ContiguousArray(repeating: 0, count: 32)
  private var stages = ContiguousArray(repeating: 0, count: 32)
  private var provinces = ContiguousArray(repeating: 0, count: Int(Tags.noProvince) + 1)
  private var statuses = ContiguousArray(repeating: 0, count: Tags.statuses.count)

  mutating func add(_ tags: Tags) {
    Self.count(tags.kinds.bits, &kinds)
    Self.count(tags.fields.bits, &fields)
    Self.count(tags.technologies.bits, &technologies)
    Self.count(tags.stages.bits, &stages)
    provinces[Int(tags.province)] += 1
    statuses[Int(tags.status)] += 1
  }

  mutating func add(_ count: Int, of type: RecordType) { types[type, default: 0] += count }

  private static func count(_ bits: UInt32, _ counts: inout ContiguousArray<Int>) {
    var rest = bits
    while rest != 0 {
      counts[rest.trailingZeroBitCount] += 1
      rest &= rest - 1
    }
  }

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
      ("kinds", list(OrganisationKind.accepted, kinds)),
      ("fields", list(Field.accepted, fields)),
      ("technologies", list(Technology.accepted, technologies)),
      ("provinces", list(places, provinces)),
      ("stages", list(Stage.accepted, stages)),
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

  init(_ query: SearchQuery) {
    kinds = CodeSet(Array(query.kinds))
    fields = CodeSet(Array(query.fields))
    technologies = CodeSet(Array(query.technologies))
    stages = CodeSet(Array(query.stages))
    let numbers = Set(query.provinces.map(Tags.number))
    provinces = (0...Tags.noProvince).map {
      query.provinces.isEmpty || $0 != Tags.noProvince && numbers.contains($0)
    }
    statuses = Tags.statuses.map { query.statuses.isEmpty || query.statuses.contains($0) }
  }

  /// Whether a record passes all filters.
  func passes(_ tags: Tags) -> Bool {
    (kinds.isEmpty || !tags.kinds.intersection(kinds).isEmpty)
      && (fields.isEmpty || !tags.fields.intersection(fields).isEmpty)
      && (technologies.isEmpty || !tags.technologies.intersection(technologies).isEmpty)
      && (stages.isEmpty || !tags.stages.intersection(stages).isEmpty)
      && provinces[Int(tags.province)] && statuses[Int(tags.status)]
  }
}
