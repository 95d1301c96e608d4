import Domain

/// Turns rows of a spreadsheet into records.
///
/// `startup.stage` nests, `;` separates the elements of a list, an empty cell unsets. The heads of
/// columns may also be those of published annexes ("Tên bài toán lớn", "Căn cứ đề xuất", "Kết quả
/// cần đạt được"), codes may be written as their labels, days as dd/mm/yyyy, and money as people
/// write it: 1.500.000.000, 1,5 tỷ, 500 triệu.
struct CSVRecord {
  private let columns: [Column]
  private let labels: [String: [String: String]]

  private enum Column {
    case member(String)
    /// A running number, which says nothing about the record.
    case ignored
  }

  /// Reads the heads of the columns.
  /// - Throws: `.invalid` where a head is empty or stands twice, or where no column could name a
  ///   record.
  init(header: [String], codes: CodeBook?) throws(DomainError) {
    var faults: [Fault] = []
    var names: [String] = []
    columns = header.enumerated().map { index, written in
      let head = written.trimmed
      let key = Folding.fold(Folding.nfc(head))
      if Self.runningNumbers.contains(key) { return .ignored }
      let name = Self.aliases.first { $0.heads.contains(key) }?.member ?? head.lowercased()
      if head.isEmpty {
        faults.append(Fault("/", .missing, found: "column \(index + 1)"))
      } else if names.contains(name) {
        faults.append(Fault("/" + name, .repeated, found: head))
      }
      names.append(name)
      return .member(name)
    }
    if faults.isEmpty, !names.contains(where: { ["title", "name", "id"].contains($0) }) {
      faults = [
        Fault(
          "", .notAccepted, found: header.map(\.trimmed).joined(separator: ", "),
          accepted: "title (Tên bài toán), name (Tên tổ chức), id (Mã)")
      ]
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    labels = Dictionary(
      uniqueKeysWithValues: (codes?.lists ?? []).map { list in
        let pairs = list.entries.flatMap { entry in
          [entry.label.vi, entry.label.en].map { (Folding.fold($0), entry.code) }
        }
        return (list.name, Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
      })
  }

  /// The record of one row; cells beyond the last column are dropped by the caller.
  func json(_ cells: [String]) -> JSON {
    var object = JSONObject()
    for (column, cell) in zip(columns, cells) {
      guard case .member(let name) = column else { continue }
      let text = CSV.unguarded(cell.trimmed)
      let value = text.isEmpty ? JSON.null : value(of: text, in: name)
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      if parts.count == 2 {
        var inner = JSONObject()
        if case .object(let existing)? = object[parts[0]] { inner = existing }
        inner[parts[1]] = value
        object[parts[0]] = .object(inner)
      } else {
        object[name] = value
      }
    }
    // A part of which every cell is empty is no part.
    for (name, value) in object.members {
      if case .object(let inner) = value, inner.members.allSatisfy({ $0.value == .null }) {
        object[name] = JSON.null
      }
    }
    return .object(object)
  }

  /// Whether every cell that says something is empty.
  func isBlank(_ cells: [String]) -> Bool {
    zip(columns, cells).allSatisfy { column, cell in
      if case .ignored = column { true } else { cell.trimmed.isEmpty }
    }
  }

  private func value(of text: String, in name: String) -> JSON {
    let member = name.split(separator: ".").last.map(String.init) ?? name
    if Self.numbers.contains(member) { return VietnameseNumber.read(text) ?? .string(text) }
    if Self.structures.contains(member) { return (try? JSONParser.parse(text)) ?? .string(text) }
    if Self.days.contains(member) { return .string(VietnameseDay.read(text) ?? text) }
    if Self.lists.contains(member) {
      if text.hasPrefix("["), let json = try? JSONParser.parse(text), json.elements != nil {
        return json
      }
      return .array(
        text.split(whereSeparator: { $0 == ";" || $0 == "\n" }).map {
          .string(code($0.trimmed, in: member))
        })
    }
    if member == "open" || member == "raising_visible_to_funds" {
      switch Folding.fold(text) {
      case "true", "1", "yes", "co": return .bool(true)
      case "false", "0", "no", "khong": return .bool(false)
      default: return .string(text)
      }
    }
    return .string(code(text, in: member))
  }

  /// The code whose label this is; the text itself where it is none.
  private func code(_ text: String, in member: String) -> String {
    guard let list = Self.codeLists[member] else { return text }
    return labels[list]?[Folding.fold(Folding.nfc(text))] ?? text
  }

  private static let numbers: Set<String> = [
    "founded", "employees", "trl", "budget_vnd", "raising_vnd", "ticket_min_vnd",
    "ticket_max_vnd", "capacity", "mentors",
  ]
  private static let lists: Set<String> = [
    "legal", "products", "fields", "technologies", "past_projects", "certificates", "stages",
    "provinces", "instruments",
  ]
  private static let structures: Set<String> = ["required", "programmes", "mentor_profiles"]
  private static let days: Set<String> = ["deadline", "question_deadline"]
  private static let codeLists: [String: String] = [
    "kind": OrganisationKind.list, "field": Field.list, "fields": Field.list,
    "technologies": Technology.list, "legal": LegalClass.list, "stage": Stage.list,
    "stages": Stage.list, "mechanism": Mechanism.list, "fund_kind": FundKind.list,
    "instruments": Instrument.list,
  ]

  private static let runningNumbers: Set<String> = ["tt", "stt", "so tt", "no", "no.", "#"]

  /// Heads as they stand in published annexes and in firms' own lists, folded.
  private static let aliases: [(member: String, heads: Set<String>)] = [
    ("id", ["ma", "ma so", "ma ban ghi"]),
    ("title", ["ten bai toan", "ten bai toan lon", "bai toan", "bai toan lon"]),
    (
      "grounds",
      ["can cu", "can cu de xuat", "can cu de xuat bai toan", "can cu de xuat bai toan lon"]
    ),
    (
      "expected_result",
      ["ket qua", "ket qua can dat", "ket qua can dat duoc", "ket qua du kien", "yeu cau ket qua"]
    ),
    ("description", ["mo ta", "noi dung", "gioi thieu"]),
    ("field", ["linh vuc bai toan"]),
    ("fields", ["linh vuc", "linh vuc hoat dong"]),
    ("technologies", ["cong nghe"]),
    ("owner", ["co quan", "co quan chu tri", "don vi chu tri", "don vi de xuat", "chu bai toan"]),
    ("owner_organisation", ["to chuc chu tri"]),
    ("question_deadline", ["han nhan cau hoi"]),
    ("budget_vnd", ["kinh phi", "kinh phi du kien", "ngan sach"]),
    ("deadline", ["han", "han nop", "thoi han"]),
    ("name", ["ten", "ten to chuc", "ten doanh nghiep", "ten don vi"]),
    ("kind", ["loai", "loai to chuc", "loai hinh"]),
    ("tax_code", ["ma so thue", "mst"]),
    ("province", ["tinh", "tinh, thanh pho", "tinh thanh", "tinh/thanh pho"]),
    ("address", ["dia chi"]),
    ("phone", ["dien thoai", "so dien thoai"]),
    ("email", ["thu dien tu", "e-mail"]),
    ("website", ["trang web", "trang thong tin dien tu"]),
    ("products", ["san pham"]),
    ("employees", ["nhan su", "so nhan su", "so lao dong"]),
    ("founded", ["nam thanh lap"]),
    ("past_projects", ["du an da thuc hien", "du an da lam"]),
  ]
}
