package import Domain

/// What a match is judged by; each is worth 0 to 1 and has a weight.
package enum Signal: String, CaseIterable, Sendable, Hashable {
  /// What the texts of both sides say: words, word pairs and concepts.
  case capability
  /// The sector.
  case field
  /// The technologies.
  case technology
  /// The technology readiness level against the one asked for.
  case readiness
  /// What has been done for others on the same matter.
  case trackRecord = "track_record"
  /// Where the organisation is.
  case place
  /// Its size against the budget.
  case capacity

  /// Its place in `allCases`.
  var position: Int {
    switch self {
    case .capability: 0
    case .field: 1
    case .technology: 2
    case .readiness: 3
    case .trackRecord: 4
    case .place: 5
    case .capacity: 6
    }
  }

  /// What people read instead of the code.
  package var label: Bilingual {
    switch self {
    case .capability: Bilingual(vi: "Năng lực", en: "Capability")
    case .field: Bilingual(vi: "Lĩnh vực", en: "Field")
    case .technology: Bilingual(vi: "Công nghệ", en: "Technology")
    case .readiness: Bilingual(vi: "Mức sẵn sàng công nghệ", en: "Technology readiness")
    case .trackRecord: Bilingual(vi: "Dự án đã thực hiện", en: "Track record")
    case .place: Bilingual(vi: "Địa bàn", en: "Place")
    case .capacity: Bilingual(vi: "Quy mô", en: "Size")
    }
  }
}
