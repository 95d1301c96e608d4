package import Domain

/// One record of a file, or why it cannot be read.
package struct ImportItem: Sendable {
  /// Where it stands: `line 7` or `record 3`.
  package let position: String
  /// The record as written.
  package let content: Result<JSON, DomainError>

  /// Whether members that are not there stay as they are in the register: a spreadsheet speaks
  /// only of its columns, while JSON leaves out what is unset.
  package let isPartial: Bool

  /// A record at a position.
  package init(
    position: String, content: Result<JSON, DomainError>, isPartial: Bool = false
  ) {
    self.position = position
    self.content = content
    self.isPartial = isPartial
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
  package static func records(_ bytes: [UInt8], _ format: Format, codes: CodeBook? = nil)
    throws(DomainError) -> [ImportItem]
  {
    switch format {
    case .json: try json(bytes)
    case .jsonl: jsonLines(bytes)
    case .csv: try csv(bytes, codes)
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

  private static func csv(_ bytes: [UInt8], _ codes: CodeBook?) throws(DomainError)
    -> [ImportItem]
  {
    guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
      throw .invalid([
        Fault("", .badFormat, found: kind(of: bytes), accepted: "CSV UTF-8, JSON, JSON Lines")
      ])
    }
    let rows: [(line: Int, cells: [String])]
    do { rows = try CSV.rows(text) } catch {
      throw .invalid([Fault("", .badFormat, found: "line \(error.line): \(error.reason)")])
    }
    guard let header = rows.first else {
      throw .invalid([Fault("", .missing, accepted: "title, name")])
    }
    let record = try CSVRecord(header: header.cells, codes: codes)
    return rows.dropFirst().filter { !record.isBlank($0.cells) }.map { row in
      let position = "line \(row.line)"
      guard row.cells.count <= header.cells.count else {
        return ImportItem(
          position: position,
          content: .failure(
            .invalid([
              Fault(
                "", .tooMany, found: "\(row.cells.count)", accepted: "≤ \(header.cells.count)")
            ])))
      }
      return ImportItem(
        position: position, content: .success(record.json(row.cells)), isPartial: true)
    }
  }

  /// What a file seems to be that is not text in UTF-8.
  private static func kind(of bytes: [UInt8]) -> String {
    if bytes.starts(with: "PK".utf8) { return "xlsx, docx, zip" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    return "not UTF-8"
  }
}
