import Domain

/// What the people of the story write.
extension Story {
  /// What the founder offers; nobody else may read it before the opening.
  static let secretApproach =
    "Cảm biến độ ẩm lá và ảnh chụp từ điện thoại, mô hình dự báo chạy ngay tại vườn."

  /// What the startup says of itself.
  static let startupProfile: JSON = [
    "kind": "startup", "name": "Công ty TNHH Cảnh Báo Vườn (ví dụ)", "tax_code": "6001842151",
    "province": "66", "legal": ["sme_micro"], "founded": 2022, "employees": 9,
    "email": "lienhe@example.vn",
    "description":
      "Chúng tôi làm hệ thống cảnh báo sớm sâu bệnh cho vườn cà phê bằng cảm biến và ảnh điện thoại.",
    "products": [
      "Cảnh báo sớm rệp sáp và gỉ sắt cà phê", "Cảm biến độ ẩm lá dùng năng lượng mặt trời",
    ],
    "fields": ["agriculture"], "technologies": ["iot", "ai"], "trl": 7,
    "past_projects": [
      [
        "title": "Cảnh báo sâu bệnh cho 120 vườn cà phê", "client": "Hợp tác xã cà phê",
        "year": 2025,
        "outcome": "Giảm một phần ba lượng thuốc bảo vệ thực vật",
      ]
    ],
    "startup": ["stage": "seed"],
  ]

  /// The problem, but for its deadline.
  static let statement: JSON = [
    "title": "Cảnh báo sớm sâu bệnh trên vườn cà phê đến từng vườn",
    "description": """
    Rệp sáp và gỉ sắt cà phê được phát hiện muộn, nông hộ phun thuốc theo lịch. Cần cảnh báo sớm \
    sâu bệnh bằng cảm biến, ảnh và dự báo cho từng vườn.
    """,
    "expected_result": "Cảnh báo đến điện thoại của nông hộ trước 48 giờ, giảm 30% lượng thuốc.",
    "field": "agriculture", "technologies": ["iot", "ai"], "mechanism": "commission",
    "budget_vnd": 1_500_000_000, "province": "66", "owner": "Sở Nông nghiệp và Môi trường",
    "required": [["min_trl": 6]],
  ]

  /// What proposals are judged by.
  static let criteria: JSON = [
    "criteria": [
      ["key": "fit", "title": ["vi": "Đáp ứng bài toán"], "weight": 60, "max_points": 10],
      ["key": "cost", "title": ["vi": "Chi phí hợp lý"], "weight": 40, "max_points": 10],
    ]
  ]

  /// What a reviewer gives a proposal: the same for each criterion.
  static func scores(_ points: Int64) -> JSON {
    [
      "scores": [
        ["criterion": "fit", "points": .integer(points)],
        ["criterion": "cost", "points": .integer(points)],
      ]
    ]
  }

  /// What a report counts in its period, of all kinds together.
  static func figure(_ name: String, in report: JSON) -> Int64? {
    (report["sections"]?.elements ?? []).flatMap { $0["rows"]?.elements ?? [] }
      .first { $0["figure"]?.text == name && $0["of"] == nil }?["in_period"]?.wholeNumber
  }
}
