import Domain
import Web

/// A record for people: each member on a line under its label, codes as their labels.
struct RecordView {
  let voice: Voice

  /// Prints the members of a record's JSON.
  func print(_ record: JSON, _ aggregate: String, to terminal: Terminal) throws(Failure) {
    guard case .object(let object) = record else { return }
    try print(object, aggregate, indent: "", to: terminal)
  }

  private func print(
    _ object: JSONObject, _ aggregate: String, indent: String, to terminal: Terminal
  ) throws(Failure) {
    let members = object.members.filter { $0.value != .array([]) }
    let width = members.map { DisplayWidth.of(label($0.name)) }.max() ?? 0
    for (name, value) in members {
      let label = label(name)
      if case .object(let inner) = value {
        try terminal.print(indent + terminal.output.style.bold(label))
        try print(inner, aggregate, indent: indent + "  ", to: terminal)
        continue
      }
      try Self.print(
        label, text(value, name, aggregate), indent: indent, width: width, to: terminal)
    }
  }

  /// Prints texts under their labels, one below the other; empty ones are left out.
  static func print(_ rows: [(label: String, text: String)], to terminal: Terminal) throws(Failure)
  {
    let known = rows.filter { !$0.text.isEmpty }
    let width = known.map { DisplayWidth.of($0.label) }.max() ?? 0
    for row in known { try print(row.label, [row.text], indent: "", width: width, to: terminal) }
  }

  /// One label with its texts beside it, broken to the width of the terminal.
  private static func print(
    _ label: String, _ texts: [String], indent: String, width: Int, to terminal: Terminal
  ) throws(Failure) {
    let blank = String(repeating: " ", count: width - DisplayWidth.of(label) + 2)
    let margin = indent + String(repeating: " ", count: width + 2)
    let room = max(20, terminal.output.helpWidth - DisplayWidth.of(margin))
    let lines = texts.flatMap { Paragraphs.lines(Printable.text($0), width: room) }
    let start = indent + terminal.output.style.bold(label) + blank
    for (index, line) in (lines.isEmpty ? [""] : lines).enumerated() {
      try terminal.print((index == 0 ? start : margin) + line)
    }
  }

  /// One text for each element of a list, one for anything else.
  private func text(_ value: JSON, _ name: String, _ aggregate: String) -> [String] {
    switch value {
    case .null: return []
    case .bool(let answer): return [voice.yes(answer)]
    case .integer(let number):
      return [name.hasSuffix("_vnd") ? voice.money(number) : String(number)]
    case .number(let number): return ["\(number)"]
    case .string(let text): return [self.text(text, name, aggregate)]
    case .array(let elements):
      let texts = elements.map { element in
        if case .object(let object) = element {
          return object.members.map { member in
            let text = self.text(member.value, member.name, aggregate).joined(separator: ", ")
            return member.name == "title" ? text : "\(label(member.name)): \(text)"
          }.joined(separator: " · ")
        }
        return self.text(element, name, aggregate).joined(separator: ", ")
      }
      return Self.codeLists[name] == nil ? texts.map { "- " + $0 } : [texts.joined(separator: ", ")]
    case .object: return [value.compact]
    }
  }

  private func text(_ text: String, _ name: String, _ aggregate: String) -> String {
    switch name {
    case "province", "provinces": voice.province(text)
    case "status": voice.label("\(aggregate)_states", text)
    case "kind" where aggregate == "document": voice.label(IssuingDocument.Kind.list, text)
    case "kind" where aggregate == "data_request": voice.label(DataRequest.Kind.list, text)
    case "purpose": voice.label(ConsentPurpose.list, text)
    case "open_questions": label(text)
    case "created_at", "updated_at", "published_at", "submitted_at", "deadline",
      "question_deadline", "publish_at":
      Instant(rfc3339: text)?.textInVietnam ?? text
    default: Self.codeLists[name].map { voice.label($0, text) } ?? Voice.day(text)
    }
  }

  /// The members that hold codes, with the list the codes are from.
  private static let codeLists: [String: String] = [
    "kind": OrganisationKind.list, "legal": LegalClass.list, "field": Field.list,
    "fields": Field.list, "technologies": Technology.list, "stage": Stage.list,
    "stages": Stage.list, "mechanism": Mechanism.list, "fund_kind": FundKind.list,
    "instruments": Instrument.list, "provinces": "provinces", "open_questions": "members",
  ]

  private func label(_ member: String) -> String {
    MemberLabels.all[member].map { voice.language.pick($0) } ?? member
  }
}
