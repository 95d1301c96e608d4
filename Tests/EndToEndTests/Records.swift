import Domain

/// Records for files.
enum Records {
  static let problem: JSON = [
    "id": "prob-1", "title": "Phân loại quả cà phê chín",
    "description": "Quả cà phê xanh lẫn quả chín làm giảm chất lượng cà phê nhân.",
    "expected_result": "Máy phân loại quả cà phê theo độ chín tại hợp tác xã.",
    "field": "agriculture", "technologies": ["ai"], "province": "66",
  ]

  static func firm(_ number: Int, description: String = "Phần mềm quản lý") -> JSON {
    [
      "id": .string("firm-\(number)"), "kind": "technology_firm",
      "name": .string("Công ty số \(number)"), "province": "66",
      "description": .string("\(description) \(number)"), "fields": ["agriculture"],
    ]
  }

  /// So many firms, one a line.
  static func lines(_ count: Int) -> String {
    (1...count).map { firm($0).compact + "\n" }.joined()
  }
}
