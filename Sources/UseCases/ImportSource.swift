package import Domain

/// One record of a file, or why it cannot be read.
package struct ImportItem: Sendable {
  /// Where it stands: `line 7` or `record 3`.
  package let position: String
  /// The record as written.
  package let content: Result<JSON, DomainError>

  /// A record at a position.
  package init(position: String, content: Result<JSON, DomainError>) {
    self.position = position
    self.content = content
  }
}

/// Takes files apart into records.
package enum ImportSource {
  /// The forms a file may have.
  package enum Format: String, CaseIterable, Sendable {
    case json, jsonl, csv
  }

  /// The form that a file's name tells, if it tells one.
  package static func format(ofFile name: String) -> Format? {
    let lowered = name.lowercased()
    return switch true {
    case lowered.hasSuffix(".json"): .json
    case lowered.hasSuffix(".jsonl"), lowered.hasSuffix(".ndjson"): .jsonl
    case lowered.hasSuffix(".csv"), lowered.hasSuffix(".tsv"): .csv
    default: nil
    }
  }

  /// The form that the content itself suggests.
  package static func format(ofContent bytes: [UInt8]) -> Format {
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    if first == UInt8(ascii: "[") { return .json }
    if first != UInt8(ascii: "{") { return .csv }
    return (try? JSONParser.parse(bytes)) == nil ? .jsonl : .json
  }

  /// The records of a file.
  /// - Throws: `.notJSON` or `.invalid` where the file as a whole cannot be read; the fault of a
  ///   single record goes with that record.
  package static func records(_ bytes: [UInt8], _ format: Format) throws(DomainError)
    -> [ImportItem]
  {
    switch format {
    case .json: try json(bytes)
    case .jsonl: jsonLines(bytes)
    case .csv: try csv(bytes)
    }
  }

  /// An array of records, one record, or an object of arrays as `export` writes it.
  private static func json(_ bytes: [UInt8]) throws(DomainError) -> [ImportItem] {
    let document: JSON
    do { document = try JSONParser.parse(bytes) } catch { throw .notJSON(error) }
    func items(_ elements: [JSON], _ prefix: String) -> [ImportItem] {
      elements.enumerated().map {
        ImportItem(position: "\(prefix) \($0 + 1)", content: .success($1))
      }
    }
    switch document {
    case .array(let elements): return items(elements, "record")
    case .object(let object):
      let isRecord = object["name"] != nil || object["title"] != nil || object["kind"] != nil
      guard !isRecord, !object.members.isEmpty,
        object.members.allSatisfy({ $0.value.elements != nil })
      else { return items([document], "record") }
      return object.members.flatMap { items($0.value.elements ?? [], $0.name) }
    default:
      throw .invalid([
        Fault("", .wrongType, found: document.compact, accepted: "array, object")
      ])
    }
  }

  private static func jsonLines(_ bytes: [UInt8]) -> [ImportItem] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().compactMap {
      number, line -> ImportItem? in
      guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return nil }
      let position = "line \(number + 1)"
      do throws(JSONSyntaxError) {
        return ImportItem(position: position, content: .success(try JSONParser.parse(Array(line))))
      } catch {
        return ImportItem(position: position, content: .failure(.notJSON(error)))
      }
    }
  }

  private static func csv(_ bytes: [UInt8]) throws(DomainError) -> [ImportItem] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .invalid([Fault("", .badFormat, found: "bytes", accepted: "UTF-8")])
    }
    let rows: [(line: Int, cells: [String])]
    do { rows = try CSV.rows(text) } catch {
      throw .invalid([Fault("", .badFormat, found: "line \(error.line): \(error.reason)")])
    }
    guard let header = rows.first else { return [] }
    let names = header.cells.map { $0.trimmed.lowercased() }
    var faults: [Fault] = []
    for (index, name) in names.enumerated() {
      if name.isEmpty {
        faults.append(Fault("/", .missing, found: "column \(index + 1)"))
      } else if names[..<index].contains(name) {
        faults.append(Fault("/" + name, .repeated, found: "column \(index + 1)"))
      }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    return rows.dropFirst().map { row in
      let position = "line \(row.line)"
      guard row.cells.count <= names.count else {
        return ImportItem(
          position: position,
          content: .failure(
            .invalid([
              Fault("", .tooMany, found: "\(row.cells.count)", accepted: "≤ \(names.count)")
            ])))
      }
      return ImportItem(position: position, content: .success(CSVRecord.json(names, row.cells)))
    }
  }
}

/// Turns the cells of one row into a record: `startup.stage` nests, `;` separates the elements of
/// a list, numbers may be grouped as 1.500.000.
private enum CSVRecord {
  private static let numbers: Set<String> = [
    "founded", "employees", "trl", "budget_vnd", "raising_vnd", "ticket_min_vnd", "ticket_max_vnd",
    "capacity", "mentors", "startup.raising_vnd", "fund.ticket_min_vnd", "fund.ticket_max_vnd",
    "incubator.capacity", "incubator.mentors",
  ]
  private static let lists: Set<String> = [
    "legal", "products", "fields", "technologies", "past_projects", "certificates", "stages",
    "provinces", "instruments", "fund.fields", "fund.technologies", "fund.stages",
    "fund.provinces", "fund.instruments",
  ]
  private static let structures: Set<String> = ["required", "incubator.programmes"]

  static func json(_ names: [String], _ cells: [String]) -> JSON {
    var object = JSONObject()
    for (name, cell) in zip(names, cells) {
      let text = CSV.unguarded(cell.trimmed)
      guard !text.isEmpty else { continue }
      let value = value(of: text, in: name)
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
    return .object(object)
  }

  private static func value(of text: String, in name: String) -> JSON {
    if numbers.contains(name) { return number(text) ?? .string(text) }
    if structures.contains(name) { return (try? JSONParser.parse(text)) ?? .string(text) }
    if lists.contains(name) {
      if text.hasPrefix("["), let json = try? JSONParser.parse(text), json.elements != nil {
        return json
      }
      return .array(
        text.split(whereSeparator: { $0 == ";" || $0 == "\n" }).map { .string($0.trimmed) })
    }
    if name == "open" || name == "fund.open" {
      switch Folding.fold(text) {
      case "true", "1", "yes", "co": return .bool(true)
      case "false", "0", "no", "khong": return .bool(false)
      default: return .string(text)
      }
    }
    return .string(text)
  }

  /// Points, commas and spaces count as grouping only between groups of three digits.
  private static func number(_ text: String) -> JSON? {
    if let plain = Int64(text) { return .integer(plain) }
    let groups = text.split(omittingEmptySubsequences: false) { ".,\u{A0} ".contains($0) }
    guard let first = groups.first, (1...3).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    return Int64(groups.joined()).map(JSON.integer)
  }
}
