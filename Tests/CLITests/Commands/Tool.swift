import CLI
import Domain
import FoundationEssentials
import Testing

/// The real tree of commands on a database of its own, in this process.
final class Tool {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-cli-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// A tool whose register exists.
  static func ready() throws -> Tool {
    let tool = try Tool()
    try #require(tool.run("init").code == .ok)
    return tool
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: path(name)))
    return path(name)
  }

  @discardableResult
  func write(_ json: JSON, to name: String) throws -> String {
    try write(json.compact, to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(filePath: path(name)))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path(name))))
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
  }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Runs a command; in English unless told otherwise.
  func run(
    _ words: String..., database: String = "test.sqlite", environment: [String: String] = [:]
  ) -> Outcome {
    run(words, database: database, environment: environment)
  }

  func run(
    _ words: [String], database: String = "test.sqlite", environment: [String: String] = [:]
  ) -> Outcome {
    let variables = ["INNOREG_LANGUAGE": "en", "INNOREG_DATABASE": path(database)]
    return Outcome(
      Innoreg.program, words, environment: variables.merging(environment) { $1 })
  }

  /// Runs a command that must succeed and reads what it prints as JSON.
  func json(_ words: String..., database: String = "test.sqlite") throws -> JSON {
    let outcome = run(words + ["--json"], database: database)
    try #require(outcome.code == .ok, "\(outcome)")
    return try JSONParser.parse(outcome.output)
  }

  /// Imports records that must be taken.
  func take(_ records: JSON..., database: String = "test.sqlite") throws {
    let file = try write(.array(records), to: "records-\(UUID().uuidString).json")
    let outcome = run("import", file, database: database)
    try #require(outcome.code == .ok, "\(outcome)")
  }
}

/// Records for files.
enum Records {
  static let problem: JSON = [
    "id": "prob-1", "title": "Phân loại quả cà phê chín",
    "grounds": "Kế hoạch của tỉnh về chuyển đổi số",
    "description": "Quả xanh lẫn quả chín làm giảm chất lượng cà phê nhân.",
    "expected_result": "Máy phân loại quả cà phê theo độ chín.", "field": "agriculture",
    "technologies": ["ai"], "owner": "Sở Nông nghiệp và Môi trường", "mechanism": "commission",
    "budget_vnd": 5_000_000_000, "province": "66", "required": [["min_trl": 6]],
    "deadline": "2030-12-31T17:00:00+07:00",
  ]

  static let sorter: JSON = [
    "id": "firm-1", "kind": "technology_firm", "name": "Công ty Mắt Quả",
    "tax_code": "0100233488", "legal": ["sme_small", "digital_technology_enterprise"],
    "founded": 2018, "employees": 12, "province": "66", "email": "lien-he@mat-qua.example",
    "phone": "0262 000 0001", "address": "Số 1, phường Buôn Ma Thuột",
    "description": "Máy phân loại quả cà phê chín bằng camera.\nGiao tận hợp tác xã.",
    "products": ["Máy phân loại quả cà phê", "Phần mềm \"đếm quả\", bản 2"],
    "fields": ["agriculture"], "technologies": ["ai", "iot"], "trl": 8,
    "past_projects": [
      "Phân loại cà phê cho hợp tác xã",
      ["title": "Đếm quả trên cây", "client": "Một nông trường", "year": 2024],
    ],
    "certificates": ["Giải thưởng cấp tỉnh"],
  ]

  static let accountant: JSON = [
    "id": "firm-2", "kind": "startup", "name": "Sổ Trường Học", "province": "79",
    "description": "Phần mềm kế toán cho trường học.", "fields": ["education"], "trl": 4,
    "startup": ["stage": "seed", "raising_vnd": 3_000_000_000, "traction": "20 trường"],
  ]

  static let fund: JSON = [
    "id": "fund-1", "kind": "fund", "name": "Quỹ Mầm", "province": "66",
    "fund": [
      "fund_kind": "venture_capital", "thesis": "Nông nghiệp số.", "fields": ["agriculture"],
      "stages": ["seed", "series_a"], "ticket_min_vnd": 1_000_000_000,
      "ticket_max_vnd": 10_000_000_000, "provinces": ["66", "68"], "instruments": ["equity"],
      "open": true,
    ],
  ]

  static let incubator: JSON = [
    "id": "inc-1", "kind": "incubator", "name": "Vườn ươm Đất Đỏ", "province": "66",
    "incubator": [
      "capacity": 20, "mentors": 6,
      "programmes": [
        [
          "title": "Khoá mùa khô", "fields": ["agriculture"], "stages": ["idea"], "places": 10,
          "opens": "2030-01-15", "closes": "2030-03-31",
        ]
      ],
    ],
  ]
}
