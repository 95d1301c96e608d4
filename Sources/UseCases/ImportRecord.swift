package import Domain

/// What a record of a file is to become.
package enum ImportRecord: Sendable {
  case organisation(OrganisationProfile, ImportEnvelope)
  case problem(ProblemStatement, ImportEnvelope)

  /// What the record says about itself.
  var envelope: ImportEnvelope {
    switch self {
    case .organisation(_, let envelope), .problem(_, let envelope): envelope
    }
  }

  /// Members that a file may carry because `export` wrote them, and that import leaves alone.
  private static let bookkeeping: Set<String> = [
    "id", "external_id", "status", "status_reason", "version", "created_at", "updated_at", "notes",
    "published_at", "completeness", "open_questions", "code", "author", "open",
    "document", "publish_at", "reason_code", "in_vietnam", "questions_to_ask",
    "reasons", "pending", "revision_refused", "verified_on", "confirmed_on", "stale",
    "merged_into", "possible_duplicates",
  ]

  private static let problemsOnly: Set<String> = [
    "code", "author", "open", "document", "publish_at", "reason_code", "in_vietnam",
    "questions_to_ask",
  ]

  /// Reads a record; its kind is seen from its members.
  ///
  /// A problem has a title, an organisation a name. In files, a startup's and a fund's own
  /// members may also stand flat, and a fund's `kind` may be its fund kind.
  /// - Throws: `.invalid` with every fault.
  package static func read(_ json: JSON, places: Gazetteer) throws(DomainError)
    -> (record: ImportRecord, notes: [Note])
  {
    guard case .object(let object) = json else {
      throw .invalid([Fault("", .wrongType, found: json.compact, accepted: "object")])
    }
    let isProblem = object.says("title") && !object.says("name")
    var faults: [Fault] = []
    let envelope = ImportEnvelope(object, isProblem: isProblem, faults: &faults)
    do throws(DomainError) {
      if isProblem {
        let (statement, notes) = try ProblemStatement.read(
          json, places: places, ignoring: bookkeeping)
        if faults.isEmpty { return (.problem(statement, envelope), notes) }
      } else {
        guard object.says("name") || object.says("kind") else {
          throw .invalid([Fault("", .missing, accepted: "title, name")])
        }
        let nested = JSON.object(nest(object))
        let (profile, notes) = try OrganisationProfile.read(
          nested, places: places, ignoring: bookkeeping.subtracting(problemsOnly))
        if faults.isEmpty { return (.organisation(profile, envelope), notes) }
      }
    } catch {
      guard case .invalid(let more) = error else { throw error }
      throw .invalid(faults + more)
    }
    throw .invalid(faults)
  }

  /// The record with a startup's and a fund's own members where they belong.
  static func nest(_ object: JSONObject) -> JSONObject {
    var object = object
    let kind = object["kind"]?.text ?? ""
    // A fund's own sectors look like an organisation's; only beside members that a mandate alone
    // has are they the mandate's.
    let mandate: Set<String> = [
      "fund_kind", "thesis", "stages", "ticket_min_vnd", "ticket_max_vnd", "provinces",
      "instruments", "open",
    ]
    let isFlat = mandate.contains { object.says($0) }
    if object["fund"] == nil, FundKind(rawValue: kind) != nil || (kind == "fund" && isFlat) {
      if kind != "fund" {
        object["fund_kind"] = object["kind"]
        object["kind"] = "fund"
      }
      move(mandate.sorted() + ["fields", "technologies"], into: "fund", of: &object)
    }
    if kind == "startup", object["startup"] == nil {
      move(
        ["stage", "raising_vnd", "traction", "raising_visible_to_funds"], into: "startup",
        of: &object)
    }
    return object
  }

  private static func move(_ names: [String], into part: String, of object: inout JSONObject) {
    var inner = JSONObject()
    for name in names {
      if let value = object[name] {
        inner[name] = value
        object[name] = nil
      }
    }
    if inner.members.contains(where: { $0.value != .null }) { object[part] = .object(inner) }
  }
}

extension JSONObject {
  /// Whether a member is there and not null.
  func says(_ name: String) -> Bool { self[name].map { $0 != .null } ?? false }
}

/// What a record of a file says about itself beside its content.
package struct ImportEnvelope: Sendable {
  /// Its identifier in the file.
  package let id: String?
  /// The identifier it had in the file that it first came from, where an export tells it.
  package let externalID: String?
  /// The state it asks for.
  package let status: String?
  /// A problem's public code.
  package let code: String?

  init(_ object: JSONObject, isProblem: Bool, faults: inout [Fault]) {
    func text(_ name: String, most: Int) -> String? {
      switch object[name] {
      case nil, .null?: return nil
      case .integer(let number)?: return String(number)
      case .string(let written)?:
        let text = Folding.nfc(written).trimmed
        if text.unicodeScalars.count > most
          || text.unicodeScalars.contains(where: { $0.value < 32 })
        {
          faults.append(Fault("/" + name, .badFormat, found: text, accepted: "≤ \(most)"))
          return nil
        }
        return text.isEmpty ? nil : text
      case let value?:
        faults.append(Fault("/" + name, .wrongType, found: value.compact, accepted: "string"))
        return nil
      }
    }
    id = text("id", most: 100)
    externalID = text("external_id", most: 100) ?? id
    status = text("status", most: 40)
    code = isProblem ? text("code", most: 40) : nil
    let accepted = isProblem ? Problem.Status.accepted : Organisation.Status.accepted
    if let status, !accepted.contains(status) {
      faults.append(
        Fault(
          "/status", .notAccepted, found: status, accepted: accepted.joined(separator: ", ")))
    }
    if let code, !Self.isPublicCode(code) {
      faults.append(Fault("/code", .badFormat, found: code, accepted: "DLK-2026-001"))
    }
  }

  /// Capitals, a year and a number.
  private static func isPublicCode(_ code: String) -> Bool {
    let parts = code.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return false }
    let digits: (Substring) -> Bool = { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    return (2...10).contains(parts[0].count)
      && parts[0].utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
      && parts[1].count == 4 && digits(parts[1]) && (3...6).contains(parts[2].count)
      && digits(parts[2])
  }
}
