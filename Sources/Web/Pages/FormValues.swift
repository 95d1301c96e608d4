import Domain
import HTTP

/// What stands in the fields of a form: what the record holds, or what somebody has typed, also
/// where it could not be taken, so that nothing needs to be typed twice.
struct FormValues: Sendable {
  private var texts: [String: [String]] = [:]

  /// Nothing filled in.
  init() {}

  /// What a record holds.
  init(record: JSON, form: Form) {
    for field in form.fields {
      guard let value = field.member.split(separator: ".").reduce(record, { $0?[String($1)] })
      else { continue }
      if case .rows(let columns, _) = field.kind {
        write(value.elements ?? [], in: field, columns)
      } else {
        texts[field.member] = Self.texts(of: value, field.kind)
      }
    }
  }

  /// What has been typed.
  init(_ query: Query) {
    for item in query { texts[item.name, default: []].append(item.value) }
  }

  /// What stands in a field.
  subscript(field: FormField) -> [String] {
    get { texts[field.member] ?? [] }
    set { texts[field.member] = newValue }
  }

  /// A row that is told by one text alone has it in its first column.
  private mutating func write(_ rows: [JSON], in field: FormField, _ columns: [FormField]) {
    for (number, row) in rows.enumerated() {
      for (place, column) in columns.enumerated() {
        if let value = row.text == nil ? row[column.member] : place == 0 ? row : nil {
          texts[field.cell(number, column)] = Self.texts(of: value, column.kind)
        }
      }
    }
  }

  /// What stands in the rows of a field, those left out of which nothing is filled in.
  func rows(_ field: FormField) -> [[String: [String]]] {
    guard case .rows(let columns, let most) = field.kind else { return [] }
    return (0..<most + FormField.spareRows).compactMap { number in
      var row: [String: [String]] = [:]
      for column in columns {
        let typed = texts[field.cell(number, column)] ?? []
        if typed.contains(where: { !$0.trimmed.isEmpty }) { row[column.member] = typed }
      }
      return row.isEmpty ? nil : row
    }
  }

  /// Empties a field, rows included.
  mutating func clear(_ field: FormField) {
    texts[field.member] = nil
    texts = texts.filter { !$0.key.hasPrefix(field.member + ".") || !field.hasRows }
  }

  /// Takes a field over from another form's values.
  mutating func take(_ field: FormField, from other: FormValues) {
    clear(field)
    texts[field.member] = other.texts[field.member]
    guard field.hasRows else { return }
    for (name, value) in other.texts where name.hasPrefix(field.member + ".") {
      texts[name] = value
    }
  }

  private static func texts(of value: JSON, _ kind: FormField.Kind) -> [String] {
    switch (kind, value) {
    case (.lines, .array(let elements)):
      [elements.map { $0.text ?? $0["title"]?.text ?? "" }.joined(separator: "\n")]
    case (_, .array(let elements)): elements.map { $0.text ?? $0["status"]?.text ?? "" }
    case (.money, .integer(let amount)): [Figures.grouped(amount, .vi)]
    case (.percent, .integer(let count)): [FormField.percentText(Int(clamping: count))]
    case (.moment, .string(let text)):
      [Instant(rfc3339: text).map { String($0.rfc3339InVietnam.prefix(16)) } ?? text]
    case (_, .string(let text)): [text]
    case (_, .integer(let number)): [String(number)]
    case (_, .bool(let flag)): flag ? ["true"] : []
    default: []
    }
  }
}

extension Form {
  /// The record that a filled-in form describes; fields that were left empty are left out.
  ///
  /// What cannot be read goes through as it was typed, so that the register itself says what was
  /// found and what it would take.
  func record(from typed: FormValues) -> JSON {
    var record = JSON.object(JSONObject())
    for field in fields {
      if let value = field.value(in: typed) {
        record.set(value, at: field.member.split(separator: ".").map(String.init)[...])
      }
    }
    return record
  }

  /// The required fields that were left empty, for changes, where an empty member might count as
  /// one that is not to be changed.
  func missing(in typed: FormValues) -> [Fault] {
    fields.filter { $0.isRequired && $0.value(in: typed) == nil }
      .map { Fault($0.pointer, .missing) }
  }

  /// The change (RFC 7396) that a filled-in form asks of a record: members that were emptied are
  /// removed, and those that still say the same are not touched.
  func patch(from typed: FormValues, of record: JSON) -> JSON {
    let held = FormValues(record: record, form: self)
    var patch = JSON.object(JSONObject())
    for field in fields {
      if field.hasRows {
        guard field.value(in: held) != field.value(in: typed) else { continue }
      } else if held[field] == typed[field].map(Self.unixLines) {
        continue
      }
      let value = field.value(in: typed)
      // The same amount may be grouped in another way.
      if case .money = field.kind, value == field.value(in: held) { continue }
      guard value != nil || field.value(in: held) != nil else { continue }
      patch.set(value ?? .null, at: field.member.split(separator: ".").map(String.init)[...])
    }
    return patch
  }

  /// Browsers send line breaks as CR LF.
  private static func unixLines(_ text: String) -> String { text.replacing("\r\n", with: "\n") }
}

extension FormField {
  /// Rows that are shown beside those that are filled in.
  static let spareRows = 2

  /// Whether it has rows.
  var hasRows: Bool {
    if case .rows = kind { true } else { false }
  }

  /// The name of the control in a row.
  func cell(_ row: Int, _ column: FormField) -> String { "\(member).\(row).\(column.member)" }

  /// What stands in it, as the register takes it; nil where it was left empty.
  func value(in values: FormValues) -> JSON? {
    guard case .rows(let columns, _) = kind else { return value(of: values[self]) }
    let rows = values.rows(self).map { row in
      JSON.object(
        JSONObject(
          columns.compactMap { column in
            column.value(of: row[column.member] ?? []).map { (column.member, $0) }
          }))
    }
    return rows.isEmpty ? nil : .array(rows)
  }

  /// What was typed, as the register takes it; nil where the field was left empty.
  func value(of typed: [String]) -> JSON? {
    let text = typed.first.map { $0.replacing("\r\n", with: "\n").trimmed } ?? ""
    switch kind {
    case .choices:
      let codes = typed.filter { !$0.isEmpty }
      return codes.isEmpty ? nil : .array(codes.map(JSON.string))
    case .lines:
      let lines = text.split(separator: "\n").map(\.trimmed).filter { !$0.isEmpty }
      return lines.isEmpty ? nil : .array(lines.map(JSON.string))
    case .flag: return .bool(!text.isEmpty)
    case .file, .files: return nil
    case .organisation: return chosen(of: typed).map(JSON.string)
    case .password: return (typed.first ?? "").isEmpty ? nil : .string(typed.first ?? "")
    case _ where text.isEmpty: return nil
    case .number, .money, .scale: return VietnameseNumber.read(text) ?? .string(text)
    case .percent: return Self.hundredths(text).map(JSON.integer) ?? .string(text)
    case .day: return .string(VietnameseDay.read(text) ?? text)
    case .moment: return .string(text.utf8.count == 16 ? text + ":00+07:00" : text)
    case .line, .text, .choice, .email, .phone, .address, .oneTimeCode, .rows:
      return .string(text)
    }
  }
}

extension FormField {
  /// What was typed or chosen in a field for an organisation: a name that is typed counts for more
  /// than what was chosen before.
  func chosen(of typed: [String]) -> String? {
    typed.map(\.trimmed).last { !$0.isEmpty }
  }

  /// Hundredths of a per cent as people write them: `12,5`.
  static func percentText(_ count: Int) -> String {
    let (whole, rest) = count.magnitude.quotientAndRemainder(dividingBy: 100)
    var decimals = String(String(100 + rest).dropFirst())
    while decimals.last == "0" { decimals.removeLast() }
    return (count < 0 ? "-" : "") + String(whole) + (decimals.isEmpty ? "" : "," + decimals)
  }

  /// What was typed as per cent, in hundredths; nil where it is none.
  private static func hundredths(_ text: String) -> Int64? {
    let number = text.filter { $0 != "%" && !$0.isWhitespace }
    let parts = number.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
    guard let whole = parts.first.flatMap({ Int64($0) }), parts.count <= 2,
      whole.magnitude < 1_000_000
    else { return nil }
    guard parts.count == 2 else { return whole * 100 }
    guard (1...2).contains(parts[1].count), let rest = Int64(parts[1]), rest >= 0 else {
      return nil
    }
    return whole * 100 + (parts[1].count == 1 ? rest * 10 : rest)
  }
}

extension JSON {
  fileprivate mutating func set(_ value: JSON, at path: ArraySlice<String>) {
    guard let name = path.first else {
      self = value
      return
    }
    var object = JSONObject()
    if case .object(let held) = self { object = held }
    var inner = object[name] ?? .object(JSONObject())
    inner.set(value, at: path.dropFirst())
    object[name] = inner
    self = .object(object)
  }
}
