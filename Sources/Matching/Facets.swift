import Domain

/// Counts codes over everything that was found.
struct Facets {
  private var types: [RecordType: Int] = [:]
  /// How often each byte of the tags has each value.
  private var seen = ContiguousArray<UInt32>(repeating: 0, count: Place.count << 8)

  /// Where the bytes of each tag are counted; sets take one for every eight codes.
  private enum Place {
    static let kinds = 0
    static let fields = 1
    static let technologies = 3
    static let stages = 7
    static let province = 8
    static let status = 9
    static let count = 10
  }

  /// The codes of each list, in their order.
  private static let kinds = OrganisationKind.accepted
  private static let fields = Field.accepted
  private static let technologies = Technology.accepted
  private static let stages = Stage.accepted
  private static let provinces = (0..<Int(Tags.noProvince)).map(Tags.province)

  /// Counts the tags of these records.
  ///
  /// It counts whole bytes and takes them apart at the end: one step for each byte and no branch,
  /// whatever is in it.
  mutating func add(_ records: ContiguousArray<UInt16>, of tags: ContiguousArray<Tags>) {
    var seen = seen.mutableSpan
    let tags = tags.span
    for record in records {
      let own = tags[Int(record)]
      seen[Self.slot(own.kinds.bits, Place.kinds)] &+= 1
      seen[Self.slot(own.fields.bits, Place.fields)] &+= 1
      seen[Self.slot(own.fields.bits >> 8, Place.fields + 1)] &+= 1
      seen[Self.slot(own.technologies.bits, Place.technologies)] &+= 1
      seen[Self.slot(own.technologies.bits >> 8, Place.technologies + 1)] &+= 1
      seen[Self.slot(own.technologies.bits >> 16, Place.technologies + 2)] &+= 1
      seen[Self.slot(own.technologies.bits >> 24, Place.technologies + 3)] &+= 1
      seen[Self.slot(own.stages.bits, Place.stages)] &+= 1
      seen[Self.slot(UInt32(own.province), Place.province)] &+= 1
      seen[Self.slot(UInt32(own.status), Place.status)] &+= 1
    }
  }

  @inline(__always)
  private static func slot(_ bits: UInt32, _ place: Int) -> Int { place << 8 | Int(bits & 0xFF) }

  mutating func add(_ count: Int, of type: RecordType) { types[type, default: 0] += count }

  /// The counts by name, most frequent first, ties by code.
  var counts: [(name: String, counts: [(code: String, count: Int)])] {
    func list(_ codes: [String], _ counts: some Sequence<Int>) -> [(code: String, count: Int)] {
      zip(codes, counts).lazy.filter { $1 > 0 }.map { (code: $0, count: $1) }
        .sorted { $0.count == $1.count ? $0.code < $1.code : $0.count > $1.count }
    }
    return [
      (
        "types",
        list(RecordType.allCases.map(\.rawValue), RecordType.allCases.map { types[$0] ?? 0 })
      ),
      ("kinds", list(Self.kinds, members(Place.kinds, bytes: 1))),
      ("fields", list(Self.fields, members(Place.fields, bytes: 2))),
      ("technologies", list(Self.technologies, members(Place.technologies, bytes: 4))),
      ("provinces", list(Self.provinces, values(Place.province))),
      ("stages", list(Self.stages, members(Place.stages, bytes: 1))),
      ("statuses", list(Tags.statuses, values(Place.status))),
    ]
  }

  /// How often a byte has each value.
  private func values(_ place: Int) -> some Sequence<Int> {
    seen[place << 8..<(place + 1) << 8].lazy.map { Int($0) }
  }

  /// In how many sets each code is, by place of the code in its list.
  private func members(_ place: Int, bytes: Int) -> [Int] {
    var result = [Int](repeating: 0, count: bytes * 8)
    for byte in 0..<bytes {
      for (value, count) in values(place + byte).enumerated() where count > 0 {
        var rest = value
        while rest != 0 {
          result[byte * 8 + rest.trailingZeroBitCount] += count
          rest &= rest - 1
        }
      }
    }
    return result
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
  /// Whether everything passes.
  let isOpen: Bool

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
